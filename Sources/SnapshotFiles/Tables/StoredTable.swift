/// One table of a snapshot: sorted files, the newer hiding what the older say of the same keys.
package struct StoredTable: Sendable {
    /// Newest first.
    let files: [TableFile]

    /// The value that was last written for a key; nil when there is none.
    ///
    /// Blocks for at most one read of a block in each file whose filter does not rule the key out, newest first.
    ///
    /// - Throws: `damaged` or `unreadable`.
    package func value(for key: TableKey) throws(SnapshotFailure) -> [UInt8]? {
        let hash = KeyHash(key)
        for file in files where file.filter.mayContain(hash) {
            if let value = try file.value(for: key) { return value }
        }
        return nil
    }

    /// Gives every key once, in order, with the value that was last written for it.
    ///
    /// Memory holds one block of each file at a time.
    ///
    /// - Throws: what the body throws, or a `SnapshotFailure`: `damaged` or `unreadable`.
    package func forEach(_ body: (TableKey, [UInt8]) throws -> Void) throws {
        var merge = EntryMerge(try files.map { try EntrySource($0) })
        while let entry = try merge.next() { try body(entry.key, Array(entry.value)) }
    }

    /// Entries in all files; a key that several files have counts in each.
    package var count: Int { files.reduce(0) { $0 + $1.directory.entries } }
    /// Bytes of memory that the filters take.
    package var filterBytes: Int { files.reduce(0) { $0 + $1.filter.byteCount } }
    /// Bytes of memory that the indexes of blocks take: 32 for a block of some 600 entries.
    package var indexBytes: Int { files.reduce(0) { $0 + $1.indexBytes } }
    /// Bytes of the files on disk.
    package var fileBytes: Int { files.reduce(0) { $0 + Int($1.reference.length) } }
    /// How many files a search looks at, at most.
    package var fileCount: Int { files.count }
}
