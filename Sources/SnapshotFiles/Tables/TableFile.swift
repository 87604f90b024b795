internal import Digests
internal import DurableLog

/// A table file that is open: index and filter in memory, entries on disk.
final class TableFile: Sendable {
    let reference: FileReference
    let directory: TableDirectory
    let filter: KeyFilter
    private let file: StoredFile

    init(_ file: StoredFile, as reference: FileReference, directory: TableDirectory, filter: KeyFilter) {
        self.file = file
        self.reference = reference
        self.directory = directory
        self.filter = filter
    }

    /// Opens a table file that a manifest names, and checks all of it but its blocks.
    static func open(
        _ reference: FileReference, of tableName: String, in folder: any StorageFolder
    ) throws(SnapshotFailure) -> TableFile {
        let file = try StoredFile.open(reference.name, in: folder)
        let found = try FileFrame.directory(of: file, as: reference)
        guard let directory = try? TableDirectory(found.bytes), directory.tableName == tableName else {
            throw file.damage
        }
        let filterOffset = FileFrame.headerLength + directory.blockBytes
        let filterBytes = try file.bytes(found.offset - filterOffset, at: filterOffset)
        guard CRC32C.hash(filterBytes) == directory.filterCheck,
            let filter = KeyFilter(range: directory.filterRange, folds: directory.filterFolds, bytes: filterBytes)
        else { throw file.damage }
        return TableFile(file, as: reference, directory: directory, filter: filter)
    }

    /// Bytes of memory that the index of blocks takes.
    var indexBytes: Int { directory.places.count * MemoryLayout<TableDirectory.Place>.stride }

    /// The value of a key that the filter does not rule out; nil when it is not here.
    func value(for key: TableKey) throws(SnapshotFailure) -> [UInt8]? {
        guard let number = blockNumber(for: key) else { return nil }
        let block = try self.block(number)
        guard let index = block.index(of: key) else { return nil }
        guard let value = block.value(index) else { throw file.damage }
        return Array(value)
    }

    /// Reads one of the blocks.
    func block(_ number: Int) throws(SnapshotFailure) -> TableBlock {
        let place = directory.places[number]
        let bytes = try file.bytes(Int(place.length), at: place.offset)
        guard CRC32C.hash(bytes) == place.check, let block = TableBlock(bytes) else { throw file.damage }
        return block
    }

    var damage: SnapshotFailure { file.damage }

    /// The last block whose first key is not beyond a key; nil when the key comes before all.
    private func blockNumber(for key: TableKey) -> Int? {
        var low = 0
        var high = directory.places.count
        while low < high {
            let middle = (low + high) / 2
            if directory.places[middle].firstKey <= key { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}
