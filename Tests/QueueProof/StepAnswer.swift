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
    case moved
    case notDead
    /// The queue threw.
    case failed(QueueFailure)

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
