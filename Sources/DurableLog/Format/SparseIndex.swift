internal import Digests

/// Where the records of one file lie, by ranges of records that follow one another.
///
/// In a segment a range never goes over a batch's end; it takes in records until it has 16 KiB. One read of a range
/// finds any record in it. A range's check is the CRC32C of its records' own checks in their order, so that what is
/// read from it is known to be what was written under that number, whatever page the disk may have put in its place.
///
/// On disk, as `.idx` beside a segment, and at the end of a kept file:
///
///     offset  bytes  what (integers little-endian)
///          0      8  magic "VAXELIDX"
///          8      4  format version, 1
///         12      4  number of ranges
///         16      8  salt of the segment; 0 in a kept file
///         24      8  first sequence that the file answers for
///         32      8  last sequence that it answers for
///         40      4  number of blocks
///         44      4  CRC32C of the fences
///         48      4  CRC32C of bytes 0–47
///         52      …  fences: for each block the number of its first range's first record, from `first` on, 4 bytes each
///          …      …  zeros up to the next page
///
/// then blocks of 4,096 bytes: 255 ranges of 16 bytes, the rest of the last block zeros, and at 4,092 the CRC32C of
/// what stands before. A range:
///
///          0      4  number of its first record, from `first` on
///          4      4  bytes from the file's beginning to its first record
///          8      4  bytes of all its records
///         12      4  CRC32C of its records' checks
struct SparseIndex: Hashable, Sendable {
    /// Records that follow one another.
    struct Range: Hashable, Sendable {
        var number: UInt32
        var offset: UInt32
        var length: UInt32
        var check: UInt32
    }

    static let rangesPerBlock = 255
    private static let rangeLength = 16

    let first: UInt64
    var ranges: [Range] = []
    /// Where records cannot be read, in the order of the file; not on disk: an index with such places is not stored.
    var damages: [JournalDamage] = []

    init(first: UInt64) {
        self.first = first
    }

    /// Adds a record behind those there.
    ///
    /// - Parameters:
    ///   - sequence: its number.
    ///   - length: bytes of its header and body.
    ///   - check: its own.
    ///   - offset: where in the file it begins, in bytes.
    ///   - startsRange: whether it does not follow the one before it directly.
    mutating func add(_ sequence: UInt64, length: Int, check: UInt32, at offset: Int, startsRange: Bool) {
        if !startsRange, let last = ranges.indices.last, ranges[last].length < UInt32(Limits.rangeBytes) {
            ranges[last].length += UInt32(length)
            ranges[last].check = Self.check(check, after: ranges[last].check)
        } else {
            ranges.append(
                Range(
                    number: UInt32(sequence - first), offset: UInt32(offset), length: UInt32(length),
                    check: Self.check(check, after: 0)))
        }
    }

    /// Takes the records from a number on out again, which must be the first of a range if it is there.
    mutating func drop(from sequence: UInt64) {
        while let last = ranges.last, first + UInt64(last.number) >= sequence { ranges.removeLast() }
    }

    /// The check of a range with one more record.
    static func check(_ record: UInt32, after previous: UInt32) -> UInt32 {
        Swift.withUnsafeBytes(of: record.littleEndian) { CRC32C.hash($0, continuing: previous) }
    }

    /// The range that a record lies in if it is there.
    func range(of sequence: UInt64) -> Range? {
        guard sequence >= first, let number = UInt32(exactly: sequence - first) else { return nil }
        let index = ranges.partitioningIndex { $0.number > number }
        return index == 0 ? nil : ranges[index - 1]
    }

    /// The damage that a record is lost in; nil when it is not known to be lost.
    func damage(of sequence: UInt64) -> JournalDamage? {
        damages.first { $0.firstLost <= sequence && sequence <= $0.lastKnown }
    }

    /// The index's bytes, whole pages.
    func encoded(salt: UInt64, last: UInt64) -> [UInt8] {
        let starts = Array(stride(from: 0, to: ranges.count, by: Self.rangesPerBlock))
        let head = IndexHead(ranges: ranges.count, salt: salt, first: first, last: last)
        var bytes = head.encoded(fences: starts.map { ranges[$0].number })
        for start in starts {
            bytes += Self.block(ranges[start..<Swift.min(start + Self.rangesPerBlock, ranges.count)])
        }
        return bytes
    }

    private static func block(_ ranges: ArraySlice<Range>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Limits.page)
        for range in ranges {
            for value in [range.number, range.offset, range.length, range.check] { bytes.appendInteger(value) }
        }
        bytes.append(contentsOf: repeatElement(0, count: Limits.page - 4 - bytes.count))
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Looks a record's range up in a block.
    ///
    /// - Parameters:
    ///   - number: the record's, from `first` on, not less than the fence.
    ///   - block: one page.
    ///   - fence: the number that the block must begin with.
    ///   - count: how many ranges stand in it.
    /// - Returns: the range; nil when the block is not sound or does not begin with its fence.
    static func range(of number: UInt32, inBlock block: [UInt8], fence: UInt32, count: Int) -> Range? {
        guard isSound(block, fence: fence), number >= fence else { return nil }
        let index = (0..<count).partitioningIndex { block.integer(UInt32.self, at: $0 * rangeLength) > number }
        return range(index - 1, of: block)
    }

    /// All ranges of a block; nil when it is not sound or does not begin with its fence.
    static func ranges(ofBlock block: [UInt8], fence: UInt32, count: Int) -> [Range]? {
        isSound(block, fence: fence) ? (0..<count).map { range($0, of: block) } : nil
    }

    private static func isSound(_ block: [UInt8], fence: UInt32) -> Bool {
        block.count == Limits.page
            && block.withUnsafeBytes { $0.part(0..<Limits.page - 4).check }
                == block.integer(UInt32.self, at: Limits.page - 4)
            && block.integer(UInt32.self, at: 0) == fence
    }

    private static func range(_ index: Int, of block: [UInt8]) -> Range {
        let start = index * rangeLength
        return Range(
            number: block.integer(UInt32.self, at: start), offset: block.integer(UInt32.self, at: start + 4),
            length: block.integer(UInt32.self, at: start + 8), check: block.integer(UInt32.self, at: start + 12))
    }
}

extension RandomAccessCollection where Index == Int {
    /// The index of the first element for which something holds, given that it holds for all behind that one.
    func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if belongsBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
