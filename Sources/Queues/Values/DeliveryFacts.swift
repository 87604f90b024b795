package import Messages

/// What is known of a delivery without reading its message.
package struct DeliveryFacts: Hashable, Sendable {
    /// The delivery.
    package let delivery: DeliveryID
    /// Where it goes.
    package let destination: Destination
    /// The message's own id.
    package let message: MessageID
    /// The message's type, as its format names it.
    package let type: String
    /// The version of that type.
    package let version: Int
    /// The unit that sent the message.
    package let senderUnit: UnitID
    /// The system that sent it.
    package let senderSystem: SystemID
    /// The case it belongs to; nil when it names none.
    package let caseID: CaseID?
    /// The message that it answers or corrects; nil when it names none.
    package let refersTo: MessageID?
    /// When its sender says that it was sent.
    package let sentAt: Timestamp
    /// When the gateway accepted it.
    package let acceptedAt: Timestamp
    /// The case that the message was found to belong to.
    package let caseKey: CaseKey?
    /// Whether it is a receipt itself.
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
    /// What is known of the delivery.
    package let facts: DeliveryFacts
    /// The offer to answer.
    package let lease: LeaseID
    /// About when the lease ends, by the wall clock; the boot clock decides.
    package let leaseExpiresAt: Timestamp
    /// The number of this attempt, from 1.
    package let attempt: Int
    /// When the delivery became available at its destination.
    package let enqueuedAt: Timestamp
    /// Earlier messages of the lane that lie as dead letters.
    package let missingBefore: [MessageID]
    /// Later messages of the lane that passed this one while it was a dead letter; not empty means out of order.
    package let overtakenBy: [MessageID]
    /// Of a cancellation: whether the receiver has been offered the original; nil of any other message.
    package let originalOffered: Bool?
    /// Whether the receiver has completed it before, and an operator has it come again.
    package let isReplayed: Bool
    /// How the bytes are written.
    package let form: MessageForm
    /// The content type that the sender gave.
    package let contentType: String
    /// The sender's bytes, untouched.
    package let payload: [UInt8]
    /// The sender's trace context; nil when it gave none.
    package let traceparent: String?
}

/// The reason a receiver gave for not taking a delivery.
package struct DeliveryFault: Hashable, Sendable {
    /// A code that programs may decide by: `VX-1709`, or one of the receiver.
    package let code: String
    /// The reason for people, in the words of whoever gave it.
    package let reason: String

    /// Takes a code and a reason.
    package init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The lease ran out without an answer.
    static let lapsed = DeliveryFault(code: "lease-lapsed", reason: "no answer before the lease ran out")

    /// Nobody who had it answered.
    static let poison = DeliveryFault(
        code: "VX-1740",
        reason: "no answer, time after time: the receiver's system, or the gateway, ended while it had it")

    /// The journal does not give the message back.
    static let unreadable = DeliveryFault(
        code: "VX-1709", reason: "the stored message cannot be read back from the disk")
}

/// The bytes of a delivery's message as its sender wrote them.
package struct DeliveryPayload: Hashable, Sendable {
    /// How the bytes are written.
    package let form: MessageForm
    /// The content type that the sender gave.
    package let contentType: String
    /// The sender's bytes, untouched.
    package let bytes: [UInt8]
}
