/// The HSA-id of a care or social-care unit, compared without regard to case and therefore held in upper case.
///
/// Source: HSA-id as in the Swedish HSA catalogue: at most 31 letters, digits and hyphens.
package struct UnitID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id in upper case.
    package let text: String

    /// Reads 1–31 letters A–Z, digits and hyphens in either case; anything else is nil.
    package init?(_ text: some StringProtocol) {
        self.init(String(text))
    }

    /// Reads the same of a text that is whole, as nearly all are.
    package init?(_ text: String) {
        let verdict = Span.withBytes(of: text) { bytes in
            (isID: Self.isID(bytes), isLower: !bytes.allSatisfy { !Self.isLowerCase($0) })
        }
        guard verdict.isID else { return nil }
        // Most are in upper case already.
        self.text = verdict.isLower ? text.uppercased() : text
    }

    /// Whether bytes are the id of a unit in either case.
    static func isID(_ bytes: Span<UInt8>) -> Bool {
        (1...31).contains(bytes.count) && bytes.allSatisfy(isAllowed)
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "-")
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
