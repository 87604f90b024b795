package import Messages
internal import Synchronization

extension MessageQueue {
    /// The accepted messages of a type, in the order of acceptance; for filling at start what is kept in memory.
    package func messages(ofType type: String) -> [MessageID] {
        guarded.withLock { guarded in
            guarded.state.messages.filter { $0.value.head.type == type }.sorted { $0.key < $1.key }.map(\.value.head.id)
        }
    }
}
