/// One table of a snapshot: sorted files, the newer hiding what the older say of the same keys.
package struct StoredTable: Sendable {
    /// The value that was last written for a key; nil when there is none.
    ///
    /// Blocks for at most one read of a block in each file whose filter does not rule the key out, newest first.
    ///
    /// - Throws: `damaged` or `unreadable`.
    package func value(for key: TableKey) throws(SnapshotFailure) -> [UInt8]? {
        nil
    }

    /// Gives every key once, in order, with the value that was last written for it.
    ///
    /// Memory holds one block of each file at a time.
    ///
    /// - Throws: what the body throws, or a `SnapshotFailure`: `damaged` or `unreadable`.
    package func forEach(_ body: (TableKey, [UInt8]) throws -> Void) throws {
    }

    /// Entries in all files; a key that several files have counts in each.
    package var count: Int { 0 }
    /// Bytes of memory that the filters take.
    package var filterBytes: Int { 0 }
    /// Bytes of memory that the indexes of blocks take.
    package var indexBytes: Int { 0 }
    /// Bytes of the files on disk.
    package var fileBytes: Int { 0 }
    /// How many files a search looks at, at most.
    package var fileCount: Int { 0 }
}
