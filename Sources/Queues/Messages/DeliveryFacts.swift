package import Messages

/// What is known of a delivery without its payload.
package struct DeliveryFacts: Hashable, Sendable {
    package let delivery: DeliveryID
    package let destination: Destination
    package let message: MessageID
    package let type: String
    package let senderUnit: UnitID
    package let caseID: CaseID?
    package let acceptedAt: Timestamp
    package let firstOfferedAt: Timestamp?
    package let isReceipt: Bool
}

/// One try to deliver, and how it ended.
package struct DeliveryAttempt: Hashable, Sendable {
    package let at: Timestamp
    package let system: SystemID
    /// A word: `leased`, `completed`, `rejected`, `lapsed`, `released`.
    package let outcome: String
}

/// What a receiver says is wrong with a message.
package struct DeliveryFault: Hashable, Sendable {
    package let code: String
    /// For people; the receiver answers for its holding no patient's data.
    package let reason: String

    package init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }
}

/// Why a delivery was given up.
package enum DeadLetterCause: String, Hashable, Sendable, CaseIterable {
    /// The receiver refused it for good.
    case rejected
    /// Every attempt that the policy allows has failed.
    case attemptsUsedUp
    /// The time that the policy allows since the first attempt has passed.
    case tooOld

    /// How the journal writes it.
    var number: UInt8 {
        switch self {
        case .rejected: 1
        case .attemptsUsedUp: 2
        case .tooOld: 3
        }
    }
}

/// A delivery that was given up, until an operator has it tried again.
package struct DeadLetter: Hashable, Sendable {
    package let facts: DeliveryFacts
    package let cause: DeadLetterCause
    /// What the receiver said, if it said anything.
    package let fault: DeliveryFault?
    package let diedAt: Timestamp
    package let attempts: [DeliveryAttempt]
}

/// A delivery that a system has leased, with its message.
package struct LeasedDelivery: Sendable {
    package let facts: DeliveryFacts
    package let lease: LeaseID
    package let leaseExpiresAt: Timestamp
    /// Counts the attempts that the policy counts, this one included, from 1.
    package let attempt: Int
    /// When the delivery became available to its unit.
    package let enqueuedAt: Timestamp
    /// Messages of the lane that died before this one and have not come.
    package let missingBefore: [MessageID]
    /// Messages of the lane that came before this one although they were accepted later; it was a dead letter.
    package let overtakenBy: [MessageID]
    package let form: MessageForm
    package let contentType: String
    package let payload: [UInt8]
    package let traceparent: String?
}
