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
///         56      4  zero
///         60      4  CRC32C of bytes 0–59
struct BatchHeader: Hashable {
    static let length = 64
    private static let magic: [UInt8] = Array("VBAT".utf8)

    var bodyLength: Int
    var count: Int
    var bodyCheck: UInt32
    var batch: UInt64
    var firstSequence: UInt64
    var durableBefore: UInt64
    var salt: UInt64
    var chain: UInt64 = 0

    /// Bytes that the batch takes in the file.
    var paddedLength: Int {
        (Self.length + bodyLength + Limits.page - 1) / Limits.page * Limits.page
    }

    /// The header's bytes, with the chain carried on from the batch before.
    mutating func encoded(after previous: UInt64) -> [UInt8] {
        var bytes = linkedPart()
        chain = Self.link(bytes, after: previous)
        bytes.appendInteger(chain)
        bytes.appendInteger(UInt32(0))
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Whether the chain value follows from the batch before.
    func isLinked(to previous: UInt64) -> Bool {
        Self.link(linkedPart(), after: previous) == chain
    }

    /// Reads a header at an offset; nil when there is none with a sound check.
    init?(_ bytes: [UInt8], at offset: Int) {
        guard offset + Self.length <= bytes.count, bytes[offset..<offset + 4].elementsEqual(Self.magic) else {
            return nil
        }
        let header = Array(bytes[offset..<offset + Self.length])
        guard CRC32C.hash(Array(header[..<60])) == header.integer(UInt32.self, at: 60) else { return nil }
        bodyLength = Int(header.integer(UInt32.self, at: 4))
        count = Int(header.integer(UInt32.self, at: 8))
        bodyCheck = header.integer(UInt32.self, at: 12)
        batch = header.integer(UInt64.self, at: 16)
        firstSequence = header.integer(UInt64.self, at: 24)
        durableBefore = header.integer(UInt64.self, at: 32)
        salt = header.integer(UInt64.self, at: 40)
        chain = header.integer(UInt64.self, at: 48)
    }

    init(bodyLength: Int, count: Int, bodyCheck: UInt32, batch: UInt64, firstSequence: UInt64, salt: UInt64) {
        self.bodyLength = bodyLength
        self.count = count
        self.bodyCheck = bodyCheck
        self.batch = batch
        self.firstSequence = firstSequence
        self.salt = salt
        // Batches are written one after another, each only when the one before is synced.
        durableBefore = firstSequence - 1
    }

    private func linkedPart() -> [UInt8] {
        var bytes = Self.magic
        bytes.appendInteger(UInt32(bodyLength))
        bytes.appendInteger(UInt32(count))
        bytes.appendInteger(bodyCheck)
        bytes.appendInteger(batch)
        bytes.appendInteger(firstSequence)
        bytes.appendInteger(durableBefore)
        bytes.appendInteger(salt)
        return bytes
    }

    private static func link(_ bytes: [UInt8], after previous: UInt64) -> UInt64 {
        bytes.withUnsafeBytes {
            UInt64(CRC32C.hash($0, continuing: UInt32(truncatingIfNeeded: previous >> 32))) << 32
                | UInt64(CRC32C.hash($0, continuing: ~UInt32(truncatingIfNeeded: previous)))
        }
    }
}
