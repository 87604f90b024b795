/// The sixteen bytes of a UUID, compared as bytes and printed in lower case.
///
/// Foundation's `UUID` would serve, but it accepts braces-free text in both cases and prints upper case; the contract
/// compares message ids in lower case, and the journal stores two plain words.
package struct UUIDBytes: Hashable, Sendable, Comparable {
    /// Bytes 0–7, big-endian.
    package let high: UInt64
    /// Bytes 8–15, big-endian.
    package let low: UInt64

    /// Takes the two halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `8-4-4-4-12` hexadecimal digits in either case; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let uuid = Span.withBytes(of: text, { UUIDBytes($0) }) else { return nil }
        self = uuid
    }

    /// Reads the same of bytes in UTF-8.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count == 36, [8, 13, 18, 23].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let first = Self.number(Self.word(bytes, 0)),
            let second = Self.number(Self.word(bytes, 9) & 0xFFFF_FFFF | Self.word(bytes, 14) << 32),
            let third = Self.number(Self.word(bytes, 19) & 0xFFFF_FFFF | Self.word(bytes, 24) << 32),
            let fourth = Self.number(Self.word(bytes, 28))
        else { return nil }
        self.init(high: first << 32 | second, low: third << 32 | fourth)
    }

    /// A UUID of version 8 (RFC 9562 §5.8) made of given bits, for ids derived from other values or drawn at random.
    package init(version8High high: UInt64, low: UInt64) {
        self.init(
            high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// The text in lower case, 36 characters.
    package var text: String {
        String(unsafeUninitializedCapacity: 36) { characters in
            var end = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    characters[end] = UInt8(ascii: "-")
                    end += 1
                }
                let word = index < 16 ? high : low
                let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16)) & 0xF)
                characters[end] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
                end += 1
            }
            return end
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// Eight bytes of a text, the first lowest.
    private static func word(_ bytes: Span<UInt8>, _ place: Int) -> UInt64 {
        // Any bytes are a number, and the load traps beyond the end.
        UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// The number that eight hexadecimal digits make, the first in the lowest byte of the word; nil when one is none.
    private static func number(_ digits: UInt64) -> UInt64? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        // Adding what is missing to 128 sets the high bit of the bytes that are not below a bound; none is above 127 then.
        let isDecimal = (digits &+ ones &* (0x80 - 0x30)) & ~(digits &+ ones &* (0x80 - 0x3A))
        let lower = digits | ones << 5
        let isLetter = (lower &+ ones &* (0x80 - 0x61)) & ~(lower &+ ones &* (0x80 - 0x67)) & highs
        guard digits & highs == 0, (isDecimal | isLetter) & highs == highs else { return nil }
        // A letter's low bits count from 1, which stands for 10. Then two digits at a time are joined, and two bytes, and two more.
        let values = digits & (ones &* 0x0F) &+ (isLetter >> 7) &* 9
        let bytes = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        let pairs = (bytes | bytes >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt64(UInt32(truncatingIfNeeded: pairs | pairs >> 16).byteSwapped)
    }
}
