/// The first page of a segment file. Little-endian; the rest of the 4,096 bytes is zero.
///
/// ```
///  0        8          12         16           32      40       48               56               64      68
///  +--------+----------+----------+------------+-------+--------+----------------+----------------+-------+
///  | magic  | version  | length   | store id   | salt  | number | first sequence | previous chain | CRC   |
///  | 8      | 4        | 4        | 16         | 8     | 8      | 8              | 8              | 4     |
///  +--------+----------+----------+------------+-------+--------+----------------+----------------+-------+
/// ```
///
/// The CRC-32C covers bytes 0–63. `length` is that of the file in pages of 4,096 bytes.
struct SegmentHeader: Hashable, Sendable {
    /// The version that this program writes. A newer one is refused.
    static let currentVersion: UInt32 = 1
    private static let magic = Array("VAXELSEG".utf8)
    private static let length = 68

    var version = currentVersion
    /// The file's length in pages.
    let pages: UInt32
    /// The same in all segments of a store: two words drawn at random when it was made.
    let store: [UInt64]
    /// Drawn at random for each segment, so that pages of another file cannot be taken for its own.
    let salt: UInt64
    /// Counts segments from 1.
    let number: UInt64
    /// The sequence of the first record that can be in it.
    let firstSequence: UInt64
    /// The chain at the end of the segment before it.
    let previousChain: UInt64

    /// The page that begins the file.
    var page: [UInt8] {
        var bytes = Self.magic
        LittleEndian.append(version, to: &bytes)
        LittleEndian.append(pages, to: &bytes)
        for word in store { LittleEndian.append(word, to: &bytes) }
        for word in [salt, number, firstSequence, previousChain] { LittleEndian.append(word, to: &bytes) }
        LittleEndian.append(CRC32C.of(bytes), to: &bytes)
        return bytes + [UInt8](repeating: 0, count: Limits.page - bytes.count)
    }

    init(pages: UInt32, store: [UInt64], salt: UInt64, number: UInt64, firstSequence: UInt64, previousChain: UInt64) {
        self.pages = pages
        self.store = store
        self.salt = salt
        self.number = number
        self.firstSequence = firstSequence
        self.previousChain = previousChain
    }

    /// Reads a file's first page; nil when it is no sound header.
    init?(_ page: [UInt8]) {
        guard page.count >= Self.length, Array(page[0..<8]) == Self.magic,
            LittleEndian.read(page, at: 64, as: UInt32.self) == CRC32C.of(Array(page[0..<64]))
        else { return nil }
        self.init(
            pages: LittleEndian.read(page, at: 12, as: UInt32.self),
            store: [16, 24].map { LittleEndian.read(page, at: $0, as: UInt64.self) },
            salt: LittleEndian.read(page, at: 32, as: UInt64.self),
            number: LittleEndian.read(page, at: 40, as: UInt64.self),
            firstSequence: LittleEndian.read(page, at: 48, as: UInt64.self),
            previousChain: LittleEndian.read(page, at: 56, as: UInt64.self))
        version = LittleEndian.read(page, at: 8, as: UInt32.self)
    }
}
