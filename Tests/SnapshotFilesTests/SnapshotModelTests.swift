import DurableLog
import LinuxSystem
import Testing
import TestSupport

@testable import SnapshotFiles

/// Random histories of snapshots beside a dictionary.
struct SnapshotModelTests {
    @Test(arguments: 1...16) func `every snapshot shows what was written, through merges, starts and sweeps`(
        seed: UInt64
    ) throws {
        let storage = FaultyStorage()
        var random = SeededRandom(seed: seed)
        var model = SnapshotModel(seed: seed)
        var store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        var snapshot: LoadedSnapshot?
        for step in 0..<40 {
            let written = try store.write(model.change(), after: snapshot)
            #expect(try model.difference(from: written) == nil, "step \(step)")
            snapshot = written
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<4: while try store.mergeDue(in: written) {}
            case 4:
                for name in SnapshotModel.tableNames { _ = try store.mergeAll(of: name, in: written) }
            case 5:
                store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
                #expect(store.unsound == [])
                let loaded = try store.load(try #require(store.candidates.first))
                store.sweep(keeping: loaded)
                #expect(try model.difference(from: loaded) == nil, "step \(step)")
                snapshot = loaded
            default: break
            }
        }
        let known = Set(store.state.withLock { $0.known.flatMap(\.fileNames) })
        let waiting = store.state.withLock { $0.merged.count { $0.output != nil } }
        #expect(storage.names(inFolder: "snapshots").count <= known.count + waiting)
    }

    @Test func `a snapshot stays readable while later ones take its files away`() throws {
        let folder = TemporaryFolder()
        var model = SnapshotModel(seed: 7)
        let store = try SnapshotStore.open(at: folder.path + "/snapshots", storage: DiskStorage(), options: .small)
        let first = try store.write(model.change(entries: 100...100), after: nil)
        let then = model
        var last = first
        for _ in 0..<30 {
            last = try store.write(model.change(), after: last)
            for name in SnapshotModel.tableNames { _ = try store.mergeAll(of: name, in: last) }
        }
        #expect(Set(first.manifest.fileNames).isDisjoint(with: last.manifest.fileNames))
        #expect(try then.difference(from: first) == nil)
        #expect(try model.difference(from: last) == nil)
    }

    @Test func `merges beside writes are taken up, and those that came too late are thrown away`() throws {
        let storage = FaultyStorage()
        var model = SnapshotModel(seed: 9)
        let options = SnapshotOptions(blockBytes: 256, tierBytes: 1 << 10, mergedWhileWriting: 0)
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: options)
        var snapshot = try store.write(model.change(entries: 50...50), after: nil)
        for _ in 0..<5 { snapshot = try store.write(model.change(entries: 50...50), after: snapshot) }
        let before = snapshot.table("ids").fileCount
        #expect(before > 3)
        #expect(try store.mergeDue(in: snapshot))
        let stale = snapshot
        snapshot = try store.write(model.change(entries: 1...1), after: snapshot)
        #expect(snapshot.table("ids").fileCount < before)
        // The same merge once more, of files that the newest snapshot has no more.
        _ = try store.mergeAll(of: "ids", in: stale)
        snapshot = try store.write(model.change(entries: 1...1), after: snapshot)
        #expect(try model.difference(from: snapshot) == nil)
        snapshot = try store.write(model.change(entries: 1...1), after: snapshot)
        let known = Set(store.state.withLock { $0.known.flatMap(\.fileNames) })
        #expect(Set(storage.names(inFolder: "snapshots")) == known)
    }
}
