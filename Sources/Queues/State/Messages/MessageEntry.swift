internal import Messages

/// An accepted message, and what has happened to it since.
struct MessageEntry: Sendable {
    /// The number of its record in the journal.
    let sequence: UInt64
    let stored: MessageHead
    var cancellation: Cancellation?
    var forwardings: [Forwarding] = []
    /// In the order of its recipients; none for a recipient that was skipped.
    var deliveries: [Delivery]
    /// Whether anything has happened to it since it was accepted, so that its record alone does not tell how it is.
    var isTouched = false

    /// Takes a message as it is when it has just been accepted.
    init(_ stored: MessageHead, sequence: UInt64) {
        self.sequence = sequence
        self.stored = stored
        deliveries = stored.message.recipients.indices.filter { stored.message.recipients[$0].state == .queued }.map {
            Delivery(
                id: DeliveryID(message: sequence, recipient: UInt32($0)), lane: stored.lane(of: $0),
                availableAt: stored.acceptedAt)
        }
    }

    var head: IncomingMessage { stored.message }
    var acceptedAt: Timestamp { stored.acceptedAt }
    var acceptance: Acceptance { stored.acceptance }

    /// Whether a step of one of its deliveries is on its way to the disk, which the disk does not tell.
    var isReserved: Bool { deliveries.contains(where: \.isReserved) }

    func delivery(_ id: DeliveryID) -> Delivery? {
        deliveries.first { $0.id == id }
    }

    func index(of id: DeliveryID) -> Int? {
        deliveries.firstIndex { $0.id == id }
    }
}
