import Digests
import DurableLog
import Testing
import TestSupport

@testable import SnapshotFiles

/// What rot, a careless hand or a newer program leaves in the folder of snapshots.
struct SnapshotRotTests {
    private let image: DiskImage
    private let model: SnapshotModel
    private let newest: SnapshotManifest

    init() throws {
        let storage = FaultyStorage()
        var model = SnapshotModel(seed: 77)
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        var snapshot = try store.write(model.change(entries: 24...24), after: nil)
        for _ in 0..<5 { snapshot = try store.write(model.change(entries: 1...9), after: snapshot) }
        self.model = model
        newest = snapshot.manifest
        image = storage.image
    }

    /// What reading everything in the newest snapshot comes to.
    private enum Outcome: Equatable {
        case asWritten
        case noticed
        case wrong(String)
    }

    private func outcome(_ storage: FaultyStorage) throws -> Outcome {
        do {
            let store = try SnapshotStore.open(at: "snapshots", storage: storage)
            guard let found = store.candidates.first, found.sequence == newest.sequence else {
                return store.unsound == [newest.name] ? .noticed : .wrong("the manifest is passed over in silence")
            }
            let loaded = try store.load(found)
            if let wrong = wrongValue(in: loaded) { return .wrong(wrong) }
            do throws(SnapshotFailure) {
                try loaded.verify()
            } catch {
                return .noticed
            }
            return try model.difference(from: loaded).map { .wrong($0) } ?? .asWritten
        } catch is SnapshotFailure {
            return .noticed
        }
    }

    /// Looks up each key by itself, since a block that cannot be read must not hide another's wrong answer.
    private func wrongValue(in snapshot: LoadedSnapshot) -> String? {
        for (name, entries) in model.tables {
            for (key, value) in entries {
                do throws(SnapshotFailure) {
                    if try snapshot.table(name).value(for: key) != value { return "a value of \(name)" }
                } catch {
                    continue
                }
            }
        }
        return nil
    }

    /// The bytes of pages that the newest snapshot does not use any more.
    private func holes(in name: String) throws -> Set<Int> {
        let store = try SnapshotStore.open(at: "snapshots", storage: image.storage())
        let snapshot = try store.load(try #require(store.candidates.first))
        guard let index = newest.pageFiles.firstIndex(where: { $0.name == name }) else { return [] }
        let used = Set(newest.pages.filter { $0.file == index }.map { Int($0.slot) })
        let unused = snapshot.pageFiles[index].slots.indices.filter { !used.contains($0) }
        let bytes = SnapshotModel.words * 4
        return Set(unused.flatMap { 32 + $0 * bytes..<32 + ($0 + 1) * bytes })
    }

    @Test func `every changed byte of every file is noticed, but for pages that nobody reads`() throws {
        #expect(try outcome(image.storage()) == .asWritten)
        var noticed = 0
        var unread = 0
        for name in newest.fileNames {
            let size = try #require(image.size(of: name, inFolder: "snapshots"))
            let holes = try holes(in: name)
            for offset in 0..<size {
                let byte = image.bytes(in: offset..<offset + 1, of: name, inFolder: "snapshots")[0]
                let flipped = byte ^ 1 << UInt8(offset % 8)
                let changed = image.changing(name, inFolder: "snapshots", at: offset, to: [flipped])
                let outcome = try outcome(changed.storage())
                #expect(outcome == (holes.contains(offset) ? .asWritten : .noticed), "\(name) at \(offset)")
                noticed += outcome == .noticed ? 1 : 0
                unread += outcome == .asWritten ? 1 : 0
            }
        }
        #expect(noticed > 4_000)
        #expect(unread < 1_000)
    }

    @Test func `a file that is missing, cut, longer or another's is noticed`() throws {
        for name in newest.fileNames.dropFirst() {
            let missing = image.storage()
            missing.remove(name, inFolder: "snapshots")
            #expect(try outcome(missing) == .noticed, "\(name) is missing")
            for change in [{ $0.removeLast() }, { $0.append(0) }, { $0.removeAll() }] as [(inout [UInt8]) -> Void] {
                let storage = image.storage()
                storage.change(inFolder: "snapshots", ending: name, change)
                #expect(try outcome(storage) == .noticed, "\(name) has another length")
            }
            for other in newest.fileNames.dropFirst() where other != name {
                let storage = image.storage()
                let bytes = storage.contents(inFolder: "snapshots", ending: other) ?? []
                storage.change(inFolder: "snapshots", ending: name) { $0 = bytes }
                #expect(try outcome(storage) == .noticed, "\(name) holds \(other)")
            }
        }
    }

    @Test func `a manifest that is not sound is named, and the other snapshot is there`() throws {
        let storage = image.storage()
        storage.change(inFolder: "snapshots", ending: newest.name) { $0[40] ^= 1 }
        let store = try SnapshotStore.open(at: "snapshots", storage: storage)
        #expect(store.unsound == [newest.name])
        let older = try store.load(try #require(store.candidates.first))
        try older.verify()
        #expect(older.sequence < newest.sequence)
        // The next one ends it.
        var next = SnapshotContent(position: [1], sequence: newest.sequence + 1)
        next.pageCount = older.pageCount
        _ = try store.write(next, after: older)
        #expect(!storage.names(inFolder: "snapshots").contains(newest.name))
    }

    @Test func `the snapshot that a fallback began from is kept, not the damaged one`() throws {
        let storage = image.storage()
        let store = try SnapshotStore.open(at: "snapshots", storage: storage)
        let older = try store.load(try #require(store.candidates.last))
        let own = try #require(newest.fileNames.dropFirst().first { !older.manifest.fileNames.contains($0) })
        storage.change(inFolder: "snapshots", ending: own) { $0[33] ^= 1 }
        var next = SnapshotContent(position: [1], sequence: newest.sequence + 1)
        next.pageCount = older.pageCount
        _ = try store.write(next, after: older)
        let names = storage.names(inFolder: "snapshots")
        #expect(names.contains(older.manifest.name))
        #expect(!names.contains(newest.name))
    }

    @Test(arguments: [FileKind.manifest, .table, .pages]) func `a file of a newer format is refused by its version`(
        kind: FileKind
    ) throws {
        let name = try #require(newest.fileNames.last { $0.hasSuffix(String(kind.name(0).dropFirst(20))) })
        let storage = image.storage()
        storage.change(inFolder: "snapshots", ending: name) { bytes in
            bytes.replaceSubrange(0..<32, with: Self.header(of: kind, like: bytes, version: 2))
        }
        #expect(throws: SnapshotFailure.newerFormat(version: 2)) {
            let store = try SnapshotStore.open(at: "snapshots", storage: storage)
            _ = try store.load(try #require(store.candidates.first))
        }
    }

    private static func header(of kind: FileKind, like bytes: [UInt8], version: UInt32) -> [UInt8] {
        var header = Array(bytes[..<8])
        header.appendInteger(version)
        header += bytes[12..<28]
        header.appendInteger(CRC32C.hash(header))
        return header
    }
}
