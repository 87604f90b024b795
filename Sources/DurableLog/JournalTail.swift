/// Where the next batch goes. A plain value: the writer works on it, recovery makes the first one.
struct JournalTail: Hashable, Sendable {
    /// The active segment's number; 0 when there is none yet.
    var segment: UInt64 = 0
    var salt: UInt64 = 0
    /// Where the next batch starts in the active segment.
    var offset = 0
    /// The active segment's length.
    var segmentBytes = 0
    var nextSequence: UInt64 = 1
    var nextBatch: UInt64 = 1
    var chain: UInt64 = 0
    /// The highest sequence that is known to be synced.
    var durable: UInt64 = 0
    /// Whether the last batch is a mark, so that another one would say nothing new.
    var endsWithMark = true

    /// Bytes that are left in the active segment.
    var room: Int { segmentBytes - offset }

    /// The header of a batch of frames at the tail.
    func header(for frames: [Frame]) -> BatchHeader {
        let bodyLength = UInt32(frames.reduce(0) { $0 + $1.length })
        let checksum = CRC32C.of(frames.flatMap(\.head))
        return BatchHeader(
            bodyLength: bodyLength, count: UInt32(frames.count), batch: nextBatch, firstSequence: nextSequence,
            durableBefore: durable, salt: salt,
            chain: BatchHeader.chain(
                after: chain, bodyChecksum: checksum, bodyLength: bodyLength, batch: nextBatch),
            bodyChecksum: checksum)
    }

    /// Moves behind a batch that is on disk.
    mutating func advance(over header: BatchHeader) {
        offset += header.span
        nextSequence += UInt64(header.count)
        nextBatch += 1
        chain = header.chain
        durable = nextSequence - 1
        endsWithMark = header.count == 0
    }

    /// Whether a header is the one that comes next.
    func expects(_ header: BatchHeader) -> Bool {
        header.salt == salt && header.batch == nextBatch && header.firstSequence == nextSequence
            && header.span <= room
            && header.chain
                == BatchHeader.chain(
                    after: chain, bodyChecksum: header.bodyChecksum, bodyLength: header.bodyLength, batch: nextBatch)
    }
}
