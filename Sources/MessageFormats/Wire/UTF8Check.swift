/// Whether bytes are UTF-8, without making a string of them.
enum UTF8Check {
    /// The place of the first byte of what is no character; nil when all is valid.
    ///
    /// Source: RFC 3629 §4; The Unicode Standard, table 3-7.
    static func firstFault(in bytes: Span<UInt8>) -> Int? {
        var place = ByteWords.endOfASCII(in: bytes, from: 0)
        while place < bytes.count {
            let length = length(ofCharacterAt: place, in: bytes)
            guard length > 0 else { return place }
            place = ByteWords.endOfASCII(in: bytes, from: place + length)
        }
        return nil
    }

    /// The bytes of a character beyond ASCII; 0 for what is none.
    private static func length(ofCharacterAt place: Int, in bytes: Span<UInt8>) -> Int {
        let first = bytes[place]
        let length: Int
        // The second byte is what keeps overlong forms, surrogates and numbers beyond Unicode out.
        let second: ClosedRange<UInt8>
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard length <= bytes.count - place, second.contains(bytes[place + 1]) else { return 0 }
        for next in 2..<4 where next < length && bytes[place + next] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
