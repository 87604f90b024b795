internal import Digests

/// What an index begins with: which file it is of, and where its blocks begin to be searched (`SparseIndex` has the
/// layout).
struct IndexHead: Hashable, Sendable {
    static let version: UInt32 = 1
    private static let magic: [UInt8] = Array("VAXELIDX".utf8)
    private static let length = 52

    let ranges: Int
    let salt: UInt64
    let first: UInt64
    let last: UInt64

    var blocks: Int { (ranges + SparseIndex.rangesPerBlock - 1) / SparseIndex.rangesPerBlock }
    /// Bytes before the first block.
    var byteCount: Int { (Self.length + 4 * blocks).roundedUpToPage }

    /// How many ranges stand in a block.
    func ranges(inBlock block: Int) -> Int {
        Swift.min(SparseIndex.rangesPerBlock, ranges - block * SparseIndex.rangesPerBlock)
    }

    /// Head and fences, whole pages.
    func encoded(fences: [UInt32]) -> [UInt8] {
        var fenceBytes: [UInt8] = []
        for fence in fences { fenceBytes.appendInteger(fence) }
        var bytes = Self.magic
        bytes.reserveCapacity(byteCount)
        bytes.appendInteger(Self.version)
        bytes.appendInteger(UInt32(ranges))
        for value in [salt, first, last] { bytes.appendInteger(value) }
        bytes.appendInteger(UInt32(blocks))
        bytes.appendInteger(CRC32C.hash(fenceBytes))
        bytes.appendInteger(CRC32C.hash(bytes))
        bytes += fenceBytes
        bytes.padToPage()
        return bytes
    }

    /// Reads a page: the head, or nil when it is none of this version.
    static func decode(_ page: [UInt8]) -> IndexHead? {
        guard page.count >= length, page.starts(with: magic), page.integer(UInt32.self, at: 8) == version,
            page.withUnsafeBytes({ CRC32C.hash($0.part(0..<48)) }) == page.integer(UInt32.self, at: 48)
        else { return nil }
        let head = IndexHead(
            ranges: Int(page.integer(UInt32.self, at: 12)), salt: page.integer(UInt64.self, at: 16),
            first: page.integer(UInt64.self, at: 24), last: page.integer(UInt64.self, at: 32))
        return head.blocks == Int(page.integer(UInt32.self, at: 40)) ? head : nil
    }

    /// Reads the fences from all pages of the head; nil when they are not what was written.
    func fences(in bytes: [UInt8]) -> [UInt32]? {
        guard bytes.count >= Self.length + 4 * blocks else { return nil }
        let range = Self.length..<Self.length + 4 * blocks
        guard bytes.withUnsafeBytes({ CRC32C.hash($0.part(range)) }) == bytes.integer(UInt32.self, at: 44)
        else { return nil }
        return (0..<blocks).map { bytes.integer(UInt32.self, at: Self.length + 4 * $0) }
    }
}
