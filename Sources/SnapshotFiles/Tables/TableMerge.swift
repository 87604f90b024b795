/// Entries in memory and files of a table that are to become one file.
struct TableMerge {
    let tableName: String
    /// The newest entries, sorted, each key once.
    var entries: [TableEntry] = []
    /// The files to merge with them, newest first.
    let files: [TableFile]
    /// The table's files behind those.
    let older: [TableFile]
    /// Which entries may be forgotten.
    let dropping: (@Sendable (TableKey, [UInt8]) -> Bool)?

    /// Writes the file; nil when no entry was left, and then what was begun is for the next sweep.
    ///
    /// An entry is forgotten only where no older file can have its key, whose value would else come back. What is written
    /// and not merged is as new as can be, and not asked about.
    func write(as number: UInt64, in store: SnapshotStore) throws(SnapshotFailure) -> TableFile? {
        var sources = [EntrySource(entries)]
        for file in files { sources.append(try EntrySource(file)) }
        var merge = EntryMerge(sources)
        let most = files.reduce(entries.count) { $0 + $1.directory.entries }
        var output = try TableFileOutput(number, of: tableName, expecting: most, in: store)
        let isDropped = files.isEmpty ? nil : dropping
        while let entry = try merge.next() {
            if let isDropped, isDropped(entry.key, Array(entry.value)), !isHidden(entry.key) { continue }
            try output.append(entry.key, entry.value)
        }
        return output.count > 0 ? try output.finish() : nil
    }

    private func isHidden(_ key: TableKey) -> Bool {
        let hash = KeyHash(key)
        return older.contains { $0.filter.mayContain(hash) }
    }
}
