/// One of the sorted lists of entries that a merge goes through side by side.
struct EntrySource {
    private enum Origin {
        case memory([TableEntry])
        case file(TableFile)
    }

    private let origin: Origin
    /// The key that the source stands at; nil at its end.
    private(set) var key: TableKey?
    private var index = 0
    private var block: TableBlock?
    private var nextBlock = 0

    /// Entries in memory, sorted, each key once.
    init(_ entries: [TableEntry]) {
        origin = .memory(entries)
        key = entries.first?.key
    }

    /// The entries of a file; one of its blocks is in memory at a time.
    init(_ file: TableFile) throws(SnapshotFailure) {
        origin = .file(file)
        try readBlock(of: file)
    }

    /// The value at the key that the source stands at; the source must not be at its end.
    func value() throws(SnapshotFailure) -> ArraySlice<UInt8> {
        switch origin {
        case .memory(let entries): return entries[index].value[...]
        case .file(let file):
            guard let value = block?.value(index) else { throw file.damage }
            return value
        }
    }

    /// Goes on to the next key.
    mutating func advance() throws(SnapshotFailure) {
        index += 1
        switch origin {
        case .memory(let entries): key = index < entries.count ? entries[index].key : nil
        case .file(let file):
            if let block, index < block.count {
                key = block.key(index)
            } else {
                try readBlock(of: file)
            }
        }
    }

    private mutating func readBlock(of file: TableFile) throws(SnapshotFailure) {
        index = 0
        guard nextBlock < file.directory.places.count else {
            block = nil
            key = nil
            return
        }
        let read = try file.block(nextBlock)
        nextBlock += 1
        block = read
        key = read.key(0)
    }
}
