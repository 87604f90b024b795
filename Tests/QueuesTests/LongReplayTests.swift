import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// A start that applies many records holds no more of them in memory than a day of work does.
struct LongReplayTests {
    private let storage = FaultyStorage()
    private let time = ManualClock()

    private func open(_ storage: FaultyStorage, changes: Int) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: "journal", storage: storage, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: QueueFixture.options, snapshots: SnapshotPolicy(changes: changes, isInBackground: false),
            random: { 1 << 63 })
    }

    /// 120 messages, of which every third waits, every third is leased and the others are completed; and no snapshot.
    private func write() async throws -> Conservation {
        let queue = try await open(storage, changes: 1_000_000)
        let destination = try QueueFixture.destination("a")
        for number in 0..<120 {
            _ = try await queue.accept(try QueueFixture.message("m\(number)", for: ["a"], lane: "\(number)"))
            guard number % 3 > 0 else { continue }
            for leased in try await queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60)
            where number % 3 == 2 {
                _ = try await queue.complete(leased.lease, by: .tester, receipt: { _ in nil })
            }
        }
        return queue.conservation()
    }

    @Test func `what the records have changed is written to disk on the way, and everything is as it was`() async throws
    {
        let before = try await write()
        let unhurried = try await open(storage.crashed(.everything), changes: 1_000_000)
        let disk = storage.crashed(.everything)
        let queue = try await open(disk, changes: 5)
        #expect(queue.startReport.snapshot == nil && queue.startReport.replayed == 120 + 80 + 40)
        #expect(queue.guarded.withLock { $0.state.messages.touched } <= 4 * 5 + 40, "what is leased is changed again")
        #expect(unhurried.guarded.withLock { $0.state.messages.touched } >= 80)
        #expect(queue.conservation() == unhurried.conservation())
        #expect(queue.conservation().completed == before.completed && queue.conservation().difference == 0)
        for number in 0..<120 {
            let id = QueueFixture.id("m\(number)")
            #expect(try queue.status(of: id) == unhurried.status(of: id))
        }
        // They are snapshots like all others.
        let again = try await open(disk.crashed(.nothing), changes: 1_000_000)
        #expect(again.startReport.snapshot != nil && again.startReport.replayed < 240)
        #expect(again.conservation() == queue.conservation())
        await queue.close()
        let last = try await open(disk, changes: 5)
        #expect(last.conservation() == again.conservation() && last.startReport.unsoundSnapshots.isEmpty)
    }

    @Test func `what was never offered is not held in memory either, by its ids`() async throws {
        var queue = try await open(storage, changes: 1_000_000)
        for number in 0..<400 {
            _ = try await queue.accept(try QueueFixture.message("m\(number)", for: ["a"], lane: "\(number)"))
        }
        queue = try await open(storage.crashed(.everything), changes: 5)
        #expect(queue.startReport.replayed == 400 && queue.conservation().waiting == 400)
        let ids = queue.guarded.withLock { $0.state.sequences.changes }
        #expect(ids <= 4 * 5 * Limits.entriesPerMessage)
        #expect(try queue.status(of: QueueFixture.id("m7"))?.deliveries.first?.state == .waiting)
    }

    @Test func `a disk that takes no snapshot hinders no start`() async throws {
        _ = try await write()
        let disk = storage.crashed(.everything)
        disk.fail(.rename, with: 28, forever: true)
        let queue = try await open(disk, changes: 5)
        disk.mend()
        #expect(queue.startReport.replayed == 240 && queue.conservation().difference == 0)
    }
}
