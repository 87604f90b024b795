internal import Messages
internal import Queues

/// What the messages of a case say of each other and of its parties, whichever page they stand on: who came and left, what
/// takes the place of what, and what takes it back.
///
/// Only messages that the onlooker may see are told to it. Pure.
struct CaseRelations {
    /// How a unit came into the case.
    struct Arrival {
        let unit: UnitID
        /// When the message was accepted by which it came.
        let since: Timestamp
        /// What it was called then, if it was a recipient.
        let name: String?
    }

    /// A message as its own organisation speaks of it; what another's says of it counts for nothing.
    private struct Subject: Hashable {
        let message: MessageID
        let organisation: UnitID?

        init(_ message: MessageID, as organisation: UnitID?) {
            self.message = message
            self.organisation = organisation
        }

        init(_ message: MessageStatus) {
            self.init(message.acceptance.messageID, as: message.senderOrganisation)
        }
    }

    /// When the first message was accepted; nil without one.
    private(set) var openedAt: Timestamp?
    /// The units that sent or were sent the messages, or joined by one of them, in the order in which they came in.
    private(set) var arrivals: [Arrival] = []
    private var arrived: Set<UnitID> = []
    /// In the order of acceptance.
    private var partyChanges: [PartyChange] = []
    private var replacements: [Subject: MessageID] = [:]
    private var withdrawals: [Subject: MessageID] = [:]

    /// What messages say, given in the order of acceptance.
    init(of messages: some Sequence<MessageStatus> = []) {
        for message in messages { note(message) }
    }

    /// Adds what one more message says, accepted after the others.
    mutating func note(_ message: MessageStatus) {
        if openedAt == nil { openedAt = message.acceptance.acceptedAt }
        let change = message.cancellation == nil ? message.effect?.partyChange : nil
        if let change { partyChanges.append(change) }
        for unit in [message.senderUnit] + message.reachedUnits + (change?.added.map(\.unit) ?? [])
        where arrived.insert(unit).inserted {
            let name = message.acceptance.recipients.first { $0.destination.unit == unit }?.name
            arrivals.append(Arrival(unit: unit, since: message.acceptance.acceptedAt, name: name))
        }
        guard message.cancellation == nil else { return }
        if let replaced = message.replaces {
            replacements[Subject(replaced, as: message.senderOrganisation)] = message.acceptance.messageID
        }
        let steps = MessageCatalogue.standard.type(named: message.type)?.milestone?.steps ?? []
        if let subject = message.refersTo, steps.contains(.readyWithdrawn) {
            let subject = Subject(subject, as: message.senderOrganisation)
            if withdrawals[subject] == nil { withdrawals[subject] = message.acceptance.messageID }
        }
    }

    /// The latest message of the same organisation that takes the place of one, and was not cancelled itself.
    func replacement(of message: MessageStatus) -> MessageID? {
        replacements[Subject(message)]
    }

    /// The first message of the same organisation that takes back the notice that the patient is ready, and was not
    /// cancelled itself.
    func withdrawal(of message: MessageStatus) -> MessageID? {
        withdrawals[Subject(message)]
    }

    /// When a unit leaves or has left the case, by the last change of parties that names it; nil while it stays.
    func leaving(of unit: UnitID) -> Timestamp? {
        let changes = partyChanges.enumerated().filter { _, change in
            change.removed.contains(unit) || change.added.contains { $0.unit == unit }
        }
        let last = changes.max { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }?.element
        return last.flatMap { $0.removed.contains(unit) ? $0.from : nil }
    }
}
