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
            return Fingerprints.receiptLane(of: refersTo)
        }
        let isCompulsory = message.type.sensitivity == 3
        // The patient is part of it: a case has one patient, and another organisation may use the same id for its own.
        let patient = message.patient?.id ?? ""
        if let caseID = message.caseID {
            return [isCompulsory ? "compulsory case" : "case", caseID.text, patient]
        }
        if !patient.isEmpty {
            return [isCompulsory ? "compulsory patient" : "patient", patient]
        }
        return ["message", message.id.description]
    }
}
