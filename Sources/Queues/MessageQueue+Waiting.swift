internal import Dispatch
package import Messages
internal import Synchronization

/// Waiting for something to happen: nobody polls inside the program, and nobody holds a thread.
extension MessageQueue {
    /// Returns when something can be leased from one of the destinations, when the time is over, when the task is
    /// cancelled, or when the queue ends. Something that came may have been leased by another meanwhile.
    package func waitForDelivery(in destinations: [Destination], atMost seconds: Double) async {
        let wanted = Set(destinations)
        await wait(atMost: seconds) { guarded, id, continuation in
            guard !guarded.isEnding, guarded.failure == nil, !guarded.state.hasReady(in: wanted) else { return false }
            guarded.pollers[id] = Poller(destinations: wanted, continuation: continuation)
            return true
        }
    }

    /// Returns when the set of dead letters has changed since a revision, or the queue ends; with the revision now.
    package func waitForDeadLetterChange(since revision: UInt64) async -> UInt64 {
        await wait(atMost: nil) { guarded, id, continuation in
            guard !guarded.isEnding, guarded.failure == nil, guarded.state.deadRevision == revision else { return false }
            guarded.followers[id] = continuation
            return true
        }
        return guarded.withLock(\.state.deadRevision)
    }

    /// Returns when the journal has failed, or the task is cancelled.
    package func waitForFailure() async {
        await wait(atMost: nil) { guarded, id, continuation in
            guard guarded.failure == nil else { return false }
            guarded.failureWaiters[id] = continuation
            return true
        }
    }

    /// Waits for a continuation that `register` has put somewhere; it says false when there is nothing to wait for.
    ///
    /// Cancellation and registration race: whichever comes second finds what the first left. If the task is cancelled
    /// before the continuation is registered, the check behind the registration sees it; if after, `resume(id)` does.
    private func wait(
        atMost seconds: Double?,
        _ register: (inout Guarded, UInt64, CheckedContinuation<Void, Never>) -> Bool
    ) async {
        let id = guarded.withLock { guarded in
            guarded.nextWaiter += 1
            return guarded.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = guarded.withLock { register(&$0, id, continuation) }
                guard isWaiting else {
                    continuation.resume()
                    return
                }
                if let seconds { timer.asyncAfter(deadline: .now() + seconds) { [weak self] in self?.resume(id) } }
                if Task.isCancelled { resume(id) }
            }
        } onCancel: {
            resume(id)
        }
    }

    /// Lets one go on that waits, if it still does.
    private func resume(_ id: UInt64) {
        let continuation = guarded.withLock { guarded in
            guarded.pollers.removeValue(forKey: id)?.continuation ?? guarded.followers.removeValue(forKey: id)
                ?? guarded.failureWaiters.removeValue(forKey: id)
        }
        continuation?.resume()
    }

    /// Lets those go on whose destination got something, and the followers of dead letters.
    func wakeWaiters() {
        let continuations = guarded.withLock { guarded in
            let woken = guarded.state.takeWoken()
            var continuations: [CheckedContinuation<Void, Never>] = []
            if !woken.isEmpty {
                for (id, poller) in guarded.pollers where !poller.destinations.isDisjoint(with: woken) {
                    guarded.pollers[id] = nil
                    continuations.append(poller.continuation)
                }
            }
            if guarded.state.deadRevision != guarded.toldDeadRevision {
                guarded.toldDeadRevision = guarded.state.deadRevision
                continuations += guarded.followers.values
                guarded.followers = [:]
            }
            return continuations
        }
        for continuation in continuations { continuation.resume() }
    }

    /// Lets those go on who waited until a record about these deliveries was on disk.
    func wakeSettlers(of deliveries: [DeliveryID]) {
        guard !deliveries.isEmpty else { return }
        let continuations = guarded.withLock { guarded in
            deliveries.flatMap { guarded.settlers.removeValue(forKey: $0) ?? [] }
        }
        for continuation in continuations { continuation.resume() }
    }

    /// Lets all go on: the queue ends. Those who wait for the failure do so only when there is one.
    func wakeAll() {
        let continuations = guarded.withLock { guarded in
            var continuations = guarded.pollers.values.map(\.continuation) + guarded.followers.values
            guarded.pollers = [:]
            guarded.followers = [:]
            if guarded.failure != nil {
                continuations += guarded.failureWaiters.values
                guarded.failureWaiters = [:]
            }
            return continuations
        }
        for continuation in continuations { continuation.resume() }
    }
}
