package import Messages

/// What has become of a message: facts for its sender, its receivers and the operators.
package struct MessageStatus: Hashable, Sendable {
    package let acceptance: Acceptance
    package let type: String
    package let senderUnit: UnitID
    package let sentAt: Timestamp
    package let deliveries: [DeliveryStatus]
}

/// What has become of a message at one destination.
package struct DeliveryStatus: Hashable, Sendable {
    /// Where a delivery stands.
    package enum State: String, Hashable, Sendable {
        /// Nobody has it; it can be leased when its lane comes to it.
        case waiting
        /// A system has it for a limited time.
        case leased
        /// It is held back until its next try.
        case retrying
        /// Its receiver has taken it.
        case completed
        /// It was given up.
        case dead
    }

    package let delivery: DeliveryID
    package let destination: Destination
    package let state: State
    package let firstAvailableAt: Timestamp
    package let firstOfferedAt: Timestamp?
    package let settledAt: Timestamp?
    /// Why it was given up, when it was.
    package let cause: DeadLetterCause?
    package let fault: DeliveryFault?
    /// The receiver's own reference, when it gave one.
    package let reference: String?
    /// What else the receiver said.
    package let note: String?
    package let attempts: [DeliveryAttempt]
}
