internal import Dispatch
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues

/// Messages that the gateway has accepted, read back from the disk.
struct StoredMessages: Sendable {
    /// Decoding does not keep the threads of Swift's pool: one asks for many messages at once, and each may be large.
    private static let decoding = DispatchQueue(label: "vaxel.operations.decoding")
    private let queue: MessageQueue
    private let reader = MessageReader()

    init(_ queue: MessageQueue) {
        self.queue = queue
    }

    /// What is wanted of a message; nil when there is none of that id, or it cannot be read back.
    ///
    /// The rules are not asked again: what was accepted stays accepted. The message itself is not kept, so that a case of
    /// many large ones takes no more room than one.
    func read<Wanted: Sendable>(
        _ id: MessageID, _ wanted: @escaping @Sendable (Message) -> Wanted
    ) async -> Wanted? {
        guard let stored = try? await queue.payload(of: id) else { return nil }
        let reader = reader
        return await withCheckedContinuation { continuation in
            Self.decoding.async {
                let message = try? reader.decode(
                    stored.bytes, as: stored.form == .xml ? .xml : .json,
                    charset: MediaType(stored.contentType)?.charset)
                continuation.resume(returning: message.map(wanted))
            }
        }
    }
}
