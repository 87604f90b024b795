/// The limits of snapshots.
enum Limits {
    /// Bytes that one value of a table may have.
    static let valueBytes = 16 << 20
    /// Bytes that a table's name may have in UTF-8.
    static let tableNameBytes = 100
    /// Bits of a table file's filter for each entry that goes into it.
    static let filterBits = 12
    /// Bits of the filter for each entry beyond which, when fewer entries came out of a merge, it is folded in half.
    static let filterBitsAtMost = 16
    /// A table is written anew when one in so many of its entries may be forgotten.
    static let forgottenShare = 8
    /// Bytes of a table that is written anew however few of its entries may be forgotten.
    static let tableReadWhole = 256 << 20
    /// Blocks of a file, about, by which is told how many of its entries may be forgotten.
    static let sampledBlocks = 16
    /// Files of one tier that are written together, and by how much a tier is larger than the one before.
    static let tierWidth = 4
    /// Page files that there may be beside those that full ones would need.
    static let sparePageFiles = 32
    /// Words that a page may have.
    static let pageWords = 1 << 20
    /// Pages that a snapshot may have.
    static let pages = 1 << 24
    /// Bytes that are gathered before they are written to a file.
    static let outputBytes = 1 << 20
    /// Bytes that a manifest may have.
    static let manifestBytes = 1 << 30
    /// Snapshots that are kept.
    static let snapshots = 2
}
