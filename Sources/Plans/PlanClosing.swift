internal import Messages

/// What the gateway remembers of a `SipClosed`.
struct PlanClosing: Sendable {
    let id: MessageID
    /// The version that it names.
    let refersTo: MessageID?
    let sentAt: Timestamp
    /// Its place among the versions and closings of its plan, in the order in which they were noted.
    let order: Int
    var isCancelled: Bool

    init?(_ message: Message, order: Int, isCancelled: Bool) {
        guard message.isPlanClosing else { return nil }
        id = message.id
        refersTo = message.refersTo
        sentAt = message.sentAt
        self.order = order
        self.isCancelled = isCancelled
    }
}
