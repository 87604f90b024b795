/// The character classes of HTTP and URIs.
enum Bytes {
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
    static let percent = UInt8(ascii: "%")

    private static let token: UInt8 = 1
    private static let target: UInt8 = 2
    private static let value: UInt8 = 4
    private static let name: UInt8 = 8

    // One bit per class: a table lookup per byte instead of a chain of comparisons.
    private static let classes: [UInt8] = (0...255).map { number in
        let byte = UInt8(number)
        let isAlphanumeric = isDigit(byte) || isLetter(byte)
        var bits: UInt8 = 0
        if isAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(byte) { bits |= token }
        if isAlphanumeric || "-._~!$&'()*+,;=:@/?%".utf8.contains(byte) { bits |= target }
        if isAlphanumeric || "-._~!$&'()*+;=".utf8.contains(byte) { bits |= name }
        if byte >= 0x20 && byte != 0x7F || byte == tab { bits |= value }
        return bits
    }

    /// Source: RFC 9110 §5.6.2, `tchar`.
    static func isToken(_ byte: UInt8) -> Bool { classes[Int(byte)] & token != 0 }

    /// Source: RFC 3986 §3.3 and §3.4, `pchar`, `/` and `?`; the percent sign is checked on its own.
    static func isTarget(_ byte: UInt8) -> Bool { classes[Int(byte)] & target != 0 }

    /// Source: RFC 3986 §3.2.2, `unreserved` and `sub-delims` without the comma; the percent sign is checked on its own.
    static func isName(_ byte: UInt8) -> Bool { classes[Int(byte)] & name != 0 }

    /// Source: RFC 9110 §5.5, `field-vchar`, space and tab.
    static func isHeaderValue(_ byte: UInt8) -> Bool { classes[Int(byte)] & value != 0 }

    /// Whether it may stand around a number of IPv6 in an absolute target, and nowhere else in one.
    static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") }
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { lowered(byte) &- UInt8(ascii: "a") < 26 && byte >= 0x41 }
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// The lower-case letter of an ASCII capital, any other byte unchanged.
    static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Whether two texts differ at most in the case of their ASCII letters: no other letter is any of these.
    static func isSameText(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { lowered($0) == lowered($1) }
    }

    /// The same of two whole texts, which mostly lie in one piece each.
    static func isSameText(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        let verdict = left.utf8.withContiguousStorageIfAvailable { left in
            right.utf8.withContiguousStorageIfAvailable { right in
                for place in left.indices where lowered(left[place]) != lowered(right[place]) { return false }
                return true
            }
        }
        return (verdict ?? nil) ?? isSameText(left.utf8, right.utf8)
    }

    /// The value of a hexadecimal digit.
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Without spaces and tabs at both ends.
    static func trimmed<Slice: BidirectionalCollection<UInt8>>(_ bytes: Slice) -> Slice.SubSequence {
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return bytes[bytes.startIndex..<bytes.startIndex] }
        return bytes[first...last]
    }
}
