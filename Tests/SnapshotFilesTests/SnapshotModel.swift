import SnapshotFiles
import TestSupport

/// What a store of snapshots should show: the whole state in dictionaries, changed by chance.
struct SnapshotModel {
    static let tableNames = ["ids", "progress"]
    static let words = 24

    var sequence: UInt64 = 0
    var blob: [UInt8] = []
    var tables: [String: [TableKey: [UInt8]]] = [:]
    var pages: [[UInt32]] = []
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    var position: [UInt8] { Array("position \(sequence)".utf8) }

    /// Changes the state by chance, and tells what has changed.
    mutating func change(entries: ClosedRange<Int> = 0...30, pagesAtMost: Int = 12) -> SnapshotContent {
        sequence += UInt64.random(in: 1...1_000, using: &random)
        blob = bytes(0...40)
        var content = SnapshotContent(position: position, sequence: sequence, blob: blob)
        for name in Self.tableNames where Int.random(in: 0..<4, using: &random) > 0 {
            content.tables[name] = (0..<Int.random(in: entries, using: &random)).map { _ in entry(of: name) }
        }
        changePages(&content, atMost: pagesAtMost)
        return content
    }

    private mutating func entry(of name: String) -> TableEntry {
        // Few enough keys that most are written again and again; one in forty has a value of several blocks.
        let low = UInt64.random(in: 0..<300, using: &random)
        let key = name == "progress" ? TableKey(low) : TableKey(high: low &* 0x9E37_79B9_7F4A_7C15, low: low)
        let value = bytes(Int.random(in: 0..<40, using: &random) == 0 ? 1_000...3_000 : 0...24)
        tables[name, default: [:]][key] = value
        return TableEntry(key: key, value: value)
    }

    private mutating func changePages(_ content: inout SnapshotContent, atMost: Int) {
        let count = max(0, min(atMost, pages.count + Int.random(in: -1...2, using: &random)))
        var changed = Set((0..<count).filter { $0 >= pages.count })
        pages = Array((pages + Array(repeating: [], count: atMost)).prefix(count))
        if count > 0 {
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                changed.insert(Int.random(in: 0..<count, using: &random))
            }
        }
        for number in changed {
            pages[number] = (0..<Self.words).map { _ in UInt32.random(in: .min ... .max, using: &random) }
        }
        content.pageCount = count
        content.pages = changed.map { ($0, pages[$0]) }.shuffled(using: &random)
    }

    private mutating func bytes(_ counts: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: counts, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// In what a snapshot differs from this state; nil when it is the same to the last byte.
    func difference(from snapshot: LoadedSnapshot) throws -> String? {
        guard snapshot.sequence == sequence, snapshot.position == position else { return "position" }
        guard snapshot.blob == blob else { return "blob" }
        guard try snapshot.pages() == pages else { return "pages" }
        for name in Self.tableNames {
            let expected = tables[name] ?? [:]
            var found: [(key: TableKey, value: [UInt8])] = []
            try snapshot.table(name).forEach { found.append(($0, $1)) }
            guard found.map(\.key) == expected.keys.sorted() else { return "keys of \(name)" }
            for (key, value) in found where expected[key] != value { return "a value of \(name), in order" }
            for (key, value) in expected where try snapshot.table(name).value(for: key) != value {
                return "a value of \(name), by key"
            }
            for _ in 0..<20 where try snapshot.table(name).value(for: TableKey(high: 1, low: 1)) != nil {
                return "a key of \(name) that was never written"
            }
        }
        return nil
    }
}

extension SnapshotOptions {
    /// Sizes so small that a few entries fill blocks, tiers and files.
    static let small = SnapshotOptions(
        blockBytes: 256, tierBytes: 1 << 10, mergedWhileWriting: 6 << 10, pageFileBytes: 4 * SnapshotModel.words * 4)
}
