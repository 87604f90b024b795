internal import DurableLog
internal import Messages

/// An accepted message without its bytes, which stay on disk.
struct StoredMessage: Hashable {
    /// The message, its payload left out.
    let head: IncomingMessage
    let acceptedAt: Timestamp
    let place: RecordPlace

    var acceptance: Acceptance {
        Acceptance(
            messageID: head.id, acceptedAt: acceptedAt, recipients: head.recipients, warnings: head.warnings)
    }
}
