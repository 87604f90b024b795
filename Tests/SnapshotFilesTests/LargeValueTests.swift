import DurableLog
import Testing
import TestSupport

@testable import SnapshotFiles

struct LargeValueTests {
    @Test func `values of every size come back, with the sizes that are used in earnest`() throws {
        let folder = TemporaryFolder()
        let store = try SnapshotStore.open(at: folder.path + "/snapshots", storage: DiskStorage())
        let sizes = [0, 1, 16_300, 16_366, 16_367, 16_384, 65_535, 65_536, 70_000, 1 << 20, 3]
        var random = SeededRandom(seed: 8)
        let entries = (0..<UInt64(2_000)).map { number in
            let size = sizes[Int(number) % 180 < sizes.count ? Int(number) % 180 : 1]
            return TableEntry(
                key: TableKey(high: random.next(), low: number),
                value: [UInt8](repeating: UInt8(number % 251), count: size))
        }
        let content = SnapshotContent(position: [], sequence: 1, tables: ["t": entries])
        _ = try store.write(content, after: nil)
        let again = try SnapshotStore.open(at: folder.path + "/snapshots", storage: DiskStorage())
        let table = try again.load(try #require(again.candidates.first)).table("t")
        #expect(table.count == entries.count)
        for entry in entries { #expect(try table.value(for: entry.key) == entry.value) }
    }

    @Test func `of several entries with one key the last one counts`() throws {
        let store = try SnapshotStore.open(at: "snapshots", storage: FaultyStorage())
        let entries = (0..<UInt8(200)).map { TableEntry(key: TableKey(UInt64($0 % 7)), value: [$0]) }
        let snapshot = try store.write(
            SnapshotContent(position: [], sequence: 1, tables: ["t": entries]), after: nil)
        #expect(snapshot.table("t").count == 7)
        for key in 0..<UInt64(7) {
            let last = UInt8(193 + (key + 7 - 193 % 7) % 7)
            #expect(try snapshot.table("t").value(for: TableKey(key)) == [last])
        }
    }
}
