import Messages
import Plans

extension PlanRegister {
    /// The case of all that is noted here.
    static let sampleCase = PlanCase(1)

    /// Notes messages in this order, as intake does: a cancellation holds from when it is on disk.
    func note(all messages: [Message]) {
        var cancelled: Set<MessageID> = []
        for (order, message) in messages.enumerated() {
            if message.type == .messageCancelled, let original = message.refersTo { cancelled.insert(original) }
            note(message, order: UInt64(order), inCase: Self.sampleCase) { cancelled.contains($0) }
        }
    }
}
