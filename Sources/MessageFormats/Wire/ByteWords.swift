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
    @inline(__always)
    static func word(of bytes: Span<UInt8>, at place: Int) -> UInt64 {
        // Any eight bytes are a number, and the load itself traps when they are not all inside the span.
        UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// Up to seven bytes from a place on, the first lowest, with zeros above them.
    @inline(__always)
    static func word(of bytes: Span<UInt8>, at place: Int, count: Int) -> UInt64 {
        guard place <= bytes.count - 8 else { return lastWord(of: bytes, at: place, count: count) }
        return word(of: bytes, at: place) & ~(~0 &<< UInt64(truncatingIfNeeded: count &* 8))
    }

    private static func lastWord(of bytes: Span<UInt8>, at place: Int, count: Int) -> UInt64 {
        var word: UInt64 = 0
        for offset in 0..<count { word |= UInt64(bytes[place + offset]) << UInt64(offset * 8) }
        return word
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
    static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// The place of the first of some bytes that is one byte; the count when there is none.
    static func index(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place <= bytes.count - 8 {
            let marks = marks(word(of: bytes, at: place), equalTo: byte)
            if marks != 0 { return place + first(marks) }
            place &+= 8
        }
        while place < bytes.count, bytes[place] != byte { place += 1 }
        return place
    }

    /// The place of the first byte above 127; the count when there is none.
    static func endOfASCII(in bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place <= bytes.count - 32 {
            let first = word(of: bytes, at: place) | word(of: bytes, at: place + 8)
            let second = word(of: bytes, at: place + 16) | word(of: bytes, at: place + 24)
            guard (first | second) & highs == 0 else { break }
            place &+= 32
        }
        while place <= bytes.count - 8 {
            let marks = word(of: bytes, at: place) & highs
            if marks != 0 { return place + first(marks) }
            place &+= 8
        }
        while place < bytes.count, bytes[place] < 0x80 { place += 1 }
        return place
    }

    /// Whether no byte is above 127.
    static func areASCII(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 8 else {
            var seen: UInt8 = 0
            for place in bytes.indices { seen |= bytes[place] }
            return seen < 0x80
        }
        // The last word may overlap the one before it.
        var seen = word(of: bytes, at: bytes.count - 8)
        var place = 0
        while place < bytes.count - 8 {
            seen |= word(of: bytes, at: place)
            place &+= 8
        }
        return seen & highs == 0
    }

    /// The place of the first byte from one on that is no space; the count when there is none.
    @inline(__always)
    static func endOfSpaces(in bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place <= bytes.count - 8 {
            let others = word(of: bytes, at: place) ^ spaces
            if others != 0 { return place + first(others) }
            place &+= 8
        }
        while place < bytes.count, bytes[place] == 0x20 { place += 1 }
        return place
    }

    /// Whether the bytes at two places are the same; false when there are not so many at the first place.
    static func areEqual(_ bytes: Span<UInt8>, _ first: Int, _ second: Int, count: Int) -> Bool {
        guard count <= bytes.count - first else { return false }
        guard count >= 8 else {
            return word(of: bytes, at: first, count: count) == word(of: bytes, at: second, count: count)
        }
        // The last word may overlap the one before it.
        var offset = count - 8
        while offset > 0 {
            guard word(of: bytes, at: first + offset) == word(of: bytes, at: second + offset) else { return false }
            offset -= 8
        }
        return word(of: bytes, at: first) == word(of: bytes, at: second)
    }
}
