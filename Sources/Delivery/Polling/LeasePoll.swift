internal import AccessControl
internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues

/// Leases for a poller: answers at once when something waits, else when something comes or the time is over (long poll).
struct LeasePoll: Sendable {
    /// How much is asked for, and how long to wait for it.
    struct Wish: Sendable {
        /// Deliveries at most.
        let maximum: Int
        /// Seconds to wait for the first.
        let wait: Int
        /// Seconds that the leases last.
        let duration: Int
    }

    /// The header line that tells a caller who got nothing that an operator has paused a queue.
    ///
    /// It waits as for an empty queue, so a poller that does not know the line behaves as it should.
    static let pausedHeader = "Vaxel-Paused"

    let queue: MessageQueue
    let documents: DeliveryDocuments
    /// Seconds since any fixed moment, unmoved by changes of the wall clock.
    let elapsed: @Sendable () -> Double
    /// What messages on their way to pollers may take of the memory.
    let room: LeaseRoom
    /// The calls that wait, by system.
    private let waiting = WaitingPolls()

    init(
        queue: MessageQueue, documents: DeliveryDocuments, elapsed: @escaping @Sendable () -> Double, room: LeaseRoom
    ) {
        self.queue = queue
        self.documents = documents
        self.elapsed = elapsed
        self.room = room
    }

    /// The answer to a call that wants deliveries of some destinations: 200 with at least one, or 204.
    func answer(to call: Call, from source: LeaseSource, _ wish: Wish) async throws(Rejection) -> HTTPResponse {
        if let response = try await deliveries(from: source, to: call, wish) { return response }
        let isPaused = queue.isAnyPaused(among: source.destinations)
        return APIAnswer.empty(status: 204, headers: isPaused ? [(Self.pausedHeader, "true")] : [], for: call)
    }

    /// Leases what there is; else waits for something to come, and tries again until the time is over.
    ///
    /// A poller that has gone away meanwhile gets nothing: what was leased for it is released at once.
    private func deliveries(
        from source: LeaseSource, to call: Call, _ wish: Wish
    ) async throws(Rejection) -> HTTPResponse? {
        let caller = call.identity
        let end = elapsed() + Double(wish.wait)
        var place: WaitingPlace?
        defer { if place != nil { waiting.leave(caller.system) } }
        while true {
            if let response = try await tryOnce(from: source, to: call, wish) { return response }
            guard !Task.isCancelled else { return nil }
            let remaining = end - elapsed()
            guard remaining > 0, queue.isServing else { return nil }
            if place == nil {
                try waiting.enter(caller)
                place = queue.place(of: caller.system)
            }
            await queue.waitForDelivery(
                in: source.destinations, sparingCompulsoryAt: source.spared,
                within: caller.limits.openLeases.map { (caller.system, $0) }, as: place, atMost: remaining)
            // Whoever is woken for what another takes first goes round at once, and may not keep a loop from the others.
            await Task.yield()
        }
    }

    /// Leases what there is and makes the answer of it; nil when there is nothing, or the caller has gone.
    private func tryOnce(
        from source: LeaseSource, to call: Call, _ wish: Wish
    ) async throws(Rejection) -> HTTPResponse? {
        let caller = call.identity
        let queue = queue
        // It takes room for what it finds, and not before: where nothing waits, nobody needs any.
        let place = LeasePlace(in: room, of: caller.system, from: source) { source in
            queue.passOn(source.destinations, sparingCompulsoryAt: source.spared)
        }
        let leased = try await take(from: source, by: caller, wish, in: place)
        if Task.isCancelled {
            for delivery in leased { _ = try? await queue.release(delivery.lease, by: caller.system, delay: 0) }
            return nil
        }
        if leased.isEmpty, let shortage = place.shortage { throw room.rejection(for: shortage, of: caller.system) }
        let payloads = leased.reduce(0) { $0 + $1.payload.count }
        place.settle(at: payloads)
        guard var response = await documents.answer(with: leased, to: call) else { return nil }
        // The place is kept as long as the answer is in memory, which may be much longer than what was sent.
        place.settle(at: max(payloads, response.body.count))
        response.keepsake = Keepsake(place)
        return response
    }

    /// Leases for a caller that is still there and may hold more; any other passes on the call by which it was woken.
    private func take(
        from source: LeaseSource, by caller: Identity, _ wish: Wish, in place: LeasePlace
    ) async throws(Rejection) -> [LeasedDelivery] {
        do throws(Rejection) {
            // Nothing is offered to one that has gone already.
            if Task.isCancelled {
                queue.passOn(source.destinations, sparingCompulsoryAt: source.spared)
                return []
            }
            try expectRoom(for: caller)
            return try await lease(from: source, by: caller, wish, in: place)
        } catch {
            queue.passOn(source.destinations, sparingCompulsoryAt: source.spared)
            throw error
        }
    }

    private func lease(
        from source: LeaseSource, by caller: Identity, _ wish: Wish, in place: LeasePlace
    ) async throws(Rejection) -> [LeasedDelivery] {
        do {
            return try await queue.lease(
                from: source.destinations, by: caller.system, maximum: wish.maximum, duration: wish.duration,
                sparingCompulsoryAt: source.spared, openLimit: caller.limits.openLeases,
                receipt: { documents.receipts.gaveUp($0) }, room: place.leasingRoom)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }

    /// Refuses a caller that holds as many leases as it may.
    private func expectRoom(for caller: Identity) throws(Rejection) {
        guard let limit = caller.limits.openLeases, queue.openLeases(of: caller.system) >= limit else { return }
        throw Rejection(
            .limitReached,
            "system \(caller.system) holds \(limit) leases, as many as it may; settle or release some first")
    }
}
