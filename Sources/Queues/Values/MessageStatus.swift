package import Messages

/// Where a delivery stands.
package enum DeliveryState: Hashable, Sendable {
    /// It may be leased when its turn in the lane comes.
    case waiting
    /// A poller has it.
    case leased
    /// A failed attempt is followed by another at this time.
    case retrying(at: Timestamp)
    /// It was given up.
    case dead
    /// Its receiver took it.
    case completed
}

/// How an attempt ended.
package enum AttemptOutcome: UInt8, Hashable, Sendable {
    /// It has not ended, or was ended by a restart.
    case open = 0
    case completed = 1
    case rejected = 2
    case failed = 3
    case lapsed = 4
    case released = 5
}

/// One offer of a delivery to a system.
package struct Attempt: Hashable, Sendable {
    package let offer: Int
    package let system: SystemID
    package let offeredAt: Timestamp
    package internal(set) var endedAt: Timestamp?
    package internal(set) var outcome: AttemptOutcome
    package internal(set) var fault: DeliveryFault?
}

/// Why a delivery was given up.
package enum DeathCause: UInt8, Hashable, Sendable {
    /// The receiver said that it will never take it, or the gateway can never give it: the fault's code tells which.
    case rejected = 1
    /// The attempts were used up.
    case attemptsSpent = 2
    /// The time from the first attempt was used up.
    case timeSpent = 3
}

/// What became of a message at one receiver.
package struct DeliveryStatus: Hashable, Sendable {
    package let delivery: DeliveryID
    package let destination: Destination
    package let state: DeliveryState
    package let firstAvailableAt: Timestamp
    package let firstOfferedAt: Timestamp?
    package let settledAt: Timestamp?
    package let attempts: [Attempt]
    /// The receiver's own reference, given when it completed.
    package let reference: String?
    /// The receiver's note, given when it completed.
    package let note: String?
    package let death: DeathCause?
}

/// What became of a message.
package struct MessageStatus: Hashable, Sendable {
    package let acceptance: Acceptance
    package let type: String
    package let version: Int
    package let senderUnit: UnitID
    package let senderSystem: SystemID
    package let caseID: CaseID?
    package let refersTo: MessageID?
    package let sentAt: Timestamp
    package let isReceipt: Bool
    package let deliveries: [DeliveryStatus]
}

/// A delivery that was given up.
package struct DeadLetter: Hashable, Sendable {
    package let facts: DeliveryFacts
    package let diedAt: Timestamp
    package let cause: DeathCause
    /// The last fault.
    package let fault: DeliveryFault
    package let attempts: [Attempt]
    package let firstAvailableAt: Timestamp
}

/// What waits at one destination.
package struct QueueDepth: Hashable, Sendable {
    package let destination: Destination
    package let waiting: Int
    package let leased: Int
    package let retrying: Int
    package let dead: Int
    /// When the oldest delivery that is neither completed nor dead became available.
    package let oldest: Timestamp?
}

/// The sum that must come out: every delivery made is in exactly one state.
package struct Conservation: Hashable, Sendable {
    package internal(set) var created = 0
    package internal(set) var completed = 0
    package internal(set) var waiting = 0
    package internal(set) var leased = 0
    package internal(set) var retrying = 0
    package internal(set) var dead = 0

    /// Deliveries made minus all that are accounted for; anything but 0 is a bug.
    package var difference: Int { created - completed - waiting - leased - retrying - dead }
}
