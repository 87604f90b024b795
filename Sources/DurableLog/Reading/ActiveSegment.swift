internal import LinuxSystem

/// The segment that is written to, as far as the disk has it.
struct ActiveSegment: Sendable {
    let segment: SegmentFile
    /// The place behind the last batch that the disk has for certain.
    private(set) var end: LogPosition
    private var index: SparseIndex
    /// The place up to which the index does not reach back: a start from a position reads nothing before it.
    private(set) var unindexed: LogPosition?
    private var writtenAt: ClosedRange<UInt32>?
    /// When its first batch was written, if that is known and was not read.
    private let begunAt: UInt32

    /// Begins where a segment is empty, or behind a position in it.
    ///
    /// - Parameters:
    ///   - segment: the file.
    ///   - position: what lies before it is not read.
    ///   - time: when the segment's first batch was written, in seconds since 1970; 0 when that is not known.
    init(_ segment: SegmentFile, after position: LogPosition, begunAt time: UInt32 = 0) {
        self.segment = segment
        end = position
        index = SparseIndex(first: segment.header.firstSequence)
        unindexed = position.segment == segment.header.firstSequence && position.batchOffset > 0 ? position : nil
        begunAt = time
    }

    /// The place where its first batch goes.
    var beginning: LogPosition { extent.beginning }
    var isEmpty: Bool { end.batch == beginning.batch }

    /// Takes a batch in that was found in the file.
    mutating func add(_ batch: SegmentWalk.Batch, of walk: SegmentWalk) {
        index.add(batch, of: walk)
        advance(to: walk.position, writtenAt: batch.header.writtenAt)
    }

    /// Takes a batch in that was written and synced.
    mutating func add(_ records: [PendingBatch.Record], behind position: LogPosition, writtenAt time: UInt32) {
        var sequence = end.sequence
        let start = position.batchOffset + BatchHeader.length
        var offset = start
        for record in records {
            sequence += 1
            index.add(
                sequence, length: record.byteCount, check: record.check, at: offset, startsRange: offset == start)
            offset += record.byteCount
        }
        advance(to: position, writtenAt: time)
    }

    /// Puts the index of what lies before the position that a start went on from in front.
    mutating func prepend(_ earlier: SparseIndex) {
        guard unindexed != nil else { return }
        index.ranges.insert(contentsOf: earlier.ranges, at: 0)
        index.damages.insert(contentsOf: earlier.damages, at: 0)
        unindexed = nil
    }

    func range(of sequence: UInt64) -> SparseIndex.Range? { index.range(of: sequence) }

    func damage(of sequence: UInt64) -> JournalDamage? { index.damage(of: sequence) }

    /// The segment as it is when another one is begun.
    var extent: Extent {
        Extent(
            header: .segment(segment.header), last: end.sequence, bytes: segment.size,
            firstWrittenAt: begunAt > 0 ? begunAt : writtenAt?.lowerBound ?? 0,
            lastWrittenAt: writtenAt?.upperBound ?? 0)
    }

    /// The segment with its index, to be read on; nil when the index does not reach back to its beginning.
    var opened: OpenExtent? {
        unindexed == nil ? OpenExtent(extent, segment.file, index: index) : nil
    }

    private mutating func advance(to position: LogPosition, writtenAt time: UInt32) {
        end = position
        writtenAt = min(writtenAt?.lowerBound ?? time, time)...max(writtenAt?.upperBound ?? time, time)
    }
}
