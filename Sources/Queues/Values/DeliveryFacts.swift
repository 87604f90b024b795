package import Messages

/// What is known of a delivery without reading its message.
package struct DeliveryFacts: Hashable, Sendable {
    package let delivery: DeliveryID
    package let destination: Destination
    package let message: MessageID
    package let type: String
    package let version: Int
    package let senderUnit: UnitID
    package let senderSystem: SystemID
    package let caseID: CaseID?
    package let refersTo: MessageID?
    package let sentAt: Timestamp
    package let acceptedAt: Timestamp
    package let isReceipt: Bool
    /// Attempts begun since the delivery was made or last redriven; 0 before the first.
    package let attempt: Int
}

/// Makes the receipt for what became of a delivery; nil when its sender wants none.
///
/// Called outside all locks, on the caller's own thread.
package typealias ReceiptBuilder = @Sendable (DeliveryFacts) -> IncomingMessage?

/// A delivery in the hands of a poller.
package struct LeasedDelivery: Hashable, Sendable {
    package let facts: DeliveryFacts
    package let lease: LeaseID
    package let leaseExpiresAt: Timestamp
    /// The number of this attempt, from 1.
    package let attempt: Int
    /// When the delivery became available at its destination.
    package let enqueuedAt: Timestamp
    /// Earlier messages of the lane that lie as dead letters.
    package let missingBefore: [MessageID]
    /// Later messages of the lane that passed this one while it was a dead letter; not empty means out of order.
    package let overtakenBy: [MessageID]
    package let form: MessageForm
    package let contentType: String
    package let payload: [UInt8]
    package let traceparent: String?
}

/// The reason a receiver gave for not taking a delivery.
package struct DeliveryFault: Hashable, Sendable {
    package let code: String
    package let reason: String

    package init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The lease ran out without an answer.
    static let lapsed = DeliveryFault(code: "lease-lapsed", reason: "no answer before the lease ran out")

    /// The journal does not give the message back.
    static let unreadable = DeliveryFault(
        code: "VX-1708", reason: "the stored message cannot be read back from the disk")
}

/// The bytes of a delivery's message as its sender wrote them.
package struct DeliveryPayload: Hashable, Sendable {
    package let form: MessageForm
    package let contentType: String
    package let bytes: [UInt8]
}
