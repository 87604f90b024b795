internal import DurableLog
internal import Messages

/// An accepted message without its bytes, which stay on disk.
struct StoredMessage: Hashable {
    /// The message, its payload left out.
    let head: IncomingMessage
    let acceptedAt: Timestamp
    let place: RecordPlace
    var cancellation: Cancellation?
    var forwardings: [Forwarding] = []

    /// Where it is, and how it is to be read.
    var location: MessageLocation { MessageLocation(place: place, kind: head.recordKind) }

    var acceptance: Acceptance {
        Acceptance(
            messageID: head.id, acceptedAt: acceptedAt, recipients: head.recipients, warnings: head.warnings)
    }
}

/// Where the journal has a message, and of which kind its record is.
struct MessageLocation: Hashable {
    let place: RecordPlace
    let kind: UInt8
}
