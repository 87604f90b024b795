/// A hash value of 128 bits.
package struct Digest128: Hashable, Sendable {
    /// The first eight bytes of the hash, read as little-endian.
    package let high: UInt64
    /// The last eight bytes of the hash, read as little-endian.
    package let low: UInt64

    /// Takes both halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
