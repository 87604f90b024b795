/// The HSA-id of a care or social-care unit, compared without regard to case and therefore held in upper case.
///
/// Source: HSA-id as in the Swedish HSA catalogue: at most 31 letters, digits and hyphens.
package struct UnitID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id in upper case.
    package let text: String

    /// Reads 1–31 letters A–Z, digits and hyphens in either case; anything else is nil.
    package init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard (1...31).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text.uppercased()
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
