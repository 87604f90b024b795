package import Messages
internal import Synchronization

extension MessageQueue {
    /// The accepted messages of some types, in the order of acceptance; for filling at start what is kept in memory.
    package func messages(ofTypes types: Set<String>) -> [MessageID] {
        guarded.withLock { guarded in
            guarded.state.messages.filter { types.contains($0.value.head.type) }.sorted { $0.key < $1.key }.map(
                \.value.head.id)
        }
    }
}
