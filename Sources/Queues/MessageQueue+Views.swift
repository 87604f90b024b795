internal import DurableLog
package import Messages
internal import Synchronization

/// Looking at the queues, and what operators do.
extension MessageQueue {
    /// What is known of the delivery of a lease; nil when there is none.
    package func facts(of lease: LeaseID) -> DeliveryFacts? {
        guarded.withLock { $0.state.facts(of: lease.delivery) }
    }

    /// What has become of a message; nil when none of that id was accepted.
    package func status(of message: MessageID) -> MessageStatus? {
        guarded.withLock { $0.state.status(of: message) }
    }

    /// Deliveries by state.
    package func conservation() -> DeliveryTally {
        guarded.withLock(\.state.tally)
    }

    /// Dead letters in the order of their ids, at most `limit`, behind `after`.
    package func deadLetters(in destinations: Set<Destination>?, after: DeliveryID?, limit: Int) -> [DeadLetter] {
        guarded.withLock { $0.state.deadLetters(in: destinations, after: after, limit: limit) }
    }

    /// A dead letter; nil when the delivery is none.
    package func deadLetter(_ id: DeliveryID) -> DeadLetter? {
        guarded.withLock { $0.state.deadLetter(id) }
    }

    /// Puts a dead letter back into its queue, at the end of its lane.
    package func retryDeadLetter(_ id: DeliveryID, by system: SystemID) async throws(QueueFailure) -> RetryOutcome {
        let at: Timestamp? = guarded.withLock { guarded in
            guard let delivery = guarded.state.deliveries[id], delivery.state == .dead, !delivery.isBusy else { return nil }
            guarded.state.setBusy(id)
            return now(&guarded).wall
        }
        guard let at else { return .notDead }
        return try await write([.redriven(id, at: at, by: system)], urgency: .settlement, busy: [id]) { _ in .redriven }
    }

    /// A message's bytes as its sender sent them; nil when there is no such delivery.
    package func payload(
        of delivery: DeliveryID
    ) async throws(QueueFailure) -> (form: MessageForm, contentType: String, payload: [UInt8])? {
        let place = guarded.withLock { guarded in
            guarded.state.deliveries[delivery].flatMap { guarded.state.messages[$0.message]?.place }
        }
        guard let place else { return nil }
        let message = try await message(at: place)
        return (message.form, message.contentType, message.payload)
    }
}
