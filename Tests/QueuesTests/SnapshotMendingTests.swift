import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// What has rotted in the snapshots' files is found before a start needs it, and written anew where memory has it.
struct SnapshotMendingTests {
    private static let folder = "journal/snapshots"
    private let storage = FaultyStorage()
    private let time = ManualClock()

    private func open(_ storage: FaultyStorage? = nil) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: "journal", storage: storage ?? self.storage, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: QueueFixture.options, snapshots: SnapshotPolicy(changes: 1_000, isInBackground: false),
            random: { 1 << 63 })
    }

    /// Two snapshots that share their files.
    private func written() async throws -> MessageQueue {
        let queue = try await open()
        for number in 0..<12 {
            _ = try await queue.accept(try QueueFixture.message("m\(number)", for: ["a"], lane: "\(number)"))
        }
        let leased = try await queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 6, duration: 60)
        for delivery in leased { _ = try await queue.complete(delivery.lease, by: .tester, receipt: { _ in nil }) }
        for _ in 0..<3 { try await queue.takeSnapshot() }
        #expect(try await queue.verifySnapshots().isEmpty)
        return queue
    }

    private func file(_ ending: String) throws -> String {
        try #require(storage.names(inFolder: Self.folder).first { $0.hasSuffix(ending) })
    }

    /// A page, what stands around the pages, what stands around a table's entries, and a list.
    @Test(arguments: [(".pages", 1_000), (".pages", -3), (".table", -3), (".table", 3), (".snapshot", 60)])
    func `what memory has is written anew, and neither snapshot needs what was there`(
        ending: String, place: Int
    ) async throws {
        let queue = try await written()
        let name = try file(ending)
        storage.change(name, inFolder: Self.folder) { $0[place < 0 ? $0.count + place : place] ^= 4 }
        #expect(try await queue.verifySnapshots() == [UnsoundSnapshotFile(name: name, isMended: true)])
        #expect(try await queue.verifySnapshots().isEmpty)
        #expect(!storage.names(inFolder: Self.folder).contains(name) && queue.damagedSnapshotFiles == 0)
        // Either of the two will do.
        for isNewestGone in [false, true] {
            let disk = storage.crashed(.nothing)
            let newest = try #require(disk.names(inFolder: Self.folder).last { $0.hasSuffix(".snapshot") })
            if isNewestGone { disk.change(newest, inFolder: Self.folder) { $0[40] ^= 1 } }
            let after = try await open(disk)
            #expect(
                after.startReport.snapshot != nil && after.startReport.unsoundSnapshots.count == (isNewestGone ? 1 : 0))
            #expect(after.conservation() == queue.conservation())
        }
    }

    @Test func `a table whose entries cannot be read is told of, and left to the log`() async throws {
        let queue = try await written()
        let name = try #require(storage.rotTable("progress", inFolder: Self.folder))
        #expect(try await queue.verifySnapshots() == [UnsoundSnapshotFile(name: name, isMended: false)])
        #expect(queue.damagedSnapshotFiles == 1)
        let before = queue.conservation()
        await queue.close()
        let after = try await open()
        #expect(after.startReport.snapshot == nil && after.conservation() == before)
    }
}
