internal import Digests

/// A place in the log behind a whole batch, which a start can go on from.
///
/// Encoded, for a snapshot to keep:
///
///     offset  bytes  what (integers little-endian)
///          0      4  magic "VPOS"
///          4      4  bytes from the segment file's beginning to the header of the last batch, in pages
///          8      8  sequence number of the last record before the place; 0 at the log's beginning
///         16      8  batch sequence of the last batch; 0 at the log's beginning
///         24      8  chain value of the last batch; 0 at the log's beginning
///         32      8  first sequence number of the segment that holds the last batch
///         40      4  bytes from the segment file's beginning to the end of the last batch, in pages
///         44      4  CRC32C of bytes 0–43
package struct LogPosition: Hashable, Sendable, Comparable {
    /// Bytes of an encoded position.
    package static let encodedLength = 48
    private static let magic: [UInt8] = Array("VPOS".utf8)

    /// The sequence number of the last record before the place; marks count.
    package let sequence: UInt64
    let batch: UInt64
    let chain: UInt64
    /// The first sequence number of the segment that holds the last batch.
    let segment: UInt64
    /// Where the last batch stands in its segment, in bytes; so that a start can look whether it is the one it was.
    let batchOffset: Int
    /// Where the next batch goes in that segment, if it finds room there, in bytes.
    let offset: Int

    /// The place before everything.
    package static let beginning = LogPosition(
        sequence: 0, batch: 0, chain: 0, segment: 1, batchOffset: 0, offset: Limits.page)

    init(sequence: UInt64, batch: UInt64, chain: UInt64, segment: UInt64, batchOffset: Int, offset: Int) {
        self.sequence = sequence
        self.batch = batch
        self.chain = chain
        self.segment = segment
        self.batchOffset = batchOffset
        self.offset = offset
    }

    /// The position's bytes, with a check of their own.
    package var encoded: [UInt8] {
        var bytes = Self.magic
        bytes.appendInteger(UInt32(batchOffset / Limits.page))
        for value in [sequence, batch, chain, segment] { bytes.appendInteger(value) }
        bytes.appendInteger(UInt32(offset / Limits.page))
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Reads a position back; nil when the bytes are not those of one.
    package init?(encoded bytes: [UInt8]) {
        guard bytes.count == Self.encodedLength, bytes.starts(with: Self.magic),
            CRC32C.hash(Array(bytes[..<44])) == bytes.integer(UInt32.self, at: 44)
        else { return nil }
        self.init(
            sequence: bytes.integer(UInt64.self, at: 8), batch: bytes.integer(UInt64.self, at: 16),
            chain: bytes.integer(UInt64.self, at: 24), segment: bytes.integer(UInt64.self, at: 32),
            batchOffset: Int(bytes.integer(UInt32.self, at: 4)) * Limits.page,
            offset: Int(bytes.integer(UInt32.self, at: 40)) * Limits.page)
    }

    /// The same records before it, and the next batch looked for elsewhere in the segment.
    func atOffset(_ offset: Int) -> LogPosition {
        LogPosition(
            sequence: sequence, batch: batch, chain: chain, segment: segment, batchOffset: batchOffset, offset: offset)
    }

    /// The same place, as if all records up to one had been read.
    func atEnd(_ last: UInt64) -> LogPosition {
        LogPosition(
            sequence: last, batch: batch, chain: chain, segment: segment, batchOffset: batchOffset, offset: offset)
    }

    /// The same records before it, where a segment begins that follows them.
    func atBeginning(ofSegment first: UInt64) -> LogPosition {
        LogPosition(
            sequence: sequence, batch: batch, chain: chain, segment: first, batchOffset: 0, offset: Limits.page)
    }

    /// Whether one place lies before another, by the records that were stored before each.
    package static func < (one: LogPosition, other: LogPosition) -> Bool {
        one.sequence < other.sequence
    }
}
