internal import LinuxSystem

/// An index on disk, of which only the fences are in memory: four bytes for 255 ranges.
struct StoredIndex: Sendable {
    private let file: any StorageFile
    /// Where in the file the index begins.
    private let start: UInt64
    private let head: IndexHead
    private let fences: [UInt32]

    /// Reads an index's head and fences; nil when they are not sound or not of the file that is asked for.
    init?(_ file: any StorageFile, at start: UInt64, salt: UInt64, first: UInt64, last: UInt64) throws(SystemError) {
        var bytes = try file.readAll(Limits.page, at: start)
        guard let head = IndexHead.decode(bytes), head.salt == salt, head.first == first, head.last == last
        else { return nil }
        if head.byteCount > bytes.count { bytes = try file.readAll(head.byteCount, at: start) }
        guard let fences = head.fences(in: bytes) else { return nil }
        self.file = file
        self.start = start
        self.head = head
        self.fences = fences
    }

    /// All ranges; nil when a block is not sound.
    func allRanges() throws(SystemError) -> [SparseIndex.Range]? {
        let ranges = try soundRanges()
        return ranges.count == head.ranges ? ranges : nil
    }

    /// The ranges of all blocks that are sound.
    func soundRanges() throws(SystemError) -> [SparseIndex.Range] {
        var ranges: [SparseIndex.Range] = []
        for (block, fence) in fences.enumerated() {
            let bytes = try file.readAll(Limits.page, at: start + UInt64(head.byteCount + block * Limits.page))
            ranges += SparseIndex.ranges(ofBlock: bytes, fence: fence, count: head.ranges(inBlock: block)) ?? []
        }
        return ranges
    }

    /// What an index says of a record.
    enum Answer {
        /// It lies in this range if it is there.
        case range(SparseIndex.Range)
        /// It is not there.
        case absent
        /// The index is not what was written.
        case unsound
    }

    /// Looks a record up with one read.
    func range(of sequence: UInt64) throws(SystemError) -> Answer {
        guard sequence >= head.first, let number = UInt32(exactly: sequence - head.first) else { return .absent }
        let block = fences.partitioningIndex { $0 > number } - 1
        guard block >= 0 else { return .absent }
        let offset = start + UInt64(head.byteCount + block * Limits.page)
        let bytes = try file.readAll(Limits.page, at: offset)
        let range = SparseIndex.range(
            of: number, inBlock: bytes, fence: fences[block], count: head.ranges(inBlock: block))
        return range.map { .range($0) } ?? .unsound
    }
}
