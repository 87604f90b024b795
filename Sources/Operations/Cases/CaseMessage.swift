internal import Messages
internal import Queues

/// A message of a case, with as much of it as its onlooker is to know.
struct CaseMessage: Sendable {
    /// What is known of its milestones' facts.
    enum Reading: Sendable {
        /// It is no milestone, the onlooker only operates, or it was about the wrong patient.
        case withheld
        /// It cannot be read back from the disk.
        case unreadable
        /// What it says.
        case read(MilestoneFacts)
    }

    let status: MessageStatus
    let reading: Reading

    var id: MessageID { status.acceptance.messageID }
    /// Its type; nil when this version does not know it.
    var type: MessageType? { MessageCatalogue.standard.type(named: status.type) }
    /// The steps that it tells of.
    var steps: [Milestone.Step] { type?.milestone?.steps ?? [] }
}
