internal import Messages

/// An accepted message without its bytes, which stay on disk; never changed.
final class MessageHead: Sendable {
    /// The message, its payload left out.
    let message: IncomingMessage
    let acceptedAt: Timestamp

    init(_ message: IncomingMessage, acceptedAt: Timestamp) {
        self.message = message
        self.acceptedAt = acceptedAt
    }

    var acceptance: Acceptance {
        Acceptance(
            messageID: message.id, acceptedAt: acceptedAt, recipients: message.recipients, warnings: message.warnings)
    }

    /// The lane of a recipient's delivery.
    func lane(of recipient: Int) -> LaneID {
        let destination = message.recipients[recipient].destination
        return LaneID(
            key: message.lane(at: destination), destination: destination, isCompulsory: message.isCompulsory)
    }
}
