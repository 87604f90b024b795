internal import Digests

/// What stands before the records of one group commit, on a page of its own start.
///
///     offset  bytes  what (integers little-endian)
///          0      4  magic "VBAT"
///          4      4  length of the records in bytes
///          8      4  number of records
///         12      4  CRC32C of the records
///         16      8  batch sequence
///         24      8  first sequence: the sequence number of the first record
///         32      8  durableBefore: the highest sequence number known synced when this batch was written
///         40      8  salt of the segment
///         48      8  chain value: CRC32C of the previous chain value and bytes 0–47, twice, from two seeds
///         56      4  when it was written, in seconds since 1970 by the wall clock; 0 from before this was noted
///         60      4  CRC32C of bytes 0–59
///         64      …  the records, then zeros up to the next page
struct BatchHeader: Hashable {
    static let length = 64
    private static let magic: [UInt8] = Array("VBAT".utf8)
    private static let magicNumber = magic.integer(UInt32.self, at: 0)
    private static let linkedLength = 48

    var bodyLength: Int
    var count: Int
    var bodyCheck: UInt32
    var batch: UInt64
    var firstSequence: UInt64
    var durableBefore: UInt64
    var salt: UInt64
    var chain: UInt64 = 0
    var writtenAt: UInt32

    /// Bytes that the batch takes in the file.
    var paddedLength: Int { (Self.length + bodyLength).roundedUpToPage }

    /// The sequence number of the last record; `firstSequence - 1` when there is none.
    var lastSequence: UInt64 { firstSequence &+ UInt64(count) &- 1 }

    /// The header's bytes, with the chain carried on from the batch before.
    mutating func encoded(after previous: UInt64) -> [UInt8] {
        var bytes = linkedPart()
        chain = bytes.withUnsafeBytes { Self.link($0, after: previous) }
        bytes.appendInteger(chain)
        bytes.appendInteger(writtenAt)
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Whether a batch's chain value follows from the batch before; the buffer begins with the header that was read
    /// from it.
    func isLinked(to previous: UInt64, in bytes: UnsafeRawBufferPointer) -> Bool {
        Self.link(bytes.part(0..<Self.linkedLength), after: previous) == chain
    }

    /// Reads the header that a buffer begins with; nil when there is none with a sound check.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.length, bytes.integer(UInt32.self, at: 0) == Self.magicNumber,
            CRC32C.hash(bytes.part(0..<60)) == bytes.integer(UInt32.self, at: 60)
        else { return nil }
        bodyLength = Int(bytes.integer(UInt32.self, at: 4))
        count = Int(bytes.integer(UInt32.self, at: 8))
        bodyCheck = bytes.integer(UInt32.self, at: 12)
        batch = bytes.integer(UInt64.self, at: 16)
        firstSequence = bytes.integer(UInt64.self, at: 24)
        durableBefore = bytes.integer(UInt64.self, at: 32)
        salt = bytes.integer(UInt64.self, at: 40)
        chain = bytes.integer(UInt64.self, at: 48)
        writtenAt = bytes.integer(UInt32.self, at: 56)
    }

    init(
        bodyLength: Int, count: Int, bodyCheck: UInt32, batch: UInt64, firstSequence: UInt64, salt: UInt64,
        writtenAt: UInt32
    ) {
        self.bodyLength = bodyLength
        self.count = count
        self.bodyCheck = bodyCheck
        self.batch = batch
        self.firstSequence = firstSequence
        self.salt = salt
        self.writtenAt = writtenAt
        // Batches are written one after another, each only when the one before is synced.
        durableBefore = firstSequence - 1
    }

    private func linkedPart() -> [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(Self.length)
        bytes.appendInteger(UInt32(bodyLength))
        bytes.appendInteger(UInt32(count))
        bytes.appendInteger(bodyCheck)
        bytes.appendInteger(batch)
        bytes.appendInteger(firstSequence)
        bytes.appendInteger(durableBefore)
        bytes.appendInteger(salt)
        return bytes
    }

    private static func link(_ bytes: UnsafeRawBufferPointer, after previous: UInt64) -> UInt64 {
        UInt64(CRC32C.hash(bytes, continuing: UInt32(truncatingIfNeeded: previous >> 32))) << 32
            | UInt64(CRC32C.hash(bytes, continuing: ~UInt32(truncatingIfNeeded: previous)))
    }
}
