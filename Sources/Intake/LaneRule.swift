internal import Messages
internal import Queues

/// Which messages travel in order behind each other.
///
/// Source: interfaces, "Order": a lane is the case, else the patient; receipts have lanes of what they refer to;
/// compulsory care has lanes of its own.
enum LaneRule {
    /// The words that name a message's lane.
    static func words(for message: Message) -> [String] {
        if message.type.isReceipt, let refersTo = message.refersTo {
            return ["receipt", refersTo.description]
        }
        let isCompulsory = message.type.sensitivity == 3
        if let caseID = message.caseID {
            return [isCompulsory ? "compulsory case" : "case", caseID.text]
        }
        if let patient = message.patient {
            return [isCompulsory ? "compulsory patient" : "patient", patient.id]
        }
        return ["message", message.id.description]
    }
}
