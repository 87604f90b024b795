internal import Messages
internal import Queues

/// What is done with each delivery of a destination that the gateway serves itself; `OutboundLoop` says when.
protocol OutboundErrand: Sendable {
    /// What became of an attempt that need not be made again.
    associatedtype Outcome: Sendable

    /// Where the deliveries wait.
    var destination: Destination { get }

    /// Brings a leased delivery to its destination, or finds that it need not or cannot be brought there.
    ///
    /// - Throws: `Hindrance` when it may be brought at another time.
    func attempt(_ delivery: LeasedDelivery) async throws(Hindrance) -> Outcome

    /// Whether an outcome is the destination's word on the delivery, so that it works.
    func isAnswer(_ outcome: Outcome) -> Bool

    /// Has the queue know what became of a delivery.
    func settle(_ delivery: LeasedDelivery, _ outcome: Outcome) async

    /// Counts the attempt at a delivery on which the destination breaks while it takes others; the last one is its death.
    func countAttempt(at delivery: LeasedDelivery) async

    /// Tells the log that nothing goes on for a while.
    func tell(of halt: OutboundHalt)
}

/// Why nothing goes to a destination for a while.
enum OutboundHalt: Hashable, Sendable {
    /// The queue lends nothing, as on a full disk.
    case nothingLent
    /// The destination takes nothing; the next try is in so many seconds.
    case paused(seconds: Double)
}
