/// A lane as a node has it: 48 bits of its key, and the number of its line.
///
/// Two lanes of a line whose 48 bits agree are one lane to the index: theirs wait for each other, and nothing else
/// comes of it. With ten million lanes in one line, one such pair is to be expected in five such backlogs.
///
///     low:  bits 0–31 of the key
///     high: bits 32–47 of it in bits 16–31 · line in bits 0–15
struct LaneName: Hashable {
    let low: UInt32
    let high: UInt32

    init(low: UInt32, high: UInt32) {
        self.low = low
        self.high = high
    }

    init(_ key: LaneKey, line: LineNumber) {
        low = UInt32(truncatingIfNeeded: key.value)
        high = UInt32(truncatingIfNeeded: key.value >> 32) << 16 | UInt32(line)
    }

    /// The key of the lane.
    var key: LaneKey { LaneKey(UInt64(high >> 16) << 32 | UInt64(low)) }

    var line: LineNumber { LineNumber(truncatingIfNeeded: high) }

    /// Apart from the hashes of deliveries, whose bits are others.
    var hash: UInt64 { (~(UInt64(high) << 32 | UInt64(low))).scrambled }
}

extension UInt64 {
    /// The number with every bit depending on every other, by a mapping that can be undone.
    ///
    /// Keys of lanes are keyed hashes already, and sequence numbers are ours: nobody outside can make them meet.
    ///
    /// Source: the finaliser of SplitMix64.
    var scrambled: UInt64 {
        var value = self
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
