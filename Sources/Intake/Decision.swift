internal import Messages
internal import Queues
internal import Routing

/// What intake has found out about a message: who gets it, what its sender should know, and what it does to others.
struct Decision: Sendable {
    var recipients: [RoutedRecipient] = []
    /// Paths are JSON Pointers.
    var warnings: [Problem] = []
    var effect: MessageEffect?
    var patient: PatientKey?
    var senderOrganisation: UnitID?
    /// The document at 1177 that it is about.
    var documentID: String?
}
