internal import Messages

/// What happens in the queues, as the journal keeps it. Replaying the records in order gives the state again.
enum QueueRecord {
    /// A message was accepted, with its resolved recipients: replay never routes.
    case accepted(IncomingMessage, at: Timestamp)
    /// A delivery was offered to a system; durable before the payload leaves.
    case offered(LeaseID, to: SystemID, at: Timestamp)
    /// The receiver has taken it.
    case completed(LeaseID, at: Timestamp, reference: String?, note: String?)
    /// An attempt ended without an end; the delivery is held back until a time.
    case postponed(LeaseID, at: Timestamp, until: Timestamp, PostponeCause, DeliveryFault?)
    /// The delivery was given up.
    case died(LeaseID, at: Timestamp, DeadLetterCause, DeliveryFault?)
    /// An operator has a dead letter tried again.
    case redriven(DeliveryID, at: Timestamp, by: SystemID)
}

/// Why an attempt ended without an end.
enum PostponeCause: UInt8 {
    /// The receiver could not take it now.
    case rejected = 1
    /// The lease ended without a word.
    case lapsed = 2
    /// The receiver gave it back; no attempt is counted.
    case released = 3

    /// The word in a delivery's history.
    var word: String {
        switch self {
        case .rejected: "rejected"
        case .lapsed: "lapsed"
        case .released: "released"
        }
    }

    /// Whether the policy counts the attempt.
    var countsAsAttempt: Bool {
        switch self {
        case .rejected, .lapsed: true
        case .released: false
        }
    }
}
