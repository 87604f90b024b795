/// Bytes looked at eight at a time.
///
/// Each mask has the high bit of every byte set that is looked for; bits above the lowest set one may be wrong, so only the
/// lowest counts. Source: Sean Eron Anderson, "Bit Twiddling Hacks", determine if a word has a zero byte.
enum ByteWords {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    /// Eight spaces.
    static let spaces: UInt64 = 0x2020_2020_2020_2020
    /// The high bit of every byte, which ASCII does not have.
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes from a place on, the first lowest; the place must be at least eight bytes before the end.
    static func word(of bytes: Span<UInt8>, at place: Int) -> UInt64 {
        precondition(place >= 0 && place <= bytes.count - 8)
        // The precondition has the eight bytes inside the span.
        return UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// Marks bytes that are one byte.
    static func marks(_ word: UInt64, equalTo byte: UInt8) -> UInt64 {
        let differences = word ^ (ones &* UInt64(byte))
        return (differences &- ones) & ~differences & highs
    }

    /// Marks bytes below one byte, which is at most 128.
    static func marks(_ word: UInt64, below byte: UInt8) -> UInt64 {
        (word &- ones &* UInt64(byte)) & ~word & highs
    }

    /// The place of the first byte that is marked: 0–7, or 8 when none is.
    static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }

    /// The place of the first of some bytes that is one byte; the count when there is none.
    static func index(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place + 8 <= bytes.count {
            let marks = marks(word(of: bytes, at: place), equalTo: byte)
            if marks != 0 { return place + first(marks) }
            place += 8
        }
        while place < bytes.count, bytes[place] != byte { place += 1 }
        return place
    }

    /// Whether no byte is above 127.
    static func areASCII(_ bytes: Span<UInt8>) -> Bool {
        var place = 0
        while place + 8 <= bytes.count {
            guard word(of: bytes, at: place) & highs == 0 else { return false }
            place += 8
        }
        while place < bytes.count {
            guard bytes[place] < 0x80 else { return false }
            place += 1
        }
        return true
    }

    /// Whether the bytes at two places are the same; false when there are not so many at the first place.
    static func areEqual(_ bytes: Span<UInt8>, _ first: Int, _ second: Int, count: Int) -> Bool {
        guard count <= bytes.count - first else { return false }
        var offset = 0
        while offset + 8 <= count {
            guard word(of: bytes, at: first + offset) == word(of: bytes, at: second + offset) else { return false }
            offset += 8
        }
        while offset < count {
            guard bytes[first + offset] == bytes[second + offset] else { return false }
            offset += 1
        }
        return true
    }
}
