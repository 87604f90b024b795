internal import Messages

/// An accepted message without its bytes, which stay on disk; never changed.
final class MessageHead: Sendable {
    /// The message, its payload left out.
    let message: IncomingMessage
    let acceptedAt: Timestamp
    /// Bytes of the journal that its record takes, with its bytes.
    let byteCount: Int

    init(_ message: IncomingMessage, acceptedAt: Timestamp, byteCount: Int) {
        self.message = message
        self.acceptedAt = acceptedAt
        self.byteCount = byteCount
    }

    var acceptance: Acceptance {
        Acceptance(of: message, at: acceptedAt)
    }

    /// The lane of a recipient's delivery.
    func lane(of recipient: Int) -> LaneID {
        let destination = message.recipients[recipient].destination
        return LaneID(
            key: message.lane(at: destination), destination: destination, isCompulsory: message.isCompulsory)
    }
}
