internal import LinuxSystem
package import Queues
package import Telemetry

/// Reads the whole log and the snapshots, to notice what has rotted, and gives back the room of what is out of its time: once a
/// day, soon after the start; and gives back room each hour while the disk is at its floor, before anything is read through.
package struct RetentionWatch: Sendable {
    private let queue: MessageQueue
    private let policy: RetentionPolicy
    private let log: Log
    private let sleep: @Sendable (Double) async -> Void

    /// Takes the queue to watch, how long it keeps what is settled, where to tell what was done, and what waits for so many
    /// seconds or until the task is cancelled.
    package init(
        queue: MessageQueue, policy: RetentionPolicy, log: Log,
        sleep: @escaping @Sendable (Double) async -> Void = { try? await Task.sleep(for: .seconds($0)) }
    ) {
        self.queue = queue
        self.policy = policy
        self.log = log
        self.sleep = sleep
    }

    /// Runs until its task is cancelled, or the queue ends or fails.
    package func run() async {
        var rounds = RetentionRounds()
        var clock = ClockReport()
        while true {
            await sleep(Limits.retentionDelay)
            guard !Task.isCancelled, queue.isServing else { return }
            clock = tell(queue.clockReport(), after: clock)
            for step in rounds.due(after: Limits.retentionDelay, isAtFloor: queue.isAtFloor) {
                guard queue.isServing else { return }
                switch step {
                case .verifying: if await !verify() { rounds.noteBrokenOff() }
                case .retaining: await retain()
                }
            }
        }
    }

    private func tell(_ clock: ClockReport, after former: ClockReport) -> ClockReport {
        if clock.setBacks > former.setBacks {
            log.write(.warning, "clock-set-back", [("times", .integer(clock.setBacks))])
        }
        if clock.isDoubted, !former.isDoubted { log.write(.warning, "clock-doubted") }
        return clock
    }

    /// Reads all through; false when the disk came to its floor meanwhile, for room comes first then.
    ///
    /// What was begun at the floor is read to its end: all that could be given back has been.
    private func verify() async -> Bool {
        let wasAtFloor = queue.isAtFloor
        // The disk may have left its floor again by when the reading has ended for it.
        let isBrokenOff = Lock(false)
        do {
            for damage in try await queue.verifyLog(while: {
                isBrokenOff.withLock { isBrokenOff in
                    isBrokenOff = isBrokenOff || !wasAtFloor && queue.isAtFloor
                    return !isBrokenOff
                }
            }) {
                log.write(
                    .error, "journal-damaged", [("file", .token(damage.file)), ("byte", .integer(damage.offset))])
            }
        } catch {
            log.write(.error, "verification-failed", [("of", .fixed("log"))])
        }
        guard !isBrokenOff.withLock({ $0 }) else { return false }
        do {
            for file in try await queue.verifySnapshots() {
                log.write(
                    .error, "snapshot-damaged",
                    [("file", .token(file.name)), ("mended", .fixed(file.isMended ? "yes" : "no"))])
            }
        } catch {
            log.write(.error, "verification-failed", [("of", .fixed("snapshots"))])
        }
        return true
    }

    private func retain() async {
        do {
            let report = try await queue.retain(by: policy)
            if report.unreadable > 0 {
                log.write(.error, "retention-failed", [("files", .integer(report.unreadable))])
            }
            log.write(
                .info, "retention-done",
                [
                    ("files", .integer(report.examined)), ("rewritten", .integer(report.rewritten)),
                    ("spared", .integer(report.spared)), ("uncovered", .integer(report.uncovered)),
                    ("bytes-freed", .integer(Int(clamping: report.bytesFreed))),
                ])
        } catch {
            log.write(.error, "retention-failed", [])
        }
    }
}
