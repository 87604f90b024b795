/// The limits of snapshots.
enum Limits {
    /// Bytes of entries after which a block of a table is full; a larger value has a block of its own.
    static let blockBytes = 16 << 10
    /// Bytes that one value of a table may have.
    static let valueBytes = 16 << 20
    /// Bytes that a table's name may have in UTF-8.
    static let tableNameBytes = 100
    /// Bits of a table file's filter for each entry that goes into it.
    static let filterBits = 12
    /// Bits of the filter for each entry beyond which, when fewer entries came out of a merge, it is folded in half.
    static let filterBitsAtMost = 16
    /// Bytes of a table file below which all are of one tier; each tier above begins at four times as many.
    static let tierBytes = 1 << 20
    /// Files of one tier that are written together, and by how much a tier is larger than the one before.
    static let tierWidth = 4
    /// Bytes of files that a write takes into a merge of its own; larger merges are left to `mergeDue`.
    static let mergedWhileWriting = 16 << 20
    /// Bytes of pages in one file.
    static let pageFileBytes = 32 << 20
    /// Page files that there may be beside those that full ones would need.
    static let sparePageFiles = 16
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
