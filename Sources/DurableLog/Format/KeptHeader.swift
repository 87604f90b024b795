internal import Digests

/// The first page of a kept file: what retention left of one or more segments that stood here.
///
///     offset  bytes  what (integers little-endian)
///          0      8  magic "VAXELKPT"
///          8      4  format version, 1
///         12      4  number of records
///         16     16  store id: the same in all files of a store
///         32      8  first sequence that was stored in what it replaces
///         40      8  last sequence that was
///         48      8  batch sequence of the first batch of what it replaces
///         56      8  batch sequence of the last batch
///         64      8  chain value of the batch before the first
///         72      8  chain value of the last batch, which the next segment's header names
///         80      4  when the first batch was written, in seconds since 1970; 0 when not known
///         84      4  when the last batch was written
///         88      4  bytes from the file's beginning to the end of the records
///         92      4  the file's length in pages
///         96      4  CRC32C of bytes 0–95
///        100   3996  zeros
///       4096      …  the records with their numbers (`RecordLayout`), ascending
///          …      …  zeros up to the next page
///          …      …  the index of the records (`SparseIndex`)
struct KeptHeader: Hashable {
    static let version: UInt32 = 1
    private static let magic: [UInt8] = Array("VAXELKPT".utf8)
    private static let length = 96

    var storeID: [UInt8]
    var count = 0
    var first: UInt64
    var last: UInt64
    var firstBatch: UInt64
    var lastBatch: UInt64
    var previousChain: UInt64
    var lastChain: UInt64
    var firstWrittenAt: UInt32
    var lastWrittenAt: UInt32
    var recordsEnd = Limits.page
    var fileBytes = 0

    /// Where the index begins.
    var indexOffset: Int { recordsEnd.roundedUpToPage }

    private var isPlausible: Bool {
        first > 0 && first <= last && last - first <= UInt64(UInt32.max) && fileBytes <= Limits.fileBytes
            && recordsEnd >= Limits.page && indexOffset <= fileBytes
    }

    /// One page.
    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(Limits.page)
        bytes.appendInteger(Self.version)
        bytes.appendInteger(UInt32(count))
        bytes += storeID
        for value in [first, last, firstBatch, lastBatch, previousChain, lastChain] { bytes.appendInteger(value) }
        for value in [firstWrittenAt, lastWrittenAt, UInt32(recordsEnd), UInt32(fileBytes / Limits.page)] {
            bytes.appendInteger(value)
        }
        bytes.appendInteger(CRC32C.hash(bytes))
        bytes.padToPage()
        return bytes
    }

    /// Reads a page: the header, nil when it is none, or the version when that is newer than ours.
    static func decode(_ bytes: [UInt8]) throws(JournalFailure) -> KeptHeader? {
        guard bytes.count >= Limits.page, bytes.starts(with: magic),
            CRC32C.hash(Array(bytes[..<length])) == bytes.integer(UInt32.self, at: length)
        else { return nil }
        let version = bytes.integer(UInt32.self, at: 8)
        guard version <= Self.version else { throw .newerFormat(version: version) }
        guard bytes.withUnsafeBytes({ $0.part(length + 4..<Limits.page).isZero }) else { return nil }
        func number(_ offset: Int) -> UInt64 { bytes.integer(UInt64.self, at: offset) }
        let header = KeptHeader(
            storeID: Array(bytes[16..<32]), count: Int(bytes.integer(UInt32.self, at: 12)), first: number(32),
            last: number(40), firstBatch: number(48), lastBatch: number(56), previousChain: number(64),
            lastChain: number(72), firstWrittenAt: bytes.integer(UInt32.self, at: 80),
            lastWrittenAt: bytes.integer(UInt32.self, at: 84), recordsEnd: Int(bytes.integer(UInt32.self, at: 88)),
            fileBytes: Int(bytes.integer(UInt32.self, at: 92)) * Limits.page)
        return header.isPlausible ? header : nil
    }
}
