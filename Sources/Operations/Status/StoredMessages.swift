internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues

/// Messages that the gateway has accepted, read back from the disk.
struct StoredMessages: Sendable {
    private let queue: MessageQueue
    private let reader = MessageReader()

    init(_ queue: MessageQueue) {
        self.queue = queue
    }

    /// What is wanted of a message; nil when there is none of that id, or it cannot be read back.
    ///
    /// The rules are not asked again: what was accepted stays accepted. The message itself is not kept, so that a case of
    /// many large ones takes no more room than one. It is decoded beside the connections' loops, in the turn of the system that
    /// asks.
    func read<Wanted: Sendable>(
        _ id: MessageID, for system: SystemID, _ wanted: @escaping @Sendable (Message) -> Wanted
    ) async -> Wanted? {
        guard let stored = try? await queue.payload(of: id) else { return nil }
        let reader = reader
        return await LargeWork.shared.run(for: system) {
            let message = try? reader.decode(
                stored.bytes, as: stored.form == .xml ? .xml : .json, charset: MediaType(stored.contentType)?.charset)
            return message.map(wanted)
        }
    }
}
