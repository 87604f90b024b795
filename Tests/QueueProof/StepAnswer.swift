package import Queues

/// What a queue answered to a step.
package enum StepAnswer: Hashable, Sendable {
    /// The step speaks of what is not there, and was left out.
    case skipped
    case done
    case accepted
    case duplicate
    case conflict(AcceptConflict)
    case leased([Offered])
    case renewed
    case settled
    case alreadySettled
    case lost(LeaseLoss)
    /// Leases that were ended, and in which order deliveries were given up thereby.
    case lapsed(Int, died: [DeliveryName])
    /// Receipts that were ended.
    case expired(Int)
    case moved
    case notDead
    /// A dead letter of which the disk gives nothing back.
    case unreadable
    /// The queue did not open, for what is damaged; then that was put back, and it opened.
    case refused
    /// The queue threw.
    case failed(QueueFailure)

    /// A delivery that was given up since the disk has damaged its message.
    package struct GivenUp: Hashable, Sendable {
        package let delivery: DeliveryName
        /// Whether nothing of the message was in memory either.
        package let isLost: Bool
    }

    /// A delivery as it was handed out.
    package struct Offered: Hashable, Sendable {
        package let offer: OfferName
        package let attempt: Int
        package let missingBefore: [MessageName]
        package let overtakenBy: [MessageName]
        package let isOriginalOffered: Bool?
        /// Whether the payload is that of the message.
        package let isWhole: Bool
    }
}
