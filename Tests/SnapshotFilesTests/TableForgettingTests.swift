import Testing
import TestSupport

@testable import SnapshotFiles

/// Entries that are out of their time go at merges, and none comes back.
struct TableForgettingTests {
    /// Values that begin with a small byte may be forgotten.
    private static let dropping: SnapshotStore.Dropping = ["t": { $1.first ?? 0 < 100 }]

    @Test(arguments: 1...20) func `what may be forgotten goes, and never uncovers an older value`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        let store = try SnapshotStore.open(at: "snapshots", storage: FaultyStorage(), options: .small)
        var expected: [TableKey: [UInt8]] = [:]
        var snapshot: LoadedSnapshot?
        for step in 1...80 {
            let entries = (0..<8).map { _ in
                TableEntry(
                    key: TableKey(UInt64.random(in: 0..<60, using: &random)),
                    value: [UInt8.random(in: .min ... .max, using: &random), UInt8(step)])
            }
            for entry in entries { expected[entry.key] = entry.value }
            let content = SnapshotContent(position: [], sequence: UInt64(step), tables: ["t": entries])
            let written = try store.write(content, after: snapshot, dropping: Self.dropping)
            if step % 3 == 0 { while try store.mergeDue(in: written, dropping: Self.dropping) {} }
            for (key, value) in expected {
                let found = try written.table("t").value(for: key)
                #expect(found == value || found == nil && value[0] < 100, "step \(step)")
            }
            snapshot = written
        }
        let last = try #require(snapshot)
        #expect(try store.mergeAll(of: "t", in: last, dropping: Self.dropping))
        let content = SnapshotContent(position: [], sequence: 100)
        let after = try store.write(content, after: last)
        for (key, value) in expected {
            #expect(try after.table("t").value(for: key) == (value[0] < 100 ? nil : value))
        }
        #expect(after.table("t").fileCount == 1)
    }

    @Test func `a table whose entries are all forgotten is empty and has no file`() throws {
        let storage = FaultyStorage()
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        let entries = (0..<50).map { TableEntry(key: TableKey($0), value: [1]) }
        let content = SnapshotContent(position: [], sequence: 1, tables: ["t": entries])
        let first = try store.write(content, after: nil)
        #expect(try store.mergeAll(of: "t", in: first, dropping: Self.dropping))
        let second = try store.write(SnapshotContent(position: [], sequence: 2), after: first)
        #expect(second.tableNames == [])
        #expect(try second.table("t").value(for: TableKey(1)) == nil)
        _ = try store.write(SnapshotContent(position: [], sequence: 3), after: second)
        #expect(storage.names(inFolder: "snapshots").allSatisfy { $0.hasSuffix(".snapshot") })
    }

    @Test(arguments: [(11, false), (13, true), (100, true)])
    func `a table is written anew by itself when an eighth of it may be forgotten`(old: Int, isDue: Bool) throws {
        let store = try SnapshotStore.open(at: "snapshots", storage: FaultyStorage(), options: .small)
        // Spread over the keys, and in a file that no merge by size would ever reach.
        let entries = (0..<100).map { TableEntry(key: TableKey(UInt64($0 * 37 % 101)), value: [$0 < old ? 1 : 200]) }
        let content = SnapshotContent(position: [], sequence: 1, tables: ["t": entries])
        let first = try store.write(content, after: nil, dropping: Self.dropping)
        #expect(try !store.mergeDue(in: first, dropping: Self.dropping))
        #expect(try store.forgetDue(in: first, dropping: Self.dropping) == isDue)
        #expect(try !store.forgetDue(in: first, dropping: Self.dropping), "once is enough")
        let second = try store.write(SnapshotContent(position: [], sequence: 2), after: first)
        #expect(second.table("t").count == (isDue ? 100 - old : 100))
        for entry in entries where entry.value == [200] {
            #expect(try second.table("t").value(for: entry.key) == entry.value)
        }
    }
}
