internal import HTTPDoors
internal import Messages
internal import Queues
internal import Routing

/// What is asked of a message that changes the parties of a case: who may do that.
///
/// A ward does, and the organisation of whoever coordinates; while nobody is known to, the one that opened the case. One who
/// opens a case thereby does what it likes there. Source: catalogue, PartyChanged.
struct PartyChecks {
    private let message: Message
    private let directory: Directory

    /// Takes the message, and what knows the units.
    init(_ message: Message, directory: Directory) {
        self.message = message
        self.directory = directory
    }

    /// Refuses a change by another.
    ///
    /// - Parameters:
    ///   - ownCase: the case of the message; nil when it opens one.
    ///   - coordinators: the units of those who coordinate in it.
    /// - Throws: `Rejection` with the place of the sending unit.
    func check(in ownCase: CaseFacts?, coordinators: [UnitID]) throws(Rejection) {
        guard message.type == .partyChanged, let ownCase, let sender = directory.units[message.sender.unit],
            !sender.kind.isInpatientCare
        else { return }
        let organisations =
            coordinators.isEmpty
            ? [ownCase.opener].compactMap(\.self) : coordinators.compactMap { directory.units[$0]?.organisation.id }
        guard organisations.contains(sender.organisation.id) else {
            throw Rejection(
                .partiesByOther, "the sending unit is no ward, and its organisation does not coordinate the case",
                path: "/sender/unit")
        }
    }
}
