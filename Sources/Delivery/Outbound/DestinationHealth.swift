internal import Messages
internal import Queues

/// Whether a destination takes deliveries, as the answers to one delivery at a time tell.
///
/// While it does not, everything waits: a pause that grows with each failure in a row, one try after each pause, and no
/// attempt counted. A delivery that fails while others succeed before and after it is at fault itself: its attempt is
/// counted, so that it cannot stand in the way for ever.
struct DestinationHealth: Sendable {
    /// Whose fault a failure is taken to be.
    enum Blame: Hashable {
        /// The destination's: wait so many seconds, and count no attempt.
        case destination(pause: Double)
        /// The delivery's: count the attempt, and go on with others.
        case delivery
    }

    private let pace: RetryPace
    private var failures = 0
    private var since: Timestamp?
    private var successes: UInt64 = 0
    /// Deliveries that have failed, by how many successes there had been then.
    private var suspects: [DeliveryID: UInt64] = [:]

    init(pace: RetryPace) {
        self.pace = pace
    }

    /// Notes that the destination has said something of a delivery: it took it, or refused it alone.
    mutating func noteAnswer(to delivery: DeliveryID) {
        failures = 0
        since = nil
        successes += 1
        suspects[delivery] = nil
    }

    /// Notes a failure, and judges it.
    ///
    /// - Parameters:
    ///   - hindrance: what hindered.
    ///   - delivery: what was tried; nil when not even that was come by.
    ///   - now: the wall clock.
    ///   - chance: a random number from 0 to 1, by which pauses are spread.
    /// - Returns: whose fault it is.
    mutating func noteFailure(
        _ hindrance: Hindrance, of delivery: DeliveryID?, at now: Timestamp, chance: Double
    ) -> Blame {
        if let delivery {
            let before = suspects[delivery]
            // More suspects than that are no suspects.
            if suspects.count >= Limits.suspects { suspects = [:] }
            suspects[delivery] = successes
            if hindrance == .failing, failures == 0, let before, successes > before { return .delivery }
        }
        failures += 1
        since = since ?? now
        let wished = if case .busy(let seconds) = hindrance { min(seconds ?? 0, pace.longest) } else { 0.0 }
        return .destination(pause: max(pace.delay(after: failures, chance: chance), wished))
    }

    /// The outage that a pause of so many seconds belongs to; nil while there is none.
    func outage(pausing seconds: Double, at now: Timestamp) -> DestinationOutage? {
        since.map { DestinationOutage(since: $0, failures: failures, nextTryAt: now.adding(seconds: seconds)) }
    }
}
