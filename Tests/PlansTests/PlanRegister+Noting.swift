import Messages
import Plans

extension PlanRegister {
    /// Notes messages in this order, as intake does: a cancellation holds from when it is on disk.
    func note(all messages: [Message]) {
        var cancelled: Set<MessageID> = []
        for (order, message) in messages.enumerated() {
            if message.type == .messageCancelled, let original = message.refersTo { cancelled.insert(original) }
            note(message, order: UInt64(order)) { cancelled.contains($0) }
        }
    }
}
