/// Names one message's way to one receiver: the message's record and the receiver's place in its list, from 0.
package struct DeliveryID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The sequence number of the message's record.
    package let message: UInt64
    /// The receiver's place in the message's list, from 0.
    package let recipient: UInt32

    /// Names the delivery of a message to a receiver.
    package init(message: UInt64, recipient: UInt32) {
        self.message = message
        self.recipient = recipient
    }

    /// Reads `417-1`; anything else, leading zeros included, is nil.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let message = UInt64(parts[0]), let recipient = UInt32(parts[1]) else { return nil }
        self.init(message: message, recipient: recipient)
        guard description == text else { return nil }
    }

    /// The text that `init(_:)` reads.
    package var description: String { "\(message)-\(recipient)" }

    /// Orders deliveries by acceptance, and those of one message by its list of receivers.
    package static func < (left: Self, right: Self) -> Bool {
        (left.message, left.recipient) < (right.message, right.recipient)
    }
}

/// Names one offer of a delivery; it stays good over a restart, so that a late answer is judged right.
package struct LeaseID: Hashable, Sendable, CustomStringConvertible {
    /// The delivery that was offered.
    package let delivery: DeliveryID
    /// Counts the delivery's offers from 1.
    let offer: UInt32

    init(delivery: DeliveryID, offer: UInt32) {
        self.delivery = delivery
        self.offer = offer
    }

    /// Reads `417-1-3`; anything else, leading zeros included, is nil.
    package init?(_ text: some StringProtocol) {
        guard let dash = text.lastIndex(of: "-"), let delivery = DeliveryID(text[..<dash]),
            let offer = UInt32(text[text.index(after: dash)...])
        else { return nil }
        self.init(delivery: delivery, offer: offer)
        guard description == text else { return nil }
    }

    /// The text that `init(_:)` reads.
    package var description: String { "\(delivery)-\(offer)" }
}
