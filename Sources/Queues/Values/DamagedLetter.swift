package import Messages

/// What is known of a dead letter whose message was damaged after it had died.
package struct DamagedLetter: Hashable, Sendable {
    /// The dead letter.
    package let delivery: DeliveryID
    /// Where it was to go.
    package let destination: Destination
    /// The message's own id, when it could be found.
    package let message: MessageID?
}
