internal import AccessControl
internal import HTTPDoors
internal import Messages
internal import Queues
internal import Routing

/// The messages that a sender may know of: those that its organisation has sent or been sent, and of compulsory care only
/// when the sender may handle it.
///
/// To a stranger a message looks like one that does not exist, also when it is referred to. A class, since many checks of one
/// message share it.
final class KnownMessages: Sendable {
    private let queue: QueueMemory
    private let directory: Directory
    private let organisation: OrganisationID?
    private let sender: UnitID
    private let identity: Identity
    private let moment: Timestamp

    /// Takes who asks, and when.
    init(queue: QueueMemory, directory: Directory, sender: UnitID, identity: Identity, at moment: Timestamp) {
        self.queue = queue
        self.directory = directory
        organisation = directory.units[sender]?.organisation
        self.sender = sender
        self.identity = identity
        self.moment = moment
    }

    /// What became of a message that the sender's organisation, or a unit that it is on call for, has a part in; nil of any
    /// other, and of none.
    ///
    /// - Throws: `Rejection` when the disk does not tell.
    func status(of id: MessageID?) throws(Rejection) -> MessageStatus? {
        guard let organisation, let id, let status = try queue.status(of: id) else { return nil }
        // A type that this version does not know may be of compulsory care.
        let isCompulsory = MessageCatalogue.standard.type(named: status.type)?.isCompulsory ?? true
        guard !isCompulsory || identity.may(.compulsory, for: sender) else { return nil }
        // The units that the sender is on call for; most messages refer to none, and then nobody asks.
        let covered = directory.unitsCovered(by: sender, at: moment)
        let units = [status.senderUnit] + status.deliveries.compactMap(\.destination.unit)
        return units.contains { covered.contains($0) || directory.units[$0]?.organisation == organisation }
            ? status : nil
    }

    /// Whether a message is about a patient, or nothing speaks against it.
    ///
    /// A reserve number may have become a personnummer meanwhile, so it contradicts nothing; and in one case all ids are one
    /// person's.
    func areOne(_ patient: PatientKey?, _ status: MessageStatus) throws(Rejection) -> Bool {
        guard let patient, let other = status.patient, patient != other, !patient.isReserve, !other.isReserve else {
            return true
        }
        guard let key = status.caseKey else { return false }
        let patients = try queue.facts(of: key)?.patients ?? []
        return patients.contains(patient) && patients.contains(other)
    }

    /// Whether a message is one that the sender may know of, or may still come.
    func isOpen(_ id: MessageID) throws(Rejection) -> Bool {
        if try status(of: id) != nil { return true }
        return try queue.status(of: id) == nil
    }

    /// Whether the sender's organisation sent a message.
    func sent(_ status: MessageStatus) -> Bool {
        (status.senderOrganisation ?? directory.units[status.senderUnit]?.organisation.id) == organisation?.id
    }
}
