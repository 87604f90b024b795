internal import DurableLog

extension TableFileOutput {
    /// Writes entries in memory and files of a table into one file.
    ///
    /// An entry may be forgotten only where no older file can have its key, whose value would else come back.
    ///
    /// - Parameters:
    ///   - entries: the newest entries, sorted, each key once.
    ///   - files: the files to merge with them, newest first.
    ///   - older: the table's files behind those.
    ///   - name: the table and its rule for what may be forgotten.
    ///   - number: the new file's number.
    ///   - folder: where it goes.
    /// - Returns: the file; nil when no entry was left, and then there is none.
    static func merge(
        _ entries: [TableEntry], _ files: [TableFile], over older: [TableFile], of name: String,
        dropping: (@Sendable (TableKey, [UInt8]) -> Bool)?, as number: UInt64, in folder: any StorageFolder
    ) throws(SnapshotFailure) -> TableFile? {
        var sources = [EntrySource(entries)]
        for file in files { sources.append(try EntrySource(file)) }
        var merge = EntryMerge(sources)
        let most = files.reduce(entries.count) { $0 + $1.directory.entries }
        var output = try TableFileOutput(number, of: name, expecting: most, in: folder)
        // What is only written, and not merged, is as new as can be.
        let isDropped = files.isEmpty ? nil : dropping
        while let entry = try merge.next() {
            if let isDropped, isDropped(entry.key, Array(entry.value)), !isHidden(entry.key, in: older) { continue }
            try output.append(entry.key, entry.value)
        }
        return output.count > 0 ? try output.finish() : nil
    }

    private static func isHidden(_ key: TableKey, in older: [TableFile]) -> Bool {
        let hash = KeyHash(key)
        return older.contains { $0.filter.mayContain(hash) }
    }
}
