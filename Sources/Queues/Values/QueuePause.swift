package import Messages

/// That an operator has a queue offer nothing for a while; what is out stays out, and what comes waits.
package struct QueuePause: Hashable, Sendable {
    /// When it began.
    package let since: Timestamp
    /// Who asked for it.
    package let by: SystemID
    /// Why, in the operator's words; without any value of a message.
    package let reason: String

    init(since: Timestamp, by: SystemID, reason: String) {
        self.since = since
        self.by = by
        self.reason = reason
    }
}

/// That a destination takes nothing at the moment, as the one who brings it deliveries has found; it ends by itself.
///
/// Not kept over a start: the next try after it finds out again.
package struct DestinationOutage: Hashable, Sendable {
    /// When the first try failed.
    package let since: Timestamp
    /// Tries that have failed in a row.
    package let failures: Int
    /// About when the next try is made.
    package let nextTryAt: Timestamp

    /// Takes since when, how often, and when next.
    package init(since: Timestamp, failures: Int, nextTryAt: Timestamp) {
        self.since = since
        self.failures = failures
        self.nextTryAt = nextTryAt
    }
}
