import DurableLog
import LinuxSystem
import Messages
import StoreKeeping
import Testing
import TestSupport

/// `vaxel store backup`, `restore` and `release`.
struct BackupTests {
    private static let now = Timestamp(microseconds: 1_795_334_400_000_000)

    private func backUp(_ fixture: StoreFixture) throws -> BackupManifest {
        try StoreBackup.make(of: fixture.data, to: fixture.beside("backup"), at: Self.now).list
    }

    /// Restores the backup into a data folder of its own, and returns the bodies of its records.
    private func restored(_ fixture: StoreFixture) async throws -> [[UInt8]] {
        let data = fixture.beside("restored")
        _ = try StoreRestore.run(from: fixture.beside("backup"), to: data)
        #expect(try FileBytes.read("\(data)/store.key", atMost: 16) == StoreFixture.key)
        #expect(try StoreFolder(journal: "\(data)/journal").hold() == .restored)
        let (journal, bodies) = try await StoreFixture.open("\(data)/journal")
        await #expect(throws: JournalFailure.held(.restored)) { try await StoreFixture.append(1, to: journal) }
        await journal.close()
        try StoreFolder.release(journal: "\(data)/journal")
        let (released, _) = try await StoreFixture.open("\(data)/journal")
        try await StoreFixture.append(1, to: released)
        await released.close()
        return bodies
    }

    @Test func `a backup of a store at rest is that store, held`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(40)
        let before = try fixture.contents()
        let manifest = try backUp(fixture)
        #expect(try fixture.contents() == before)
        #expect(manifest.lastSequence == 41 && manifest.snapshot == nil)
        let byHand = try StoreFolder(journal: fixture.beside("backup/journal"))
        #expect(try byHand.hold() == .restored, "who only copies it gets a held store too")
        let (journal, bodies) = try await fixture.open()
        await journal.close()
        #expect(try await restored(fixture) == bodies)
    }

    @Test func `a backup while messages come in holds all that had been acknowledged when it began`() async throws {
        let fixture = try StoreFixture()
        let (journal, _) = try await fixture.open()
        for number in 0..<50 { try await StoreFixture.append(number, to: journal) }
        let writer = Task {
            for number in 50... {
                if Task.isCancelled { break }
                try await StoreFixture.append(number, size: number % 7 * 4_000, to: journal)
            }
        }
        let manifest = try backUp(fixture)
        writer.cancel()
        _ = await writer.result
        await journal.close()
        #expect(manifest.lastSequence >= 50)
        let bodies = try await restored(fixture)
        #expect(bodies.count >= 50)
        #expect(bodies.enumerated().allSatisfy { $1.first == UInt8(truncatingIfNeeded: $0) }, "in order, without a gap")
        #expect(UInt64(bodies.count) == manifest.lastSequence)
    }

    @Test func `a restored store can be written to without changing the backup`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(30)
        _ = try backUp(fixture)
        _ = try await restored(fixture)
        #expect(throws: Never.self) { try StoreRestore.check(fixture.beside("backup")) }
        #expect(try StoreFolder(journal: "\(fixture.beside("backup"))/journal").verify(pause: { _ in }).grade == .sound)
    }

    @Test func `a damaged store is not backed up as if it were whole`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(40)
        try fixture.change("log/00000000000000000001.seg", at: 4096 * 3 + 500)
        #expect(throws: StoreFailure.self) { try backUp(fixture) }
        #expect(throws: StoreFailure.self) { try StoreRestore.check(fixture.beside("backup")) }
    }

    @Test func `a backup goes into a new folder, and is restored into an empty one only`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(3)
        _ = try backUp(fixture)
        #expect(throws: StoreFailure.self) { try backUp(fixture) }
        #expect(throws: StoreFailure.self) { try StoreRestore.run(from: fixture.beside("backup"), to: fixture.data) }
        try FileBytes.remove(fixture.journal)
        let key = "\(fixture.data)/store.key"
        try FileBytes.replace(key, with: [UInt8](repeating: 8, count: 16))
        #expect(throws: StoreFailure.self, "another store's key is there") {
            try StoreRestore.run(from: fixture.beside("backup"), to: fixture.data)
        }
        // What an interrupted restore leaves is no obstacle.
        try FileBytes.replace(key, with: StoreFixture.key)
        try FileBytes.makeFolder("\(fixture.data)/journal.restoring/log")
        #expect(throws: Never.self) { try StoreRestore.run(from: fixture.beside("backup"), to: fixture.data) }
    }

    @Test(arguments: ["journal/log/00000000000000000001.seg", "journal/log/CURRENT", "store.key", "backup.json"])
    func `a backup of which a byte changed or a file went missing is not restored`(name: String) async throws {
        for isMissing in [false, true] {
            let fixture = try StoreFixture()
            try await fixture.fill(3)
            _ = try backUp(fixture)
            let path = "\(fixture.beside("backup"))/\(name)"
            var bytes = try FileBytes.read(path, atMost: 1 << 20)
            bytes[bytes.count / 2] ^= 1
            if isMissing { try FileBytes.remove(path) } else { try FileBytes.replace(path, with: bytes) }
            #expect(throws: StoreFailure.self, "\(name)") {
                try StoreRestore.run(from: fixture.beside("backup"), to: fixture.beside("restored"))
            }
            #expect(!FileBytes.exists(fixture.beside("restored")))
        }
    }

    @Test func `of a batch that is being written nothing is in the backup`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(3)
        // The mark behind the three records, as it looks when half of it is on disk.
        try fixture.change("log/00000000000000000001.seg", at: 4096 * 4 + 70)
        #expect(try backUp(fixture).lastSequence == 3)
        #expect(try await restored(fixture).count == 3)
    }

    @Test func `a list that was changed is refused, also where it names the right files`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(3)
        _ = try backUp(fixture)
        let path = "\(fixture.beside("backup"))/backup.json"
        let text = String(decoding: try FileBytes.read(path, atMost: 1 << 20), as: UTF8.self)
        try FileBytes.replace(
            path, with: Array(text.replacing("\"lastSequence\":\"4\"", with: "\"lastSequence\":\"5\"").utf8))
        #expect(throws: StoreFailure.self) { try StoreRestore.check(fixture.beside("backup")) }
    }

    @Test func `a list that names something outside of the backup is refused`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(1)
        _ = try backUp(fixture)
        let path = "\(fixture.beside("backup"))/backup.json"
        let text = String(decoding: try FileBytes.read(path, atMost: 1 << 20), as: UTF8.self)
        try FileBytes.replace(path, with: Array(text.replacing("\"store.key\"", with: "\"../store.key\"").utf8))
        #expect(throws: StoreFailure.self) { try StoreRestore.check(fixture.beside("backup")) }
    }
}
