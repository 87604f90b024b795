package import Messages

/// A message of a proof, or the receipt that a delivery of it ended with: `m7`, `m7@A+`, `m7@A-`.
package struct MessageName: Hashable, Sendable, Comparable, CustomStringConvertible {
    private static let receipts = 1_000_000

    /// Messages count from 1; receipts have numbers of their own.
    package let number: Int

    package init(_ number: Int) {
        self.number = number
    }

    /// The receipt of a delivery that ended well or badly.
    package init(receiptOf delivery: DeliveryName, isPositive: Bool) {
        number = Self.receipts + delivery.message.number * 16 + delivery.place * 2 + (isPositive ? 1 : 0)
    }

    package init?(_ id: MessageID) {
        guard id.bytes.high == 7 else { return nil }
        number = Int(id.bytes.low)
    }

    package var id: MessageID { MessageID(UUIDBytes(high: 7, low: UInt64(number))) }

    package var isReceipt: Bool { number >= Self.receipts }

    /// The lane that receipts of its deliveries take.
    var receiptLane: Int { 100 + number % 3 }

    /// Bytes of its payload: mostly a few, sometimes more than a page, seldom more than a small segment.
    package var payloadCount: Int {
        if number % 97 == 43 { return 70_000 }
        if number % 6 == 2 { return 1_000 + number * 131 % 9_000 }
        return 40 + number * 37 % 400
    }

    package var payload: [UInt8] {
        (0..<payloadCount).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    }

    package var description: String {
        guard isReceipt else { return "m\(number)" }
        let rest = number - Self.receipts
        let delivery = DeliveryName(message: MessageName(rest / 16), place: rest % 16 / 2)
        return "\(delivery)\(rest % 2 == 1 ? "+" : "-")"
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A message at one place: `m7@A`.
package struct DeliveryName: Hashable, Sendable, CustomStringConvertible {
    package let message: MessageName
    /// Which destination, from 0.
    package let place: Int

    package init(message: MessageName, place: Int) {
        self.message = message
        self.place = place
    }

    package var description: String { "\(message)@\(Place.names[place])" }
}

/// One offer of a delivery: `m7@A#2`.
package struct OfferName: Hashable, Sendable, CustomStringConvertible {
    package let delivery: DeliveryName
    /// Counts the delivery's offers from 1.
    package let offer: Int

    package init(delivery: DeliveryName, offer: Int) {
        self.delivery = delivery
        self.offer = offer
    }

    package var description: String { "\(delivery)#\(offer)" }
}

/// The destinations of a proof.
package enum Place {
    package static let names = ["A", "B", "C", "S"]
    /// Where receipts go.
    package static let sender = 3
}
