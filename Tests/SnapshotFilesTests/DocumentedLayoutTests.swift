import Digests
import SnapshotFiles
import Testing
import TestSupport

/// The files of snapshots read by the offsets of JournalFormat alone, without the code that writes them.
struct DocumentedLayoutTests {
    private let storage = FaultyStorage()
    private let model: SnapshotModel
    private let files: [String: [UInt8]]
    private let manifest: [UInt8]

    init() throws {
        var model = SnapshotModel(seed: 2_026)
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        var snapshot = try store.write(model.change(entries: 90...90), after: nil)
        for _ in 0..<6 { snapshot = try store.write(model.change(entries: 2...9), after: snapshot) }
        self.model = model
        var files: [String: [UInt8]] = [:]
        for file in storage.image.allFiles where file.folder == "snapshots" { files[file.name] = file.bytes }
        self.files = files
        manifest = try #require(files["\(Self.digits(model.sequence)).snapshot"])
    }

    private static func digits(_ number: UInt64) -> String {
        String(repeating: "0", count: 20 - String(number).count) + String(number)
    }

    /// What a manifest says, by its offsets.
    private struct Manifest {
        struct File: Hashable {
            let number: UInt64
            let length: UInt64
            let check: UInt32
        }

        var position: [UInt8] = []
        var blob: [UInt8] = []
        var tables: [(name: String, files: [File])] = []
        var wordsPerPage: UInt32 = 0
        var pageFiles: [File] = []
        var pages: [(file: UInt32, slot: UInt32)] = []

        init(_ bytes: [UInt8]) throws {
            var walk = Walk(bytes, from: 32)
            position = walk.counted()
            blob = walk.counted()
            for _ in 0..<walk.number(UInt32.self) {
                let name = String(decoding: walk.counted(), as: UTF8.self)
                tables.append((name, walk.files()))
            }
            wordsPerPage = walk.number()
            pageFiles = walk.files()
            for _ in 0..<walk.number(UInt32.self) { pages.append((walk.number(), walk.number())) }
            #expect(walk.offset == bytes.count - 4 && walk.number() == CRC32C.hash(Array(bytes[..<(bytes.count - 4)])))
        }
    }

    /// Numbers and counted bytes, one behind the other.
    private struct Walk {
        let bytes: [UInt8]
        var offset: Int

        init(_ bytes: [UInt8], from offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        mutating func number<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value {
            defer { offset += MemoryLayout<Value>.size }
            return bytes.little(at: offset)
        }

        mutating func counted() -> [UInt8] {
            let count = Int(number(UInt32.self))
            defer { offset += count }
            return Array(bytes[offset..<offset + count])
        }

        mutating func files() -> [Manifest.File] {
            (0..<number(UInt32.self)).map { _ in
                Manifest.File(number: number(), length: number(), check: number())
            }
        }
    }

    /// Checks what frames a file, and returns its directory with the offset where that begins.
    private func directory(
        of file: Manifest.File, _ magic: String, _ ending: String
    ) throws -> (bytes: [UInt8], directory: [UInt8], start: Int) {
        let bytes = try #require(files[Self.digits(file.number) + ending])
        try checkHeader(bytes, magic, number: file.number)
        #expect(UInt64(bytes.count) == file.length)
        let footer = bytes.count - 32
        let start = Int(bytes.little(at: footer) as UInt64)
        #expect(bytes.little(at: footer + 8) == file.number && bytes.little(at: footer + 20) == UInt64(0))
        #expect(bytes.little(at: footer + 16) == CRC32C.hash(Array(bytes[start..<footer])))
        #expect(bytes.little(at: footer + 28) == CRC32C.hash(Array(bytes[footer..<footer + 28])))
        #expect(bytes.little(at: footer + 28) == file.check)
        return (bytes, Array(bytes[start..<footer]), start)
    }

    private func checkHeader(_ bytes: [UInt8], _ magic: String, number: UInt64) throws {
        #expect(bytes[..<8].elementsEqual(magic.utf8) && bytes.little(at: 8) == UInt32(1))
        #expect(bytes.little(at: 12) == UInt32(0) && bytes.little(at: 16) == number)
        #expect(bytes.little(at: 24) == UInt32(0) && bytes.little(at: 28) == CRC32C.hash(Array(bytes[..<28])))
    }

    @Test func `the manifest names everything at its documented offsets`() throws {
        try checkHeader(manifest, "VAXELSNP", number: model.sequence)
        let found = try Manifest(manifest)
        #expect(found.position == model.position && found.blob == model.blob)
        #expect(found.tables.map(\.name) == SnapshotModel.tableNames.sorted())
        #expect(found.wordsPerPage == SnapshotModel.words && found.pages.count == model.pages.count)
        let named = found.tables.flatMap(\.files) + found.pageFiles
        #expect(Set(named.map(\.number)).count == named.count)
    }

