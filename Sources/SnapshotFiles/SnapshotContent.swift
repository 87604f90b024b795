/// What a snapshot is to hold, as far as it has changed since the one before.
package struct SnapshotContent: Sendable {
    /// Where in the journal the state stands; bytes that the journal alone understands.
    package var position: [UInt8]
    /// The sequence number that the snapshot is named and ordered by: that of the last record in it.
    package var sequence: UInt64
    /// The small part of the state, written whole each time.
    package var blob: [UInt8]
    /// For each table the entries that are new or changed since the snapshot before, in any order.
    ///
    /// Of several entries with one key the later wins. A table that is not named stays as it was.
    package var tables: [String: [TableEntry]]
    /// How many pages there are; pages of the snapshot before from this number on are dropped.
    package var pageCount: Int
    /// The pages that are new or changed since the snapshot before, each number once, all of one length.
    ///
    /// Each page below `pageCount` must be here or in the snapshot before.
    package var pages: [(number: Int, words: [UInt32])]

    /// Takes what has changed.
    package init(
        position: [UInt8], sequence: UInt64, blob: [UInt8] = [], tables: [String: [TableEntry]] = [:],
        pageCount: Int = 0, pages: [(number: Int, words: [UInt32])] = []
    ) {
        self.position = position
        self.sequence = sequence
        self.blob = blob
        self.tables = tables
        self.pageCount = pageCount
        self.pages = pages
    }
}
