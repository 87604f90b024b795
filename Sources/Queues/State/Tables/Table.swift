internal import SnapshotFiles

/// Values by key: what has changed since the last snapshot is in memory, the rest on disk.
///
/// Nothing is taken out: what is out of its time is dropped when the files are merged.
struct Table<Key: TableIndexed, Value: RecordCoded & Sendable>: Sendable {
    private let name: String
    private let faults: ReadFaults
    private var changed: [Key: Value] = [:]
    /// What is being written to disk.
    private var frozen: [Key: Value] = [:]
    /// As the disk has them, nil where it has none; any may go at any time.
    private var readBack: [Key: Value?] = [:]
    private var stored: StoredTable?

    init(_ name: String, faults: ReadFaults) {
        self.name = name
        self.faults = faults
    }

    /// How many values would be written by a snapshot now.
    var changes: Int { changed.count }

    /// The value of a key; one that the disk does not give is noted among the faults, and nil.
    subscript(key: Key) -> Value? {
        found(key)?.value
    }

    /// What there is of a key.
    private struct Found {
        let value: Value?
    }

    /// What memory or disk has of a key; nil and noted when the disk does not tell.
    private func found(_ key: Key) -> Found? {
        if let value = changed[key] ?? frozen[key] { return Found(value: value) }
        if let value = readBack[key] { return Found(value: value) }
        return faults.noting { () throws(SnapshotFailure) in
            guard let bytes = try stored?.value(for: key.tableKey) else { return Found(value: nil) }
            guard let value = try? Value(decoding: bytes) else { throw .damaged(file: name) }
            return Found(value: value)
        }
    }

    /// Reads a value that will soon be needed, so that nothing can fail then; one that the disk does not give is noted.
    mutating func fetch(_ key: Key) {
        guard stored != nil, changed[key] == nil, frozen[key] == nil, readBack[key] == nil, let found = found(key)
        else { return }
        if readBack.count >= Limits.entriesReadBack { readBack = [:] }
        readBack.updateValue(found.value, forKey: key)
    }

    /// Gives a key a value.
    mutating func set(_ value: Value, for key: Key) {
        changed[key] = value
        readBack[key] = nil
    }

    /// Changes the value of a key, beginning with another where it has none; one that the disk does not give is noted, and
    /// stays as it is.
    mutating func change(_ key: Key, from beginning: @autoclosure () -> Value, _ body: (inout Value) -> Void) {
        // Taken out while changed, so that its lists are not copied.
        if var value = changed.removeValue(forKey: key) {
            body(&value)
            changed[key] = value
        } else if let found = found(key) {
            var value = found.value ?? beginning()
            body(&value)
            set(value, for: key)
        }
    }

    /// Gives every value there is, in no order, one on disk also when memory has a newer.
    func forEach(_ body: (TableKey, Value) throws -> Void) throws {
        try stored?.forEach { key, bytes in
            if let value = try? Value(decoding: bytes) { try body(key, value) }
        }
        for values in [frozen, changed] {
            for (key, value) in values { try body(key.tableKey, value) }
        }
    }

    // MARK: Snapshots

    /// Sets aside what a snapshot is to write; it is still found here until `settle` or `takeBack`.
    mutating func freeze() -> FrozenTable<Key, Value> {
        frozen = changed
        changed = [:]
        return FrozenTable(name: name, values: frozen)
    }

    /// Goes on with the tables of a snapshot; what was frozen is among them.
    mutating func settle(on snapshot: LoadedSnapshot) {
        stored = snapshot.table(name)
        readBack = [:]
        frozen = [:]
    }

    /// Counts what was frozen among the changes again, since the snapshot could not be written.
    mutating func takeBack() {
        changed = frozen.merging(changed) { _, newer in newer }
        frozen = [:]
    }
}

/// Part of a snapshot that is being written: no longer changed, and encoded outside the lock.
protocol FrozenPart: Sendable {
    /// The table that it belongs to.
    var name: String { get }
    /// How many entries are kept in memory for it until it is written.
    var count: Int { get }
    /// What changes in that table.
    var entries: [TableEntry] { get }
}

/// What has changed in a table.
struct FrozenTable<Key: TableIndexed, Value: RecordCoded & Sendable>: FrozenPart {
    let name: String
    let values: [Key: Value]

    var count: Int { values.count }

    var entries: [TableEntry] {
        // All are written in one place, and each is copied out when its length is known. Copied by its bytes: an array
        // of a slice that is the whole array shares its storage, with all the room that the largest had needed.
        var encoder = RecordEncoder()
        var entries: [TableEntry] = []
        entries.reserveCapacity(values.count)
        for (key, value) in values {
            encoder.begin()
            value.encode(into: &encoder)
            entries.append(TableEntry(key: key.tableKey, value: encoder.bytes.withUnsafeBytes { Array($0) }))
        }
        return entries
    }
}
