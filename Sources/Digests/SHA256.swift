/// The secure hash with 256 bits of output.
///
/// Source: FIPS 180-4 §6.2.
package enum SHA256 {
    /// The digest of some bytes: 32 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The digest of some bytes: 32 bytes, which are all that is allocated: every call's token is hashed.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var state = initialState
        let whole = bytes.count & ~63
        var offset = 0
        while offset < whole {
            absorb(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 64]), into: &state)
            offset += 64
        }
        // Padding (§5.1.1): one bit, zeros, and the length in bits, ending on a block.
        var tail = InlineArray<128, UInt8>(repeating: 0)
        let rest = bytes.count - whole
        for place in 0..<rest { tail[place] = bytes[whole + place] }
        tail[rest] = 0x80
        let end = rest < 56 ? 64 : 128
        let bits = UInt64(8 * bytes.count)
        for place in 0..<8 { tail[end - 1 - place] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * place)) }
        tail.span.withUnsafeBytes { tail in
            for start in stride(from: 0, to: end, by: 64) {
                absorb(UnsafeRawBufferPointer(rebasing: tail[start..<start + 64]), into: &state)
            }
        }
        var digest: [UInt8] = []
        digest.reserveCapacity(32)
        for index in state.indices {
            for place in 0..<4 { digest.append(UInt8(truncatingIfNeeded: state[index] >> UInt32(24 - 8 * place))) }
        }
        return digest
    }

    /// One block of 64 bytes (§6.2.2).
    private static func absorb(_ block: UnsafeRawBufferPointer, into state: inout InlineArray<8, UInt32>) {
        var w = InlineArray<64, UInt32>(repeating: 0)
        for t in 0..<16 {
            w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * t, as: UInt32.self))
        }
        for t in 16..<64 {
            let s0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3
            let s1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10
            w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        let constants = roundConstants
        for t in 0..<64 {
            let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let first = h &+ sum1 &+ (e & f ^ ~e & g) &+ constants[t] &+ w[t]
            let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let second = sum0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    private static let initialState: InlineArray<8, UInt32> = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ]

    private static let roundConstants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]
}
