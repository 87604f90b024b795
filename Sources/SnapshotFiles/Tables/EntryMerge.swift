/// Goes through several sorted lists at once: every key once, in order, with its newest value.
struct EntryMerge {
    /// Newest first.
    private var sources: [EntrySource]

    /// Takes the lists, newest first.
    init(_ sources: [EntrySource]) {
        self.sources = sources.filter { $0.key != nil }
    }

    /// The next key and its newest value; nil at the end.
    mutating func next() throws(SnapshotFailure) -> (key: TableKey, value: ArraySlice<UInt8>)? {
        var least: (key: TableKey, index: Int)?
        for index in sources.indices {
            guard let key = sources[index].key else { continue }
            // A later source is older: of equal keys the first one counts.
            if least.map({ key < $0.key }) ?? true { least = (key, index) }
        }
        guard let least else { return nil }
        let value = try sources[least.index].value()
        for index in sources.indices[least.index...] where sources[index].key == least.key {
            try sources[index].advance()
        }
        return (least.key, value)
    }
}
