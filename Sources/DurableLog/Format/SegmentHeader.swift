internal import Digests

/// The first page of a segment file.
///
///     offset  bytes  what (integers little-endian)
///          0      8  magic "VAXELSEG"
///          8      4  format version, 1
///         12      4  the file's length in pages
///         16     16  store id: the same in all segments of a store
///         32      8  salt: random, the same in every batch of this segment and of no other
///         40      8  first sequence: the sequence number of the first record
///         48      8  batch sequence of the first batch
///         56      8  chain value of the last batch of the segment before; 0 in the first
///         64      4  CRC32C of bytes 0–63
///         68   4028  zeros
struct SegmentHeader: Hashable {
    static let version: UInt32 = 1
    private static let magic: [UInt8] = Array("VAXELSEG".utf8)
    private static let length = 64

    /// Bytes of the whole file, a multiple of the page; a file of another length has been cut or is another's.
    var fileBytes: Int
    var storeID: [UInt8]
    var salt: UInt64
    var firstSequence: UInt64
    var firstBatch: UInt64
    var previousChain: UInt64

    /// One page.
    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.appendInteger(Self.version)
        bytes.appendInteger(UInt32(fileBytes / Limits.page))
        bytes += storeID
        bytes.appendInteger(salt)
        bytes.appendInteger(firstSequence)
        bytes.appendInteger(firstBatch)
        bytes.appendInteger(previousChain)
        bytes.appendInteger(CRC32C.hash(bytes))
        bytes += [UInt8](repeating: 0, count: Limits.page - bytes.count)
        return bytes
    }

    /// Reads a page: the header, nil when it is none, or the version when that is newer than ours.
    static func decode(_ bytes: [UInt8]) throws(JournalFailure) -> SegmentHeader? {
        guard bytes.count >= length + 4, bytes.prefix(8).elementsEqual(magic),
            CRC32C.hash(Array(bytes[..<length])) == bytes.integer(UInt32.self, at: length),
            bytes[(length + 4)...].allSatisfy({ $0 == 0 })
        else { return nil }
        let version = bytes.integer(UInt32.self, at: 8)
        guard version <= Self.version else { throw .newerFormat(version: version) }
        return SegmentHeader(
            fileBytes: Int(bytes.integer(UInt32.self, at: 12)) * Limits.page, storeID: Array(bytes[16..<32]),
            salt: bytes.integer(UInt64.self, at: 32),
            firstSequence: bytes.integer(UInt64.self, at: 40), firstBatch: bytes.integer(UInt64.self, at: 48),
            previousChain: bytes.integer(UInt64.self, at: 56))
    }
}
