internal import DurableLog
package import Messages
internal import Synchronization

extension MessageQueue {
    /// Leases what waits, at once; nothing when nothing does.
    ///
    /// The offers are on disk before a payload is read, so that evidence of them outlives a crash.
    ///
    /// - Parameters:
    ///   - destinations: taken from in turn.
    ///   - duration: seconds.
    /// - Throws: `QueueFailure`; what was offered then lapses by itself.
    package func lease(
        from destinations: [Destination], by system: SystemID, maximum: Int, duration: Int
    ) async throws(QueueFailure) -> [LeasedDelivery] {
        let (taken, at) = guarded.withLock { guarded in
            let now = now(&guarded)
            guarded.state.promoteDue(now.boot)
            return (guarded.state.takeReady(from: destinations, maximum: maximum), now.wall)
        }
        guard !taken.isEmpty else {
            if let failure { throw failure }
            return []
        }
        let offers = taken.map { QueueRecord.offered(LeaseID(delivery: $0.id, offer: $0.offers + 1), to: system, at: at) }
        let leases = try await write(offers, urgency: .settlement, busy: taken.map(\.id)) { guarded in
            let now = self.now(&guarded)
            return taken.compactMap { Self.begin($0.id, duration: duration, now: now, in: &guarded) }
        }
        var deliveries: [LeasedDelivery] = []
        for lease in leases {
            deliveries.append(lease.delivery(with: try await message(at: lease.place)))
        }
        return deliveries
    }

    /// What is known of a lease before its payload is read.
    private struct Begun: Sendable {
        let facts: DeliveryFacts
        let lease: LeaseID
        let expires: Timestamp
        let attempt: Int
        let enqueuedAt: Timestamp
        let missingBefore: [MessageID]
        let overtakenBy: [MessageID]
        let place: MessagePlace

        func delivery(with message: IncomingMessage) -> LeasedDelivery {
            LeasedDelivery(
                facts: facts, lease: lease, leaseExpiresAt: expires, attempt: attempt, enqueuedAt: enqueuedAt,
                missingBefore: missingBefore, overtakenBy: overtakenBy, form: message.form,
                contentType: message.contentType, payload: message.payload, traceparent: message.traceparent)
        }
    }

    private static func begin(_ id: DeliveryID, duration: Int, now: Moment, in guarded: inout Guarded) -> Begun? {
        guarded.state.setLeaseEnd(id, now.boot + UInt64(duration) * 1_000_000_000)
        guard let delivery = guarded.state.deliveries[id], let facts = guarded.state.facts(of: id),
            let place = guarded.state.messages[delivery.message]?.place
        else { return nil }
        return Begun(
            facts: facts, lease: delivery.lease, expires: now.wall.adding(seconds: Double(duration)),
            attempt: delivery.failedAttempts + 1, enqueuedAt: delivery.availableAt,
            missingBefore: guarded.state.missingBefore(delivery), overtakenBy: delivery.overtakenBy, place: place)
    }

    /// Holds a lease longer, counted from now. Not logged: a restart ends every lease.
    package func renew(_ lease: LeaseID, by system: SystemID, duration: Int) -> RenewOutcome {
        guarded.withLock { guarded in
            let now = now(&guarded)
            switch guarded.state.verdict(on: lease, by: system, as: .completed) {
            case .mayBeSettled(let delivery) where delivery.state == .leased && delivery.leaseEnd > now.boot:
                guarded.state.setLeaseEnd(delivery.id, now.boot + UInt64(duration) * 1_000_000_000)
                return .renewed(until: now.wall.adding(seconds: Double(duration)))
            case .mayBeSettled, .busy: return .lost(.ended)
            case .alreadySettled: return .lost(.completedMeanwhile)
            case .lost(let loss): return .lost(loss)
            }
        }
    }
}
