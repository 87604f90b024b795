internal import LinuxSystem
package import Messages

extension MessageQueue {
    /// The accepted messages of the types that are listed, in the order of acceptance; for filling at start what is kept in
    /// memory of them.
    package func listedMessages() -> [MessageID] {
        guarded.withLock { guarded in
            guarded.state.listed.compactMap { guarded.state.messages[$0]?.head.id }
        }
    }
}
