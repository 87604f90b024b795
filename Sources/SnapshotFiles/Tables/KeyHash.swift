/// A key mixed for filters: which block of a filter, and which bits in it.
struct KeyHash {
    let block: UInt32
    let bits: UInt32

    /// Mixes a key, so that keys that count up are spread as well as random ones.
    ///
    /// Source: the finalizer of MurmurHash3's 64 bits (Appleby), once for each half.
    init(_ key: TableKey) {
        let mixed = Self.mix(Self.mix(key.high &+ 0x9E37_79B9_7F4A_7C15) ^ key.low)
        block = UInt32(truncatingIfNeeded: mixed >> 32)
        bits = UInt32(truncatingIfNeeded: mixed)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ mixed >> 33
    }
}
