internal import Dispatch
internal import DurableLog
internal import LinuxSystem
package import Messages

/// How replays go on.
extension MessageQueue {
    private static let looking = DispatchQueue(label: "queues.replays", qos: .utility)

    /// Puts the next portions of the replays that run into their queues.
    ///
    /// Called by a ticker. What is to come again is looked for in the journal, a few thousand records at a time and not under
    /// the lock. It goes on behind what is damaged, and behind what the disk has refused a few times.
    /// - Parameter unread: told of each range of records that could not be read, and for whom.
    /// - Returns: how many deliveries were put there.
    /// - Throws: `diskFull` or `closed`, with nothing changed; `journalFailed`, `unreadable`.
    package func advanceReplays(
        unread: (Destination, ClosedRange<UInt64>) -> Void = { _, _ in }
    ) async throws(QueueFailure) -> Int {
        var count = 0
        var refusal: QueueFailure?
        for destination in guarded.withLock({ $0.state.replays.running }) {
            do throws(QueueFailure) {
                count += try await advanceReplay(at: destination, unread: unread)
            } catch {
                // What one queue's messages lie in may be readable for no other reason than that it is another file.
                guard case .unreadable = error else { throw error }
                refusal = refusal ?? error
            }
        }
        if let refusal { throw refusal }
        return count
    }

    private func advanceReplay(
        at destination: Destination, unread: (Destination, ClosedRange<UInt64>) -> Void
    ) async throws(QueueFailure) -> Int {
        var count = 0
        for _ in 0..<Limits.replayStepsPerTick {
            if let failure { throw failure }
            guard let replay = guarded.withLock({ $0.state.hungryReplay(at: destination) }) else { break }
            let found = try await look(for: replay)
            guard let portion = guarded.withLock({ $0.state.portion(of: replay, found: found) }) else { break }
            for range in found.unread { unread(destination, range) }
            guard !portion.deliveries.isEmpty || portion.isLast else { continue }
            // What was looked up is looked at again when it is stored: another caller may have been quicker.
            try await act(on: destination) { state, now in
                state.replays.running(at: destination)?.through == replay.through
                    || portion.deliveries.isEmpty ? .replayed(portion, at: now) : nil
            } view: { _ in
            }
            count += portion.deliveries.count
        }
        return count
    }

    private func look(for replay: ReplayRegister.Replay) async throws(QueueFailure) -> ReplayFinding {
        let result: Result<ReplayFinding, QueueFailure> = await withCheckedContinuation { continuation in
            Self.looking.async {
                // What is found must not be dropped before it is known to be under way.
                continuation.resume(returning: self.rewriting.withLock { _ in self.find(replay) })
            }
        }
        return try result.get()
    }

    /// The messages of an order's range and queue, in the order of acceptance, from where its replay has come to.
    private func find(_ replay: ReplayRegister.Replay) -> Result<ReplayFinding, QueueFailure> {
        var place = replayPlaces.withLock { $0[replay.order.destination] } ?? ReplayPlace(of: replay.id)
        if place.replay != replay.id { place = ReplayPlace(of: replay.id) }
        defer { replayPlaces.withLock { $0[replay.order.destination] = place } }
        let (from, last) = (replay.through + 1, min(replay.id - 1, replay.through + Limits.replayLooks))
        var finding = ReplayFinding(for: replay, through: replay.through)
        do throws(JournalFailure) {
            try journal.scan(
                from: from, through: last, resuming: &place.cursor,
                passingRefusals: place.refusals >= Limits.readTries,
                pastDamage: { finding.miss(from: max(from, $0.firstLost), through: min($0.lastKnown, last)) },
                { finding.take($0) })
        } catch {
            place.refusals += 1
            return .failure(.unreadable(error))
        }
        place.refusals = 0
        finding.finish(at: last)
        return .success(finding)
    }
}

/// Where in the log looking for a replay's messages goes on.
struct ReplayPlace: Sendable {
    let replay: UInt64
    var cursor = LogCursor()
    /// How often in a row the disk has refused to give what comes there.
    var refusals = 0

    init(of replay: UInt64) {
        self.replay = replay
    }
}
