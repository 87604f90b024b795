internal import DurableLog
internal import LinuxSystem
package import Messages

/// What operators do with a queue as a whole.
extension MessageQueue {
    /// Has a queue offer nothing until it is resumed, also after a restart; leases that are out may be settled.
    ///
    /// - Returns: the pause; one that was there before stands.
    /// - Throws: `diskFull` or `closed`, with nothing changed; `journalFailed`.
    package func pause(
        _ destination: Destination, by system: SystemID, reason: String
    ) async throws(QueueFailure) -> QueuePause {
        let pause = QueuePause(since: now(), by: system, reason: reason)
        let stored = try await act(on: destination) { state, _ in
            state.pauses[destination] == nil ? .paused(destination, pause) : nil
        } view: {
            $0.pauses[destination]
        }
        return stored ?? pause
    }

    /// Has a queue offer what it has again; nothing when it is not paused.
    ///
    /// - Throws: as `pause`.
    package func resume(_ destination: Destination, by system: SystemID) async throws(QueueFailure) {
        try await act(on: destination) { state, now in
            state.pauses[destination] == nil ? nil : .resumed(destination, at: now, by: system)
        } view: { _ in
        }
    }

    /// Whether an operator has paused any of these queues.
    package func isAnyPaused(among destinations: [Destination]) -> Bool {
        guarded.withLock { guarded in
            !guarded.state.pauses.pauses.isEmpty && destinations.contains { guarded.state.pauses[$0] != nil }
        }
    }

    /// Has what a queue's receiver has completed come again, in portions and behind everything that comes for the first
    /// time.
    ///
    /// What was cancelled, put aside, found to be not for the receiver, or has expired does not come again. The order
    /// outlives a restart.
    /// - Returns: what became of the order; the same order given again while it runs is the same replay.
    /// - Throws: as `pause`.
    package func replay(_ order: ReplayOrder) async throws(QueueFailure) -> ReplayOutcome {
        var running: ReplayRegister.Replay?
        let progress = try await act(on: order.destination) { state, now in
            running = state.replays.running(at: order.destination)
            return running == nil ? .replayOrdered(order, at: now) : nil
        } view: {
            $0.replays.progress(at: order.destination)
        }
        if let running {
            return running.order.isSame(as: order) ? .running(running.progress) : .busy(running.progress)
        }
        // The order was applied under the same lock a moment before.
        guard let progress else { preconditionFailure("a stored order is not in the queues' state") }
        return .ordered(progress)
    }

    /// Decides about a queue under the lock, one act at a time, and stores what was decided.
    ///
    /// - Parameters:
    ///   - destination: whose queue.
    ///   - decide: the act; nil when nothing is to be done.
    ///   - view: what to return, after the act.
    /// - Returns: what `view` made.
    /// - Throws: `diskFull` or `closed`, with nothing changed; `journalFailed`.
    @discardableResult
    func act<Output: Sendable>(
        on destination: Destination, _ decide: (QueueState, Timestamp) -> QueueAct?,
        view: @escaping @Sendable (QueueState) -> Output
    ) async throws(QueueFailure) -> Output {
        let reason = Waiting.Reason.act(destination)
        while true {
            if let failure { throw failure }
            let now = now()
            let (act, output) = guarded.withLock { guarded -> (QueueAct?, Output?) in
                guard !guarded.arriving.contains(reason) else { return (nil, nil) }
                guard let act = decide(guarded.state, now) else { return (nil, view(guarded.state)) }
                guarded.arriving.insert(reason)
                return (act, nil)
            }
            if let output { return output }
            guard let act else {
                await sleep(for: [reason], evenIfCancelled: true) { $0.arriving.contains(reason) }
                continue
            }
            let record = QueueRecord.act(act)
            return try await store([record], as: RecordGroup([record]), for: .settlement, ending: [reason]) {
                view($0)
            }
        }
    }
}
