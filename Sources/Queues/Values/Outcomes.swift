package import Messages

/// Why a lease is not good any more.
package enum LeaseLoss: Hashable, Sendable {
    /// No such offer was ever made.
    case unknown
    /// The lease belongs to another system; nothing more may be told.
    case otherSystem
    /// The lease ran out and the delivery has been offered anew.
    case offeredAnew
    /// The same lease was completed before.
    case completed
    /// The same lease was rejected before.
    case rejected
    /// The same lease was given back before.
    case released
    /// The unit has said in a receipt of its own that it accepts the message, which is never taken back.
    case accepted
    /// The delivery was settled otherwise meanwhile: cancelled by its sender, or put aside by an operator.
    case settled
    /// The lease ran out: it cannot be renewed, and of a delivery given up since, only a completion is taken.
    case lapsed
}

/// What became of an answer to a lease.
package enum SettleOutcome: Hashable, Sendable {
    /// It holds, and the disk has it.
    case settled
    /// The same lease gave the same answer before; it held then.
    case alreadySettled
    /// It does not hold; nothing was changed.
    case lost(LeaseLoss)
}

/// What became of a wish for more time.
package enum RenewOutcome: Hashable, Sendable {
    /// The lease is good until about this time, by the wall clock.
    case renewed(until: Timestamp)
    /// The lease cannot be prolonged; nothing was changed.
    case lost(LeaseLoss)
}

/// What became of a wish to put a dead letter aside for good.
package enum DiscardOutcome: Hashable, Sendable {
    /// It is put aside, and the disk has that.
    case discarded
    /// There is no dead letter of that name.
    case notDead
}

/// What became of a wish to try a dead letter again.
package enum RetryOutcome: Hashable, Sendable {
    /// It waits at the end of its lane, and the disk has that.
    case redriven
    /// It is a dead letter still: the disk gives nothing of its message that could be tried again.
    case unreadable
    /// There is no dead letter of that name.
    case notDead
}
