package import Messages

/// An operator's wish that what a queue's receiver has completed comes again.
package struct ReplayOrder: Hashable, Sendable {
    /// Whose deliveries.
    package let destination: Destination
    /// Those of messages accepted from this moment on.
    package let from: Timestamp
    /// And until this moment, itself among them; later than now means now.
    package let to: Timestamp
    /// Who asks for it.
    package let by: SystemID
    /// Why, in the operator's words; without any value of a message.
    package let reason: String

    /// Takes whose, from when until when, who and why.
    package init(destination: Destination, from: Timestamp, to: Timestamp, by: SystemID, reason: String) {
        self.destination = destination
        self.from = from
        self.to = to
        self.by = by
        self.reason = reason
    }

    /// Whether the other order asks for the same again, by whomever and why ever.
    func isSame(as other: Self) -> Bool {
        destination == other.destination && from == other.from && to == other.to
    }
}

/// How far a replay has come.
package struct ReplayProgress: Hashable, Sendable {
    /// Its name: the place of its order in the journal.
    package let id: UInt64
    /// What was asked for.
    package let order: ReplayOrder
    /// When the disk was asked to keep the order.
    package let orderedAt: Timestamp
    /// Deliveries that have been put into the queue again.
    package let released: Int
    /// Of those, how many their receiver has taken again.
    package let completed: Int
    /// Of those, how many were given up; they stay completed, as they were.
    package let givenUp: Int
    /// Of those, how many were cancelled, or found to be not for their receiver, before they were taken again.
    package let withdrawn: Int
    /// Deliveries of the order's range that do not come again since their messages' bytes have been dropped in their time.
    ///
    /// Messages of which nothing is known any more are not among them.
    package let dropped: Int
    /// Numbers of records that could not be read, in order: messages among them do not come again.
    package let unread: [ClosedRange<UInt64>]
    /// When the last one was through; nil while it runs.
    package let endedAt: Timestamp?

    /// Deliveries that wait for their receiver, or are with it.
    package var open: Int { released - completed - givenUp - withdrawn }
}

/// What became of an order to replay.
package enum ReplayOutcome: Hashable, Sendable {
    /// The disk has the order; deliveries come from now on.
    case ordered(ReplayProgress)
    /// The same order runs already; nothing was stored.
    case running(ReplayProgress)
    /// Another order runs at this queue; nothing was stored.
    case busy(ReplayProgress)
}
