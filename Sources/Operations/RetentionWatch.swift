package import Queues
package import Telemetry

/// Reads the whole log and the snapshots, to notice what has rotted, and gives back the room of what is out of its time: once a day, soon after
/// the start, and each hour while the disk is at its floor.
package struct RetentionWatch: Sendable {
    private let queue: MessageQueue
    private let policy: RetentionPolicy
    private let log: Log

    /// Takes the queue to watch, how long it keeps what is settled, and where to tell what was done.
    package init(queue: MessageQueue, policy: RetentionPolicy, log: Log) {
        self.queue = queue
        self.policy = policy
        self.log = log
    }

    /// Runs until its task is cancelled, or the queue ends or fails.
    package func run() async {
        try? await Task.sleep(for: .seconds(Limits.retentionDelay))
        while !Task.isCancelled, queue.isServing {
            do {
                for damage in try await queue.verifyLog() {
                    log.write(
                        .error, "journal-damaged",
                        [("file", .token(damage.file)), ("byte", .integer(damage.offset))])
                }
                for file in try await queue.verifySnapshots() {
                    log.write(
                        .error, "snapshot-damaged",
                        [("file", .token(file.name)), ("mended", .fixed(file.isMended ? "yes" : "no"))])
                }
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
            await pause()
        }
    }

    /// Waits for a day, or until the disk has come to its floor: what can be given back is asked for then, once an hour.
    private func pause() async {
        var waited = 0.0
        while !Task.isCancelled, queue.isServing, waited < Limits.retentionInterval {
            if queue.isAtFloor, waited >= Limits.retentionAtFloor { return }
            try? await Task.sleep(for: .seconds(Limits.retentionDelay))
            waited += Limits.retentionDelay
        }
    }
}
