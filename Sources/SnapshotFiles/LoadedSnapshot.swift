/// A snapshot whose files are open: a value that any thread may read at any time.
///
/// Its files stay readable for as long as it is held, also when they have been deleted since.
package struct LoadedSnapshot: Sendable {
    /// Where in the journal the state stands, as given when it was written.
    package let position: [UInt8]
    /// The sequence number that the snapshot is named and ordered by.
    package let sequence: UInt64
    /// The small part of the state.
    package let blob: [UInt8]

    /// The names of the tables that have entries, sorted.
    package var tableNames: [String] { [] }

    /// A table; empty when the snapshot has none of that name.
    package func table(_ name: String) -> StoredTable {
        StoredTable()
    }

    /// All pages in order, each checked.
    ///
    /// - Throws: `damaged` or `unreadable`.
    package func pages() throws(SnapshotFailure) -> [[UInt32]] {
        []
    }
}
