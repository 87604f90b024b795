/// SipHash-2-4 with 128 bits of output: equal digests mean equal bytes, for anybody without the key.
///
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), and its reference implementation's
/// 128-bit variant.
package struct KeyedHash128: Sendable {
    private let key: (UInt64, UInt64)

    /// Takes a key of exactly 16 bytes.
    package init(key: [UInt8]) {
        precondition(key.count == 16, "the key of a keyed hash has 16 bytes")
        self.key = key.withUnsafeBytes {
            (Self.word(in: $0, at: 0, count: 8), Self.word(in: $0, at: 8, count: 8))
        }
    }

    /// The digest of some bytes.
    package func hash(_ bytes: [UInt8]) -> Digest128 {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The digest of some bytes.
    package func hash(_ bytes: UnsafeRawBufferPointer) -> Digest128 {
        var state = State(key: key)
        let whole = bytes.count & ~7
        var offset = 0
        while offset < whole {
            state.absorb(Self.word(in: bytes, at: offset, count: 8))
            offset += 8
        }
        let length = UInt64(truncatingIfNeeded: bytes.count) << 56
        state.absorb(length | Self.word(in: bytes, at: whole, count: bytes.count - whole))
        return state.finish()
    }

    private static func word(in bytes: UnsafeRawBufferPointer, at offset: Int, count: Int) -> UInt64 {
        if count == 8 { return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
        return (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }

    /// The four words that the rounds mix.
    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(key: (UInt64, UInt64)) {
            v0 = key.0 ^ 0x736f_6d65_7073_6575
            v1 = key.1 ^ 0x646f_7261_6e64_6f6d ^ 0xEE
            v2 = key.0 ^ 0x6c79_6765_6e65_7261
            v3 = key.1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        mutating func finish() -> Digest128 {
            v2 ^= 0xEE
            for _ in 0..<4 { round() }
            let high = v0 ^ v1 ^ v2 ^ v3
            v1 ^= 0xDD
            for _ in 0..<4 { round() }
            return Digest128(high: high, low: v0 ^ v1 ^ v2 ^ v3)
        }

        private mutating func round() {
            v0 &+= v1
            v1 = v1 << 13 | v1 >> 51
            v1 ^= v0
            v0 = v0 << 32 | v0 >> 32
            v2 &+= v3
            v3 = v3 << 16 | v3 >> 48
            v3 ^= v2
            v0 &+= v3
            v3 = v3 << 21 | v3 >> 43
            v3 ^= v0
            v2 &+= v1
            v1 = v1 << 17 | v1 >> 47
            v1 ^= v2
            v2 = v2 << 32 | v2 >> 32
        }
    }
}
