internal import Messages
internal import Queues

/// Takes the deliveries of one destination one after the other, and lets all of them wait while it takes none.
///
/// A destination that is down, overloaded or not to be reached as configured costs a delivery no attempt: everything waits,
/// and one delivery is tried after each pause. One that breaks on a delivery while it takes others costs that an attempt.
struct OutboundLoop<Errand: OutboundErrand>: Sendable {
    let errand: Errand
    let queue: MessageQueue
    /// Makes the receipt of a delivery that dies of lapsed leases.
    let receipts: ApplicationReceipts
    /// How long to wait after the destination took nothing.
    let retry: RetryPace
    /// The wall clock.
    let now: @Sendable () -> Timestamp

    /// Runs until its task is cancelled or the queue ends.
    func run() async {
        var health = DestinationHealth(pace: retry)
        // Nobody is there any more for whom it is out.
        defer { queue.note(nil, at: errand.destination) }
        while !Task.isCancelled, queue.isServing {
            await queue.waitForDelivery(in: [errand.destination], atMost: Limits.outboundPoll)
            // Whoever cancelled it may have another one serve the destination by now.
            guard !Task.isCancelled else { return queue.passOn([errand.destination]) }
            guard let pause = await serveNext(&health), !Task.isCancelled else { continue }
            queue.note(health.outage(pausing: pause, at: now()), at: errand.destination)
            errand.tell(of: .paused(seconds: pause))
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    /// Sees to the delivery that is next, if there is one.
    ///
    /// - Returns: seconds to wait before the next try; nil when there is no reason to.
    private func serveNext(_ health: inout DestinationHealth) async -> Double? {
        let receipts = receipts
        let leased: [LeasedDelivery]
        do {
            leased = try await queue.lease(
                from: [errand.destination], by: .gateway, maximum: 1, duration: Limits.outboundLease,
                receipt: { receipts.gaveUp($0) })
        } catch {
            // A full disk lends nothing while deliveries are waiting: without a pause this would turn round and round.
            errand.tell(of: .nothingLent)
            return Limits.pauseAfterFailure
        }
        guard let delivery = leased.first else { return nil }
        do throws(Hindrance) {
            let outcome = try await errand.attempt(delivery)
            if errand.isAnswer(outcome) {
                health.noteAnswer(to: delivery.facts.delivery)
                queue.note(nil, at: errand.destination)
            }
            await errand.settle(delivery, outcome)
            return nil
        } catch {
            return await putOff(delivery, error, &health)
        }
    }

    /// Gives back what was not taken: untried when the destination is to blame, else with its attempt counted.
    private func putOff(
        _ delivery: LeasedDelivery, _ hindrance: Hindrance, _ health: inout DestinationHealth
    ) async -> Double? {
        let chance = Double.random(in: 0...1)
        switch health.noteFailure(hindrance, of: delivery.facts.delivery, at: now(), chance: chance) {
        case .destination(let pause):
            _ = try? await queue.release(delivery.lease, by: .gateway, delay: 0)
            return pause
        case .delivery:
            await errand.countAttempt(at: delivery)
            return nil
        }
    }
}
