import Glibc
import LinuxSystem
import Testing
import TestSupport

@testable import SnapshotFiles

/// Every storage call fails once, one after another, until none is left.
struct SnapshotFaultTests {
    /// Writes a few snapshots, each again after a failure, and looks at the disk with a second store after each.
    ///
    /// - Returns: how many calls told a failure.
    private func run(on storage: FaultyStorage) throws -> Int {
        var failures = 0
        var model = SnapshotModel(seed: 21)
        var former = model
        let store = try retrying(&failures) {
            try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        }
        var snapshot: LoadedSnapshot?
        for _ in 0..<4 {
            let content = model.change()
            do {
                snapshot = try store.write(content, after: snapshot)
            } catch {
                failures += 1
                try checkDisk(storage, former, model)
                snapshot = try store.write(content, after: snapshot)
            }
            let written = try #require(snapshot)
            try retrying(&failures) { while try store.mergeDue(in: written) {} }
            #expect(try retrying(&failures) { try model.difference(from: written) } == nil)
            former = model
        }
        let opened = try retrying(&failures) { try SnapshotStore.open(at: "snapshots", storage: storage) }
        let newest = try #require(opened.candidates.first)
        let loaded = try retrying(&failures) { try opened.load(newest) }
        let difference = try retrying(&failures) { try model.difference(from: loaded) }
        // A manifest that could not be read is passed over, and then the other one is found.
        #expect(difference == nil || opened.unsound.count == 1)
        return failures
    }

    private func retrying<Result>(_ failures: inout Int, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            failures += 1
            return try body()
        }
    }

    /// After a failed write the disk shows the snapshot before, or the new one if only its last sync has failed.
    private func checkDisk(_ storage: FaultyStorage, _ former: SnapshotModel, _ model: SnapshotModel) throws {
        let store = try SnapshotStore.open(at: "snapshots", storage: storage)
        #expect(store.unsound == [])
        guard let newest = store.candidates.first else {
            #expect(former.sequence == 0)
            return
        }
        let expected = newest.sequence == model.sequence ? model : former
        #expect(try expected.difference(from: try store.load(newest)) == nil)
        let former = store.candidates.dropFirst().first
        if let former { try store.load(former).verify() }
    }

    @Test(arguments: [
        (FaultyDisk.Call.open, EIO), (.open, ENOSPC), (.open, EMFILE), (.read, EIO), (.write, EIO), (.write, ENOSPC),
        (.sync, EIO), (.sync, ENOSPC), (.rename, EIO), (.unlink, EIO), (.syncFolder, EIO), (.syncFolder, ENOSPC),
        (.names, EIO),
    ]) func `a call that fails leaves the former snapshots whole, and the next try succeeds`(
        call: FaultyDisk.Call, code: Int32
    ) throws {
        var passes = 0
        var failures = 0
        while true {
            let storage = FaultyStorage()
            storage.fail(call, after: passes, with: code)
            failures += try run(on: storage)
            if storage.mend() > 0 { break }
            passes += 1
        }
        #expect(passes > 2, "\(call) was hardly called")
        // What could not be deleted is no failure: the next sweep deletes it.
        if call != .unlink { #expect(failures > 2, "\(call) failed and nobody said so") }
    }

    @Test(arguments: [FaultyDisk.Call.read, .write]) func `a call that is interrupted is made again`(
        call: FaultyDisk.Call
    ) throws {
        var passes = 0
        while true {
            let storage = FaultyStorage()
            storage.fail(call, after: passes, with: EINTR)
            #expect(try run(on: storage) == 0)
            if storage.mend() > 0 { break }
            passes += 1
        }
        #expect(passes > 20)
    }

    @Test(arguments: [1, 7, 100]) func `reads and writes that are cut short go on where they stopped`(
        count: Int
    ) throws {
        let storage = FaultyStorage()
        storage.shorten(to: count)
        #expect(try run(on: storage) == 0)
    }

    @Test func `a full disk takes nothing, and what was begun is given back at once`() throws {
        let storage = FaultyStorage()
        var model = SnapshotModel(seed: 4)
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        let snapshot = try store.write(model.change(entries: 30...30), after: nil)
        let names = storage.names(inFolder: "snapshots")
        let content = model.change(entries: 30...30)
        var last = snapshot
        var refused = 0
        while true {
            storage.fail(.write, after: refused, with: ENOSPC, forever: true)
            defer { storage.mend() }
            do throws(SnapshotFailure) {
                last = try store.write(content, after: snapshot)
                break
            } catch {
                #expect(error == .unwritable(SystemError(call: "write", code: ENOSPC)))
                #expect(storage.names(inFolder: "snapshots") == names, "after \(refused)")
                refused += 1
            }
        }
        #expect(refused > 1)
        #expect(try model.difference(from: last) == nil)
    }
}
