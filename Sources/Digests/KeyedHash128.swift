/// A keyed hash of 128 bits: whoever does not know the key can neither guess a digest nor make two inputs collide.
///
/// SipHash-2-4 with 128 bits of output. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), and the
/// authors' reference implementation for the longer output.
package struct KeyedHash128: Sendable {
    private let k0: UInt64
    private let k1: UInt64

    /// Takes the secret key of 16 bytes, which our own store made.
    package init(key: [UInt8]) {
        precondition(key.count == 16, "a key has 16 bytes")
        k0 = Self.word(key, 0)
        k1 = Self.word(key, 8)
    }

    /// The digest of some bytes.
    package func hash(_ bytes: [UInt8]) -> Digest128 {
        var state = State(k0, k1)
        bytes.withUnsafeBytes { buffer in
            let whole = buffer.count & ~7
            for offset in stride(from: 0, to: whole, by: 8) {
                state.absorb(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            var last = UInt64(truncatingIfNeeded: buffer.count) << 56
            for offset in whole..<buffer.count { last |= UInt64(buffer[offset]) << UInt64(8 * (offset - whole)) }
            state.absorb(last)
        }
        return state.finish()
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(_ k0: UInt64, _ k1: UInt64) {
            v0 = k0 ^ 0x736f_6d65_7073_6575
            v1 = k1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
            v2 = k0 ^ 0x6c79_6765_6e65_7261
            v3 = k1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            rounds(2)
            v0 ^= word
        }

        mutating func finish() -> Digest128 {
            v2 ^= 0xee
            rounds(4)
            let first = v0 ^ v1 ^ v2 ^ v3
            v1 ^= 0xdd
            rounds(4)
            return Digest128(high: first, low: v0 ^ v1 ^ v2 ^ v3)
        }

        private mutating func rounds(_ count: Int) {
            for _ in 0..<count {
                v0 &+= v1
                v1 = rotate(v1, 13) ^ v0
                v0 = rotate(v0, 32)
                v2 &+= v3
                v3 = rotate(v3, 16) ^ v2
                v0 &+= v3
                v3 = rotate(v3, 21) ^ v0
                v2 &+= v1
                v1 = rotate(v1, 17) ^ v2
                v2 = rotate(v2, 32)
            }
        }

        private func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
            word << count | word >> (64 - count)
        }
    }
}

/// A digest of 128 bits.
package struct Digest128: Hashable, Sendable {
    /// The first eight bytes of the output, read little-endian.
    package let high: UInt64
    /// The last eight bytes of the output, read little-endian.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
