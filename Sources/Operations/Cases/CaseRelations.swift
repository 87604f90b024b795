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

    /// What a change of parties says of a unit.
    private struct Leaving {
        let from: Timestamp
        /// False when the unit comes.
        let isRemoved: Bool
    }

    /// When the first message was accepted; nil without one.
    private(set) var openedAt: Timestamp?
    /// The units that sent or were sent the messages, or joined by one of them, in the order in which they came in.
    private(set) var arrivals: [Arrival] = []
    private var arrived: Set<UnitID> = []
    /// What the last change of parties says of each unit that any names.
    private var leavings: [UnitID: Leaving] = [:]
    private var replacements: [Subject: MessageID] = [:]
    private var withdrawals: [Subject: MessageID] = [:]

    /// What messages say, given in the order of acceptance.
    ///
    /// - Parameters:
    ///   - messages: the messages.
    ///   - openedAt: when the first of the case was accepted, where it is not the first of these.
    init(of messages: some Sequence<MessageStatus> = [], openedAt: Timestamp? = nil) {
        self.openedAt = openedAt
        for message in messages { note(message) }
    }

    /// Adds what one more message says, accepted after the others.
    mutating func note(_ message: MessageStatus) {
        if openedAt == nil { openedAt = message.acceptance.acceptedAt }
        let change = message.cancellation == nil ? message.effect?.partyChange : nil
        if let change { note(change) }
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
        leavings[unit].flatMap { $0.isRemoved ? $0.from : nil }
    }

    /// The change that holds from the latest moment counts, of two of one moment the one that was accepted later.
    private mutating func note(_ change: PartyChange) {
        let named = change.added.map { ($0.unit, false) } + change.removed.map { ($0, true) }
        for (unit, isRemoved) in named where leavings[unit].map({ $0.from <= change.from }) ?? true {
            leavings[unit] = Leaving(from: change.from, isRemoved: isRemoved)
        }
    }
}
