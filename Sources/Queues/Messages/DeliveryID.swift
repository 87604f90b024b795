/// The id of a delivery: which record holds its message, and which of the message's recipients it is for.
package struct DeliveryID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The sequence of the message's record in the journal.
    package let message: UInt64
    /// The place of the recipient in the message's list, from 0.
    package let recipient: UInt32

    init(message: UInt64, recipient: UInt32) {
        self.message = message
        self.recipient = recipient
    }

    /// Reads `417-1`; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let numbers = Self.numbers(in: text, count: 2), let recipient = UInt32(exactly: numbers[1]) else { return nil }
        self.init(message: numbers[0], recipient: recipient)
    }

    /// `417-1`.
    package var description: String { "\(message)-\(recipient)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.message, left.recipient) < (right.message, right.recipient)
    }

    /// Numbers between hyphens, each without sign and leading zeros, so that an id has one spelling only.
    static func numbers(in text: some StringProtocol, count: Int) -> [UInt64]? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in UInt64(part).flatMap { String($0) == part ? $0 : nil } }
        return parts.count == count && numbers.count == count ? numbers : nil
    }
}

/// The id of a lease: a delivery, and the how-manieth time it was offered.
///
/// Nothing of it lives in memory alone, so a late completion is judged rightly after a restart too.
package struct LeaseID: Hashable, Sendable, CustomStringConvertible {
    package let delivery: DeliveryID
    let offer: UInt32

    init(delivery: DeliveryID, offer: UInt32) {
        self.delivery = delivery
        self.offer = offer
    }

    /// Reads `417-1-3`; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let numbers = DeliveryID.numbers(in: text, count: 3), let recipient = UInt32(exactly: numbers[1]),
            let offer = UInt32(exactly: numbers[2])
        else { return nil }
        self.init(delivery: DeliveryID(message: numbers[0], recipient: recipient), offer: offer)
    }

    /// `417-1-3`.
    package var description: String { "\(delivery)-\(offer)" }
}
