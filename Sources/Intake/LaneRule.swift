internal import Messages
internal import Queues

/// Which messages outside of a case travel in order behind each other; a case is a lane by itself, which the queues know.
///
/// Source: interfaces, "Order": a lane is the case, else the patient; receipts have lanes of what they refer to;
/// compulsory care has lanes of its own.
enum LaneRule {
    /// The words that name a message's lane.
    static func words(for message: Message) -> [String] {
        if message.type.isReceipt, let refersTo = message.refersTo {
            return Fingerprints.receiptLane(of: refersTo)
        }
        guard let patient = message.patient?.id else { return ["message", message.id.description] }
        return [message.type.isCompulsory ? "compulsory patient" : "patient", patient]
    }
}
