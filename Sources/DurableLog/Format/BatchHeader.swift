/// What begins a batch: one group commit, on a page boundary. Little-endian; records follow, then zeros to the page's end.
///
/// ```
///  0       4             8       12      16      24             32               40      48      56         60
///  +-------+-------------+-------+-------+-------+--------------+----------------+-------+-------+----------+------------+
///  | magic | body length | count | zero  | batch | first record | durable before | salt  | chain | body CRC | header CRC |
///  | 4     | 4           | 4     | 4     | 8     | 8            | 8              | 8     | 8     | 4        | 4          |
///  +-------+-------------+-------+-------+-------+--------------+----------------+-------+-------+----------+------------+
/// ```
///
/// `durable before` is the highest sequence that was known to be synced when this batch was written: a later batch that
/// names a sequence proves that it had been answered, which tells damage from a torn tail. The chain runs through all
/// batches, so that an old page in a new place does not fit. A batch without records is a mark.
///
/// The body is a run of frames, `length 4 | CRC 4 | bytes`, one per record. A frame's CRC covers the record's bytes and is
/// made by whoever appends it, on its own thread; the body CRC covers the frames' heads.
struct BatchHeader: Hashable, Sendable {
    static let length = 64
    private static let magic: UInt32 = 0x3142_5856  // "VXB1"

    /// Bytes of records behind the header.
    let bodyLength: UInt32
    /// Records in the batch.
    let count: UInt32
    /// Counts batches from 1, through all segments.
    let batch: UInt64
    /// The sequence of the first record, or of the next one in a mark.
    let firstSequence: UInt64
    let durableBefore: UInt64
    let salt: UInt64
    let chain: UInt64
    let bodyChecksum: UInt32

    /// The chain after a batch: a mix of the chain before it, its body's checksum, its length and its number.
    static func chain(after previous: UInt64, bodyChecksum: UInt32, bodyLength: UInt32, batch: UInt64) -> UInt64 {
        var mixed = previous ^ (UInt64(bodyChecksum) << 32 | UInt64(bodyLength)) &+ batch &* 0x9E37_79B9_7F4A_7C15
        // The finalizer of SplitMix64: every bit of the input reaches every bit of the output.
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length)
        for word in [Self.magic, bodyLength, count, 0] { LittleEndian.append(word, to: &bytes) }
        for word in [batch, firstSequence, durableBefore, salt, chain] { LittleEndian.append(word, to: &bytes) }
        LittleEndian.append(bodyChecksum, to: &bytes)
        LittleEndian.append(CRC32C.of(bytes), to: &bytes)
        return bytes
    }

    init(
        bodyLength: UInt32, count: UInt32, batch: UInt64, firstSequence: UInt64, durableBefore: UInt64, salt: UInt64,
        chain: UInt64, bodyChecksum: UInt32
    ) {
        self.bodyLength = bodyLength
        self.count = count
        self.batch = batch
        self.firstSequence = firstSequence
        self.durableBefore = durableBefore
        self.salt = salt
        self.chain = chain
        self.bodyChecksum = bodyChecksum
    }

    /// Reads a header; nil when the bytes are no sound one.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length, LittleEndian.read(bytes, at: 0, as: UInt32.self) == Self.magic,
            LittleEndian.read(bytes, at: 60, as: UInt32.self) == CRC32C.of(Array(bytes[0..<60]))
        else { return nil }
        self.init(
            bodyLength: LittleEndian.read(bytes, at: 4, as: UInt32.self),
            count: LittleEndian.read(bytes, at: 8, as: UInt32.self),
            batch: LittleEndian.read(bytes, at: 16, as: UInt64.self),
            firstSequence: LittleEndian.read(bytes, at: 24, as: UInt64.self),
            durableBefore: LittleEndian.read(bytes, at: 32, as: UInt64.self),
            salt: LittleEndian.read(bytes, at: 40, as: UInt64.self),
            chain: LittleEndian.read(bytes, at: 48, as: UInt64.self),
            bodyChecksum: LittleEndian.read(bytes, at: 56, as: UInt32.self))
    }

    /// Bytes of the batch on disk: header and body, up to the page's end.
    var span: Int { Limits.roundedToPage(Self.length + Int(bodyLength)) }
}
