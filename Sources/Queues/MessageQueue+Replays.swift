internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import Messages

/// How replays go on.
extension MessageQueue {
    private static let looking = DispatchQueue(label: "queues.replays", qos: .utility)

    /// Puts the next portions of the replays that run into their queues.
    ///
    /// Called by a ticker. What is to come again is looked for in the journal, a few thousand records at a time and not under
    /// the lock.
    /// - Returns: how many deliveries were put there.
    /// - Throws: `diskFull` or `closed`, with nothing changed; `journalFailed`, `unreadable`.
    package func advanceReplays() async throws(QueueFailure) -> Int {
        var count = 0
        for destination in guarded.withLock({ $0.state.replays.running }) {
            for _ in 0..<Limits.replayStepsPerTick {
                if let failure { throw failure }
                guard let replay = guarded.withLock({ $0.state.hungryReplay(at: destination) }) else { break }
                let found = try await look(for: replay)
                guard let portion = guarded.withLock({ $0.state.portion(of: replay, found: found) }) else { break }
                guard !portion.deliveries.isEmpty || portion.isLast else { continue }
                // What was looked up is looked at again when it is stored: another caller may have been quicker.
                try await act(on: destination) { state, now in
                    state.replays.running(at: destination)?.through == replay.through
                        || portion.deliveries.isEmpty ? .replayed(portion, at: now) : nil
                } view: { _ in
                }
                count += portion.deliveries.count
            }
        }
        return count
    }

    private func look(for replay: ReplayRegister.Replay) async throws(QueueFailure) -> ReplayFinding {
        let result: Result<ReplayFinding, QueueFailure> = await withCheckedContinuation { continuation in
            Self.looking.async { continuation.resume(returning: self.find(replay)) }
        }
        return try result.get()
    }

    /// The messages of an order's range and queue, in the order of acceptance, from where its replay has come to.
    ///
    /// One whose bytes retention has dropped does not come again, there being nothing to send, and is counted.
    private func find(_ replay: ReplayRegister.Replay) -> Result<ReplayFinding, QueueFailure> {
        let (order, wanted) = (replay.order, Limits.replayPortion - replay.open)
        let end = min(order.to, replay.orderedAt)
        let last = min(replay.id - 1, replay.through + Limits.replayLooks)
        var found = ReplayFinding(through: replay.through)
        do throws(JournalFailure) {
            try journal.scan(from: replay.through + 1, through: last) { stored in
                guard found.messages.count < wanted else { return false }
                found.through = stored.sequence
                guard case .accepted(let message, let time)? = try? QueueRecord.decode(kind: stored.kind, stored.body),
                    order.from <= time, time <= end,
                    message.recipients.contains(where: { $0.destination == order.destination }),
                    let head = MessageHead(stored)
                else { return true }
                if message.payload.isEmpty {
                    found.dropped.append((stored.sequence, head))
                } else {
                    found.messages.append((stored.sequence, head))
                }
                return true
            }
        } catch {
            return .failure(.unreadable(error))
        }
        // Nothing was left to look at but what retention has dropped.
        if found.messages.count < wanted { found.through = last }
        return .success(found)
    }
}