    @Test func `tables give every value by blocks, ends and keys, and filters rule none of them out`() throws {
        for (name, references) in try Manifest(manifest).tables {
            var found: [TableKey: [UInt8]] = [:]
            for reference in references {
                let (bytes, directory, start) = try directory(of: reference, "VAXELTAB", ".table")
                var walk = Walk(directory, from: 0)
                #expect(walk.counted() == Array(name.utf8))
                let entries = walk.number(UInt64.self)
                let range = walk.number(UInt32.self)
                let folds = directory[walk.offset]
                #expect(directory[walk.offset + 1..<walk.offset + 4].allSatisfy { $0 == 0 })
                walk.offset += 4
                let filterCheck = walk.number(UInt32.self)
                let count = Int(walk.number(UInt32.self))
                var offset = 32
                var seen: [TableKey] = []
                for _ in 0..<count {
                    let first = TableKey(high: walk.number(), low: walk.number())
                    let length = Int(walk.number(UInt32.self))
                    let block = Array(bytes[offset..<offset + length])
                    #expect(walk.number(UInt32.self) == CRC32C.hash(block))
                    offset += length
                    let (keys, values) = Self.entries(of: block)
                    #expect(keys.first == first && keys == keys.sorted())
                    seen += keys
                    // Newest first: the newer hides the older.
                    for (key, value) in zip(keys, values) where found[key] == nil { found[key] = value }
                }
                #expect(walk.offset == directory.count && seen.count == Int(entries) && seen == seen.sorted())
                let filter = Array(bytes[offset..<start])
                #expect(CRC32C.hash(filter) == filterCheck)
                #expect(filter.count == ((Int(range) - 1) >> Int(folds) + 1) * 32)
                for key in seen { #expect(Self.mayContain(key, filter, range: range, folds: folds)) }
                let strangers = (0..<2_000).map { TableKey(high: 0xABCD, low: 1 << 40 + $0) }
                let passed = strangers.count { Self.mayContain($0, filter, range: range, folds: folds) }
                #expect(passed < 200, "a filter that says so of all proves nothing")
            }
            #expect(found == model.tables[name])
        }
    }

    /// A block: the number of entries, keys, ends of all values but the last, values.
    private static func entries(of block: [UInt8]) -> (keys: [TableKey], values: [[UInt8]]) {
        let count = Int(block.little(at: 0) as UInt16)
        let keys = (0..<count).map {
            TableKey(high: block.little(at: 2 + 16 * $0), low: block.little(at: 10 + 16 * $0))
        }
        let ends = (0..<count - 1).map { Int(block.little(at: 2 + 16 * count + 2 * $0) as UInt16) }
        let values = 2 + 16 * count + 2 * (count - 1)
        let starts = [0] + ends
        return (keys, zip(starts, ends + [block.count - values]).map { Array(block[values + $0..<values + $1]) })
    }

    private static let salts: [UInt32] = [
        0x47B6_137B, 0x4497_4D91, 0x8824_AD5B, 0xA2B7_289D, 0x7054_95C7, 0x2DF1_424B, 0x9EFC_4947, 0x5C6B_FB31,
    ]

    /// The filter as the document says it.
    private static func mayContain(_ key: TableKey, _ filter: [UInt8], range: UInt32, folds: UInt8) -> Bool {
        func mix(_ value: UInt64) -> UInt64 {
            var mixed = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
            mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
            return mixed ^ mixed >> 33
        }
        let mixed = mix(mix(key.high &+ 0x9E37_79B9_7F4A_7C15) ^ key.low)
        let (h1, h2) = (mixed >> 32, UInt32(truncatingIfNeeded: mixed))
        let block = Int((h1 * UInt64(range)) >> 32) >> Int(folds)
        return salts.enumerated().allSatisfy { number, salt in
            let word: UInt32 = filter.little(at: block * 32 + number * 4)
            return word & 1 << ((h2 &* salt) >> 27) != 0
        }
    }

    @Test func `pages stand where manifest and directory say`() throws {
        let found = try Manifest(manifest)
        let opened = try found.pageFiles.map { try directory(of: $0, "VAXELPAG", ".pages") }
        for (number, place) in found.pages.enumerated() {
            let (bytes, directory, start) = opened[Int(place.file)]
            #expect(directory.little(at: 0) == found.wordsPerPage)
            let count = Int(directory.little(at: 4) as UInt32)
            #expect(directory.count == 8 + 8 * count && start == 32 + count * SnapshotModel.words * 4)
            let slot = Int(place.slot)
            #expect(directory.little(at: 8 + 8 * slot) == UInt32(number))
            let offset = 32 + slot * SnapshotModel.words * 4
            let page = Array(bytes[offset..<offset + SnapshotModel.words * 4])
            #expect(directory.little(at: 12 + 8 * slot) == CRC32C.hash(page))
            #expect((0..<SnapshotModel.words).map { page.little(at: 4 * $0) as UInt32 } == model.pages[number])
        }
    }
}

extension [UInt8] {
    /// The number at an offset, its lowest byte first.
    fileprivate func little<Value: FixedWidthInteger>(at offset: Int) -> Value {
        (0..<MemoryLayout<Value>.size).reduce(0) { $0 | Value(truncatingIfNeeded: self[offset + $1]) << (8 * $1) }
    }
}
