import LinuxSystem
import Messages
@testable import Queues
import SnapshotFiles
import Testing
import TestSupport

/// A store that a newer program has written is whole: a start says which program it needs, and sends nobody to a backup.
struct NewerSnapshotTests {
    /// Has both snapshots as a newer program would write them.
    private func renew(_ storage: FaultyStorage) throws {
        let store = try SnapshotStore.open(at: "journal/snapshots", storage: storage)
        for manifest in store.candidates.reversed() {
            let snapshot = try store.load(manifest)
            var blob = snapshot.blob
            blob[0] = QueueSummary.form + 1
            _ = try store.write(
                SnapshotContent(
                    position: snapshot.position, sequence: snapshot.sequence, blob: blob,
                    pageCount: try snapshot.pages().count),
                after: snapshot)
        }
    }

    @Test func `a snapshot of a newer form ends the start with that, and changes nothing`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<20 {
            try await bench.accept("m\(number)", for: ["a"])
            await bench.queue.keeper?.idle()
        }
        await bench.queue.close()
        try renew(bench.storage)
        let before = bench.storage.crashed(.everything).image.digest
        await #expect {
            try await bench.crash(.everything)
        } throws: { error in
            let text = (error as? QueueFailure)?.description ?? ""
            return text.contains("format \(QueueSummary.form + 1), which is newer than this program")
        }
        #expect(bench.storage.crashed(.everything).image.digest == before)
    }
}
