import Messages
import Plans

extension PlanRegister {
    /// Notes messages in this order, as intake does: a cancellation holds from when it is on disk.
    func note(all messages: [Message]) {
        var cancelled: Set<MessageID> = []
        for message in messages {
            if message.type == .messageCancelled, let original = message.refersTo { cancelled.insert(original) }
            note(message) { cancelled.contains($0) }
        }
    }
}
