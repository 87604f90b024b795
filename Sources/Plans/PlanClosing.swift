internal import Messages

/// What the gateway remembers of a `SipClosed`.
struct PlanClosing: Sendable {
    let id: MessageID
    /// The version that it names.
    let refersTo: MessageID?
    let sentAt: Timestamp
    /// Who closes the plan, and in which unit's name.
    let closedBy: StaffIdentity?
    let senderUnit: UnitID
    /// Its place in the order of acceptance.
    let order: UInt64
    var isCancelled: Bool

    init?(_ message: Message, order: UInt64, isCancelled: Bool) {
        guard message.isPlanClosing else { return nil }
        id = message.id
        refersTo = message.refersTo
        sentAt = message.sentAt
        closedBy = message.content.record("closedBy").map { StaffIdentity($0) }
        senderUnit = message.sender.unit
        self.order = order
        self.isCancelled = isCancelled
    }
}
