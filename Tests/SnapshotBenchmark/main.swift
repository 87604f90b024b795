// What snapshots cost: writing, merging, looking up and loading.
// usage: SnapshotBenchmark FOLDER [MILLIONS of ids to load]

import DurableLog
import SnapshotFiles

/// Random keys that come again: SplitMix64's mixing of a number.
func key(_ number: UInt64) -> TableKey {
    func mix(_ value: UInt64) -> UInt64 {
        var z = value &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        return z ^ z >> 31
    }
    return TableKey(high: mix(number), low: mix(number &+ 1 << 62))
}

func entry(_ number: UInt64) -> TableEntry {
    TableEntry(key: key(number), value: withUnsafeBytes(of: number.littleEndian) { Array($0) })
}

/// A million ids in snapshots of 20,000: how much is written, and how long a write takes at most.
func writing(_ store: SnapshotStore) throws -> LoadedSnapshot {
    let perSnapshot = 20_000
    let count = 1_000_000
    var snapshot: LoadedSnapshot?
    var written = 0
    var names: Set<String> = []
    var longest = 0.0
    let noted = { (snapshot: LoadedSnapshot) in
        for file in snapshot.files where names.insert(file.name).inserted { written += file.bytes }
    }
    let total = try Stretch.of {
        for number in 0..<UInt64(count / perSnapshot) {
            let first = number * UInt64(perSnapshot)
            let entries = (first..<first + UInt64(perSnapshot)).map(entry)
            let content = SnapshotContent(position: [], sequence: number + 1, tables: ["ids": entries])
            var next = snapshot
            longest = max(longest, try Stretch.of { next = try store.write(content, after: snapshot) }.wall)
            guard let next else { return }
            noted(next)
            while try store.mergeDue(in: next) {}
            snapshot = next
        }
    }
    guard let snapshot else { preconditionFailure("nothing was written") }
    let content = count * 24
    print("1 M ids of 24 bytes in snapshots of 20,000: \(total.text), the longest write \(Stretch.rounded(longest)) s")
    print("  bytes written / bytes of content: \(Stretch.rounded(Double(written) / Double(content)))")
    return snapshot
}

/// Looks up keys that are there and keys that are not.
func looking(_ table: StoredTable, _ count: UInt64) throws {
    let asked = 200_000
    var found = 0
    let hits = try Stretch.of {
        for number in 0..<UInt64(asked) where try table.value(for: key(number &* 7_919 % count)) != nil { found += 1 }
    }
    let misses = try Stretch.of {
        for number in 0..<UInt64(asked) where try table.value(for: key(number + 1 << 50)) != nil { found += 1 }
    }
    precondition(found == asked, "keys were lost")
    print("  \(table.count) entries in \(table.fileCount) files of \(table.fileBytes / 1_000_000) MB;")
    print("  memory: \(table.filterBytes) bytes of filters, \(table.indexBytes) of indexes")
    print("  a key that is there: \(hits.each(of: asked)); one that is not: \(misses.each(of: asked))")
}

/// Writes many ids and 300 MB of pages, and times how long a start takes to load what it needs of them.
func loading(_ path: String, millions: Int) throws {
    let store = try SnapshotStore.open(at: path, storage: DiskStorage())
    var snapshot: LoadedSnapshot?
    let wordsPerPage = 4_096 * 7
    let pageCount = 300_000_000 / (wordsPerPage * 4)
    let filling = try Stretch.of {
        for number in 0..<UInt64(millions * 2) {
            let entries = (number * 500_000..<(number + 1) * 500_000).map(entry)
            var content = SnapshotContent(position: [], sequence: number + 1, tables: ["ids": entries])
            content.pageCount = pageCount
            if number == 0 {
                content.pages = (0..<pageCount).map { ($0, [UInt32](repeating: UInt32($0), count: wordsPerPage)) }
            }
            let next = try store.write(content, after: snapshot)
            while try store.mergeDue(in: next) {}
            snapshot = next
        }
    }
    print("\(millions) M ids in snapshots of 500,000 and \(pageCount) pages: \(filling.text)")
    let opened = try SnapshotStore.open(at: path, storage: DiskStorage())
    guard let manifest = opened.candidates.first else { return }
    var loaded: LoadedSnapshot?
    let load = try Stretch.of { loaded = try opened.load(manifest) }
    guard let loaded else { return }
    var pages: [[UInt32]] = []
    let reading = try Stretch.of { pages = try loaded.pages() }
    print(
        "  loading filters and indexes: \(load.text); \(pages.count * wordsPerPage * 4 / 1_000_000) MB of pages: \(reading.text)"
    )
    try looking(loaded.table("ids"), UInt64(millions) * 1_000_000)
    var sum = 0
    let walking = try Stretch.of { try loaded.table("ids").forEach { sum += $1.count } }
    print("  going through all entries: \(walking.text)")
    let merging = try Stretch.of { _ = try opened.mergeAll(of: "ids", in: loaded) }
    print("  merging all into one file: \(merging.text)")
}

let arguments = CommandLine.arguments
guard arguments.count > 1 else { preconditionFailure("usage: SnapshotBenchmark FOLDER [MILLIONS]") }
let store = try SnapshotStore.open(at: arguments[1] + "/ids", storage: DiskStorage())
let written = try writing(store)
try looking(written.table("ids"), 1_000_000)
try loading(arguments[1] + "/all", millions: arguments.count > 2 ? Int(arguments[2]) ?? 10 : 10)
