internal import Digests

/// A table file that is being written, entry by entry in the order of their keys.
struct TableFileOutput {
    private let number: UInt64
    private var output: FileOutput
    private var directory: TableDirectory
    private var filter: KeyFilter
    private var block: TableBlockBuilder

    /// Makes the file of a number, for a part of a table with so many entries at most.
    init(
        _ number: UInt64, of tableName: String, expecting count: Int, in store: SnapshotStore
    ) throws(SnapshotFailure) {
        self.number = number
        block = TableBlockBuilder(limit: store.options.blockBytes)
        output = try FileOutput(FileKind.table.name(number), in: store.folder)
        filter = KeyFilter(expecting: count)
        directory = TableDirectory(
            tableName: tableName, entries: 0, filterRange: filter.range, filterFolds: 0, filterCheck: 0, places: [])
        try output.append(FileFrame.header(.table, number: number))
    }

    /// How many entries have been added.
    var count: Int { directory.entries }

    /// Adds an entry, whose key comes after those of all before.
    mutating func append(_ key: TableKey, _ value: ArraySlice<UInt8>) throws(SnapshotFailure) {
        if !block.hasRoom(for: value.count) { try closeBlock() }
        block.append(key, value)
        filter.insert(KeyHash(key))
        directory.entries += 1
    }

    /// Writes what is left; when this returns the disk has the file, but not yet its name.
    mutating func finish() throws(SnapshotFailure) -> TableFile {
        try closeBlock()
        filter.fold(to: count)
        let filterBytes = filter.encoded()
        try output.append(filterBytes)
        directory.filterFolds = filter.folds
        directory.filterCheck = CRC32C.hash(filterBytes)
        let encoded = directory.encoded()
        let footer = FileFrame.footer(number: number, directory: encoded, at: output.length)
        try output.append(encoded)
        try output.append(footer.bytes)
        let file = try output.finish()
        let reference = FileReference(
            kind: .table, number: number, length: UInt64(file.length), check: footer.check)
        return TableFile(file, as: reference, directory: directory, filter: filter)
    }

    private mutating func closeBlock() throws(SnapshotFailure) {
        guard let firstKey = block.firstKey else { return }
        let bytes = block.take()
        directory.places.append(
            .init(
                firstKey: firstKey, offset: output.length, length: UInt32(bytes.count), check: CRC32C.hash(bytes)))
        try output.append(bytes)
    }
}
