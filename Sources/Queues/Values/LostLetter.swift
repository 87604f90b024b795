package import Messages

/// A dead letter of whose message the disk gives nothing back: who sent it, when, and of which type is not known.
package struct LostLetter: Hashable, Sendable {
    /// The delivery.
    package let delivery: DeliveryID
    /// Where it was to go.
    package let destination: Destination
    /// Whether it is about compulsory care.
    package let isCompulsory: Bool
    /// The message's own id; nil when that cannot be read either.
    package let message: MessageID?
    /// When it was given up.
    package let diedAt: Timestamp
    /// Why, as receivers and people are told it.
    package let fault: DeliveryFault
}
