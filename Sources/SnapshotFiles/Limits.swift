/// The limits of snapshots.
enum Limits {
    /// Bytes of entries after which a block of a table is full; a larger value has a block of its own.
    static let blockBytes = 16 << 10
    /// Bytes that one value of a table may have.
    static let valueBytes = 16 << 20
    /// Bytes that a table's name may have in UTF-8.
    static let tableNameBytes = 100
}
