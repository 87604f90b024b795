import Testing
import TestSupport

@testable import SnapshotFiles

/// The power goes after any change of the disk, and takes of what was not synced whatever it likes.
struct SnapshotCrashTests {
    /// A run of snapshots on a recorded disk.
    private struct Run {
        let recording: DiskRecording
        /// Each state that was to be written, with the number of changes after which `write` had returned.
        var written: [(model: SnapshotModel, changes: Int)] = []

        init(seed: UInt64, snapshots: Int) throws {
            let storage = FaultyStorage()
            recording = storage.record()
            var model = SnapshotModel(seed: seed)
            let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
            var snapshot: LoadedSnapshot?
            for _ in 0..<snapshots {
                let next = try store.write(model.change(), after: snapshot)
                written.append((model, recording.count))
                while try store.mergeDue(in: next) {}
                snapshot = next
            }
        }

        /// What is wrong with a disk that a crash has left; nil when nothing is.
        func verdict(_ storage: FaultyStorage, after changes: Int) throws -> String? {
            let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
            let durable = written.prefix { $0.changes <= changes }
            guard store.unsound.isEmpty else { return "\(store.unsound) are not sound" }
            // Also of one that is too old to be asked for: it might be, when a younger one rots.
            let names = Set(storage.names(inFolder: "snapshots"))
            for name in names {
                guard let sequence = FileKind.manifest.number(in: name),
                    let manifest = try SnapshotStore.manifest(sequence, in: storage.openFolder("snapshots"))
                else { continue }
                guard names.isSuperset(of: manifest.fileNames) else { return "\(name) is there without its files" }
            }
            guard store.candidates.count >= min(2, durable.count) else { return "one snapshot is missing" }
            guard store.candidates.first?.sequence ?? 0 >= durable.last?.model.sequence ?? 0 else {
                return "the newest is older than the last that was written"
            }
            for candidate in store.candidates {
                guard let entry = written.first(where: { $0.model.sequence == candidate.sequence }) else {
                    return "\(candidate.name) was never written"
                }
                let loaded = try store.load(candidate)
                if let difference = try entry.model.difference(from: loaded) {
                    return "\(candidate.name): \(difference)"
                }
            }
            return try goesOn(store, storage)
        }

        /// What is wrong when the next snapshot is laid over what was found.
        private func goesOn(_ store: SnapshotStore, _ storage: FaultyStorage) throws -> String? {
            let found = try store.candidates.first.map { try store.load($0) }
            if let found { store.sweep(keeping: found) }
            var model = written.first { $0.model.sequence == found?.sequence }?.model ?? SnapshotModel(seed: 1)
            let next = try store.write(model.change(), after: found)
            let reopened = try SnapshotStore.open(at: "snapshots", storage: storage)
            guard reopened.candidates.first?.sequence == next.sequence else { return "the next is not found" }
            guard Set(storage.names(inFolder: "snapshots")) == Set(reopened.candidates.flatMap(\.fileNames)) else {
                return "files are left over"
            }
            return try model.difference(from: try reopened.load(reopened.candidates[0]))
        }
    }

    @Test(arguments: 1...4) func `whatever a crash leaves, the newest two snapshots are whole`(seed: UInt64) throws {
        let run = try Run(seed: seed, snapshots: 7)
        var survivals: [FaultyStorage.Survival] = [.nothing, .everything]
        survivals += (1...4).map { .anything(seed: seed &* 1_000 &+ $0) }
        for (changes, image) in run.recording.images().enumerated() {
            for survival in survivals {
                let verdict = try run.verdict(image.crashed(survival).storage(), after: changes)
                #expect(verdict == nil, "seed \(seed), after \(changes) changes, \(survival)")
            }
        }
    }

    @Test func `no file is begun twice, however often the disk fails`() throws {
        let storage = FaultyStorage()
        let recording = storage.record()
        var model = SnapshotModel(seed: 3)
        let store = try SnapshotStore.open(at: "snapshots", storage: storage, options: .small)
        var snapshot: LoadedSnapshot?
        for step in 0..<20 {
            let content = model.change()
            storage.fail(.sync, after: step % 4, with: 5)
            if let written = try? store.write(content, after: snapshot) {
                snapshot = written
            } else {
                storage.mend()
                snapshot = try store.write(content, after: snapshot)
            }
            storage.mend()
        }
        let made = recording.texts.filter { $0.hasPrefix("create") && !$0.contains(".new") }
            .compactMap { $0.split(separator: " ").dropFirst().first }
        #expect(made.count > 40)
        #expect(Set(made).count == made.count)
        #expect(try model.difference(from: try #require(snapshot)) == nil)
    }
}
