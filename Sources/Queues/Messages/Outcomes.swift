package import Messages

/// What became of a wish to settle a lease.
package enum SettleOutcome: Hashable, Sendable {
    case settled
    /// The same lease had settled it before; nothing changed.
    case alreadySettled
    /// The lease is none any more.
    case lost(LeaseLoss)
}

/// What became of a wish to hold a lease longer.
package enum RenewOutcome: Hashable, Sendable {
    case renewed(until: Timestamp)
    case lost(LeaseLoss)
}

/// What happened to a lease that is none any more.
package enum LeaseLoss: Hashable, Sendable, CustomStringConvertible {
    /// No such delivery or offer is known, or another system has it.
    case unknown
    /// It ended, and the delivery was offered again since.
    case leasedAgain
    /// The delivery was completed by another lease.
    case completedMeanwhile
    /// The delivery was given up.
    case givenUp
    /// It ended; the delivery waits for another try.
    case ended

    package var description: String {
        switch self {
        case .unknown: "no such lease is known; lease again"
        case .leasedAgain: "the lease ended, and the delivery has been leased again since"
        case .completedMeanwhile: "the lease ended, and the delivery was completed by a later one"
        case .givenUp: "the delivery was given up; it is a dead letter"
        case .ended: "the lease ended; the delivery waits for another try"
        }
    }
}

/// What became of a wish to try a dead letter again.
package enum RetryOutcome: Hashable, Sendable {
    /// It waits in its queue again.
    case redriven
    /// It is no dead letter.
    case notDead
}

/// Deliveries by state; the sum of them all is what was created.
package struct DeliveryTally: Hashable, Sendable {
    package var created = 0
    package var waiting = 0
    package var leased = 0
    package var retrying = 0
    package var completed = 0
    package var dead = 0

    /// Created less all that is accounted for: anything but 0 is a fault.
    package var difference: Int { created - waiting - leased - retrying - completed - dead }
}
