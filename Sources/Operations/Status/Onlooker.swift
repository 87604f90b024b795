internal import AccessControl
internal import Messages
internal import Queues

/// One who asks what has become of messages: which exist for them, and what of each they may be told.
struct Onlooker {
    private let identity: Identity

    init(_ identity: Identity) {
        self.identity = identity
    }

    /// The system that asks.
    var system: SystemID { identity.system }

    /// Whether they watch over all units.
    var operatesEverywhere: Bool { identity.mayEverywhere(.operate) }

    /// Whether they act for a unit, as its sender or its receiver.
    func actsFor(_ unit: UnitID) -> Bool {
        identity.may(.send, for: unit) || identity.may(.receive, for: unit)
    }

    // MARK: One message

    /// Whether the status of a message exists for them: they sent it, were sent it, have it pushed to them, or operate
    /// everywhere.
    ///
    /// A receipt was sent by those who receive for its unit: a kvittens is given with that right alone.
    func hasPart(in message: MessageStatus) -> Bool {
        isSender(of: message) && mayHandle(message, as: message.senderUnit)
            || message.units.contains { identity.may(.receive, for: $0) && mayHandle(message, as: $0) }
            || message.deliveries.contains { $0.destination.system == identity.system }
            || maySeeAsOperator(message)
    }

    /// Whether they are told what a receiver wrote: its sender, the receiver itself and operators are, other receivers
    /// not.
    func isTold(of delivery: DeliveryStatus, in message: MessageStatus) -> Bool {
        isSender(of: message) || operatesEverywhere
            || delivery.destination.unit.map { identity.may(.receive, for: $0) } ?? false
            || delivery.destination.system == identity.system
    }

    // MARK: Messages of a case

    /// Whether a message of a case exists for them.
    func maySee(_ message: MessageStatus) -> Bool {
        actsForAny([message.senderUnit] + message.reachedUnits, message) || maySeeAsOperator(message)
    }

    /// Whether a unit that they act for sent the message or was sent it, so that what it says is theirs to know.
    ///
    /// A unit that it was cancelled for before it was offered has not been told it, and one that has said that it was not for
    /// it is not told any more.
    func mayRead(_ message: MessageStatus) -> Bool {
        let hidden = message.misdirectedUnits
        return actsForAny([message.senderUnit] + message.reachedUnits.filter { !hidden.contains($0) }, message)
    }

    // MARK: Steps

    private func actsForAny(_ units: [UnitID], _ message: MessageStatus) -> Bool {
        units.contains { actsFor($0) && mayHandle(message, as: $0) }
    }

    private func isSender(of message: MessageStatus) -> Bool {
        identity.may(.send, for: message.senderUnit)
            || message.isReceipt && identity.may(.receive, for: message.senderUnit)
    }

    private func maySeeAsOperator(_ message: MessageStatus) -> Bool {
        operatesEverywhere && (!message.isCompulsory || identity.mayEverywhere(.compulsory))
    }

    private func mayHandle(_ message: MessageStatus, as unit: UnitID) -> Bool {
        !message.isCompulsory || identity.may(.compulsory, for: unit)
    }
}

extension MessageStatus {
    /// The units that it was sent to, or passed on to.
    var units: [UnitID] { deliveries.compactMap(\.destination.unit) + forwardings.map(\.to) }

    /// The units that have said that it was not for them, and have it in no other way.
    var misdirectedUnits: [UnitID] {
        let forwarded = forwardings.map(\.to)
        return deliveries.filter { $0.misdirection != nil }.compactMap(\.destination.unit)
            .filter { !forwarded.contains($0) }
    }

    /// The units that have it or are to have it: not those for which it was cancelled before it was offered.
    var reachedUnits: [UnitID] {
        deliveries.filter { $0.state != .cancelled || $0.firstOfferedAt != nil }.compactMap(\.destination.unit)
            + forwardings.map(\.to)
    }

    /// Whether it is about compulsory care.
    fileprivate var isCompulsory: Bool { MessageSecrecy.isCompulsory(type) }
}
