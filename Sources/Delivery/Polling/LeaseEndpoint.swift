internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
package import Messages
package import Queues

/// The door through which a unit fetches its deliveries: `POST /v1/queues/{unit}/leases?max=10&wait=20&lease=60`.
///
/// Answers at once when something waits, else when something comes or `wait` seconds are over (long poll, then 204).
package struct LeaseEndpoint: Sendable {
    private let queue: MessageQueue
    private let documents: DeliveryDocuments
    private let isKnown: @Sendable (UnitID) -> Bool
    private let elapsed: @Sendable () -> Double

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - queue: what is leased from.
    ///   - documents: makes the answer of what was leased.
    ///   - isKnown: whether the directory has a unit.
    ///   - elapsed: seconds since any fixed moment, unmoved by changes of the wall clock.
    package init(
        queue: MessageQueue, documents: DeliveryDocuments, isKnown: @escaping @Sendable (UnitID) -> Bool,
        elapsed: @escaping @Sendable () -> Double
    ) {
        self.queue = queue
        self.documents = documents
        self.isKnown = isKnown
        self.elapsed = elapsed
    }

    /// The entry in the table of doors.
    package var door: Door {
        Door("POST", "/v1/queues/{unit}/leases", access: .right(.receive)) { call async throws(Rejection) in
            try await respond(to: call)
        }
    }

    private func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        try call.expectQuery(["max", "wait", "lease"])
        let maximum = try call.number("max", in: 1...Limits.deliveriesPerLease, default: 10)
        let wait = try call.number("wait", in: 0...Limits.longestWait, default: 20)
        let duration = try call.number("lease", in: 1...Limits.longestLease, default: 60)
        let unit = try unit(of: call)
        let deliveries = try await deliveries(
            for: unit, by: call.identity.system, maximum: maximum, wait: Double(wait), duration: duration)
        guard !deliveries.isEmpty else { return APIAnswer.empty(status: 204, for: call) }
        return APIAnswer.response(
            status: 200, root: "leases", .object([("deliveries", .list(item: "delivery", deliveries))]), for: call)
    }

    private func unit(of call: Call) throws(Rejection) -> UnitID {
        guard let text = call.parameters["unit"], let unit = UnitID(text), isKnown(unit) else {
            throw Rejection(.unknownUnit, "the directory has no such unit")
        }
        guard call.identity.may(.receive, for: unit) else {
            throw Rejection(.queueNotYours, "system \(call.identity.system) may not receive for that unit")
        }
        return unit
    }

    /// Leases what there is; else waits for something to come, and tries again until the time is over.
    ///
    /// A poller that has gone away meanwhile gets nothing: what was leased for it is released at once.
    private func deliveries(
        for unit: UnitID, by system: SystemID, maximum: Int, wait: Double, duration: Int
    ) async throws(Rejection) -> [APIValue] {
        let end = elapsed() + wait
        while true {
            let leased = try await lease(from: unit, by: system, maximum: maximum, duration: duration)
            if Task.isCancelled {
                for delivery in leased { _ = try? await queue.release(delivery.lease, by: system, delay: 0) }
                return []
            }
            let documented = await documents.values(for: leased, by: system)
            guard documented.isEmpty else { return documented }
            let remaining = end - elapsed()
            guard remaining > 0, queue.isServing else { return [] }
            await queue.waitForDelivery(in: [Destination(unit)], atMost: remaining)
        }
    }

    private func lease(
        from unit: UnitID, by system: SystemID, maximum: Int, duration: Int
    ) async throws(Rejection) -> [LeasedDelivery] {
        do {
            return try await queue.lease(
                from: [Destination(unit)], by: system, maximum: maximum, duration: duration,
                receipt: { documents.receipts.gaveUp($0) })
        } catch {
            throw Rejection(queueFailure: error)
        }
    }
}
