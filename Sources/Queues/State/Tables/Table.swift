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
    private var stored: StoredTable?

    init(_ name: String, faults: ReadFaults) {
        self.name = name
        self.faults = faults
    }

    /// How many values would be written by a snapshot now.
    var changes: Int { changed.count }

    /// The value of a key; one that the disk does not give is noted among the faults, and nil.
    subscript(key: Key) -> Value? {
        if let value = changed[key] ?? frozen[key] { return value }
        return faults.noting { () throws(SnapshotFailure) in
            guard let bytes = try stored?.value(for: key.tableKey) else { return nil }
            guard let value = try? Value(decoding: bytes) else { throw .damaged(file: name) }
            return value
        }
    }

    /// Gives a key a value.
    mutating func set(_ value: Value, for key: Key) {
        changed[key] = value
    }

    /// Changes the value of a key, beginning with another where it has none.
    mutating func change(_ key: Key, from beginning: @autoclosure () -> Value, _ body: (inout Value) -> Void) {
        // Taken out while changed, so that its lists are not copied.
        var value = changed.removeValue(forKey: key) ?? self[key] ?? beginning()
        body(&value)
        changed[key] = value
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
    /// What changes in that table.
    var entries: [TableEntry] { get }
}

/// What has changed in a table.
struct FrozenTable<Key: TableIndexed, Value: RecordCoded & Sendable>: FrozenPart {
    let name: String
    let values: [Key: Value]

    var entries: [TableEntry] {
        values.map { TableEntry(key: $0.key.tableKey, value: $0.value.encoded) }
    }
}
