/// Says of a key that it is certainly not in a table file, or that it may be.
///
/// A Bloom filter of blocks of 256 bits: a key has one bit in each of the eight words of one block, so that asking costs one
/// cache line. With 12 bits a key, 1 of 200 keys that are not there gets "may be"; folded to 8 bits, 1 of 40.
///
/// A block in the file is its eight words, little-endian. Source: Apache Parquet, `BloomFilter.md` (split block Bloom
/// filter), with another hash.
struct KeyFilter: Sendable {
    typealias Block = SIMD8<UInt32>
    static let blockBytes = 32
    private static let salts = Block(
        0x47B6_137B, 0x4497_4D91, 0x8824_AD5B, 0xA2B7_289D, 0x7054_95C7, 0x2DF1_424B, 0x9EFC_4947, 0x5C6B_FB31)

    /// How many blocks there were before any folding.
    let range: UInt32
    /// How often neighbouring blocks have been laid over each other.
    private(set) var folds: UInt8 = 0
    private var blocks: [Block]

    /// A filter without keys that has room for so many.
    init(expecting count: Int) {
        range = UInt32(clamping: max(1, (count * Limits.filterBits + 255) / 256))
        blocks = [Block](repeating: .zero, count: Int(range))
    }

    /// Reads a filter's blocks; nil when the numbers do not fit one another.
    init?(range: UInt32, folds: UInt8, bytes: [UInt8]) {
        guard range > 0, folds < 32, bytes.count == Self.bytes(range: range, folds: folds) else { return nil }
        self.range = range
        self.folds = folds
        blocks = stride(from: 0, to: bytes.count, by: Self.blockBytes).map { start in
            var block = Block.zero
            for word in 0..<8 { block[word] = bytes.integer(UInt32.self, at: start + 4 * word) }
            return block
        }
    }

    /// Bytes of a filter, in the file and in memory.
    static func bytes(range: UInt32, folds: UInt8) -> Int {
        ((Int(range) - 1) >> Int(folds) + 1) * blockBytes
    }

    var byteCount: Int { blocks.count * Self.blockBytes }

    mutating func insert(_ hash: KeyHash) {
        blocks[place(of: hash)] |= Self.mask(hash)
    }

    func mayContain(_ hash: KeyHash) -> Bool {
        let mask = Self.mask(hash)
        return blocks[place(of: hash)] & mask == mask
    }

    /// Halves the filter for as long as it is larger than so many keys may have.
    mutating func fold(to count: Int) {
        while blocks.count > 1, blocks.count * 256 > count * Limits.filterBitsAtMost {
            blocks = stride(from: 0, to: blocks.count, by: 2).map { index in
                index + 1 < blocks.count ? blocks[index] | blocks[index + 1] : blocks[index]
            }
            folds += 1
        }
    }

    /// The blocks as they stand in the file.
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for block in blocks {
            for word in 0..<8 { bytes.appendInteger(block[word]) }
        }
        return bytes
    }

    private func place(of hash: KeyHash) -> Int {
        Int((UInt64(hash.block) * UInt64(range)) >> 32) >> Int(folds)
    }

    private static func mask(_ hash: KeyHash) -> Block {
        Block(repeating: 1) &<< ((Block(repeating: hash.bits) &* salts) &>> 27)
    }
}
