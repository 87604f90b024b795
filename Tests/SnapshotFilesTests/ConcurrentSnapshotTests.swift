import Dispatch
import DurableLog
import LinuxSystem
import Synchronization
import Testing
import TestSupport

@testable import SnapshotFiles

struct ConcurrentSnapshotTests {
    @Test func `no sweep takes away what is being made, and the next takes what was given up`() throws {
        let storage = FaultyStorage()
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        var model = SnapshotModel(seed: 5)
        let snapshot = try store.write(model.change(), after: nil)
        let number = store.state.withLock { $0.beginFile() }
        let name = FileKind.table.name(number)
        _ = try storage.openFolder("snapshots").open(name, creating: true)
        store.sweep(keeping: snapshot)
        #expect(storage.names(inFolder: "snapshots").contains(name))
        store.state.withLock { $0.giveUp([number]) }
        store.sweep(keeping: snapshot)
        #expect(!storage.names(inFolder: "snapshots").contains(name))
    }

    @Test func `readers and merges go on beside writes`() throws {
        let folder = TemporaryFolder()
        let options = SnapshotOptions(blockBytes: 256, tierBytes: 1 << 10, mergedWhileWriting: 2 << 10)
        let store = try SnapshotStore.open(at: folder.path + "/snapshots", storage: DiskStorage(), options: options)
        var model = SnapshotModel(seed: 31)
        let first = try store.write(model.change(), after: nil)
        let state = Mutex((snapshot: first, model: model, isDone: false))
        let failures = Mutex<[String]>([])
        let noted: @Sendable (() throws -> Void) -> Void = { body in
            do { try body() } catch { failures.withLock { $0.append("\(error)") } }
        }
        DispatchQueue.concurrentPerform(iterations: 3) { part in
            switch part {
            case 0:
                noted {
                    for _ in 0..<80 {
                        var (snapshot, model, _) = state.withLock { $0 }
                        snapshot = try store.write(model.change(), after: snapshot)
                        state.withLock { $0 = (snapshot, model, false) }
                    }
                }
                state.withLock { $0.isDone = true }
            case 1:
                while !state.withLock({ $0.isDone }) {
                    noted { _ = try store.mergeDue(in: state.withLock { $0.snapshot }) }
                }
            default:
                while !state.withLock({ $0.isDone }) {
                    noted {
                        let (snapshot, model, _) = state.withLock { $0 }
                        if let difference = try model.difference(from: snapshot) {
                            failures.withLock { $0.append(difference) }
                        }
                    }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
        let (snapshot, last, _) = state.withLock { $0 }
        #expect(try last.difference(from: snapshot) == nil)
    }
}
