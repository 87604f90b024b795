internal import Messages
internal import Queues
internal import Routing

/// The messages that a sender may know of: those that its organisation has sent or been sent.
///
/// To a stranger a message looks like one that does not exist, also when it is referred to.
struct KnownMessages: Sendable {
    private let queue: MessageQueue
    private let directory: Directory
    private let organisation: OrganisationID?

    /// Takes who asks.
    init(queue: MessageQueue, directory: Directory, sender: UnitID) {
        self.queue = queue
        self.directory = directory
        organisation = directory.units[sender]?.organisation
    }

    /// What became of a message that the sender's organisation has a part in; nil of any other.
    subscript(id: MessageID) -> MessageStatus? {
        guard let organisation, let status = queue.status(of: id) else { return nil }
        let units = [status.senderUnit] + status.deliveries.compactMap(\.destination.unit)
        return units.contains { directory.units[$0]?.organisation == organisation } ? status : nil
    }

    /// Whether the sender's organisation sent a message.
    func sent(_ status: MessageStatus) -> Bool {
        (status.senderOrganisation ?? directory.units[status.senderUnit]?.organisation.id) == organisation?.id
    }
}
