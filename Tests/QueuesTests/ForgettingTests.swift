import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Ids that are out of their time, and those that never are.
struct ForgettingTests {
    @Test func `ids go when they are out of their time, but for those of dead letters`() async throws {
        let time = ManualClock()
        let queue = try await MessageQueue.open(
            at: "journal", storage: FaultyStorage(), clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: QueueFixture.options,
            snapshots: SnapshotPolicy(changes: 3, records: 3, ledgerDays: 10, isInBackground: false),
            random: { 1 << 63 })
        let destination = try QueueFixture.destination("a")
        for name in ["done", "dead"] {
            _ = try await queue.accept(try QueueFixture.message(name, for: ["a"], lane: name))
            let leased = try await queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60)
            let lease = try #require(leased.first).lease
            if name == "done" {
                _ = try await queue.complete(lease, by: .tester, receipt: { _ in nil })
            } else {
                _ = try await queue.reject(
                    lease, by: .tester, failure: DeliveryFault(code: "no", reason: "never"), permanent: true,
                    receipt: { _ in nil })
            }
        }
        for day in 0..<40 {
            if day == 20 { #expect(try queue.status(of: QueueFixture.id("d5")) != nil, "not yet") }
            _ = try await queue.accept(try QueueFixture.message("d\(day)", for: ["b"], lane: "\(day)"))
            time.advance(seconds: day < 20 ? 0 : 86_400)
        }
        await queue.keeper?.idle()
        #expect(try queue.status(of: QueueFixture.id("done")) == nil)
        #expect(try queue.status(of: QueueFixture.id("dead")) != nil)
        #expect(try queue.status(of: QueueFixture.id("d39")) != nil)
    }

    @Test func `no id goes for a wall clock that is ahead for a moment`() async throws {
        let time = ManualClock()
        let wall = ShiftedWall(over: time)
        let queue = try await MessageQueue.open(
            at: "journal", storage: FaultyStorage(), clock: wall.clock, policy: DeliveryPolicy(jitter: 0),
            options: QueueFixture.options,
            snapshots: SnapshotPolicy(changes: 3, records: 3, ledgerDays: 10, isInBackground: false),
            random: { 1 << 63 })
        for number in 0..<40 {
            if number == 20 { wall.shift(seconds: 40 * 86_400) }
            _ = try await queue.accept(try QueueFixture.message("d\(number)", for: ["b"], lane: "\(number)"))
            let leased = try await queue.lease(
                from: [try QueueFixture.destination("b")], by: .tester, maximum: 1, duration: 60)
            _ = try await queue.complete(try #require(leased.first).lease, by: .tester, receipt: { _ in nil })
        }
        await queue.keeper?.idle()
        #expect(try queue.status(of: QueueFixture.id("d0")) != nil)
    }

    @Test func `tables that follow messages are not asked about while no file of the log is out of its time`()
        async throws
    {
        let time = ManualClock()
        let queue = try await MessageQueue.open(
            at: "journal", storage: FaultyStorage(), clock: time.clock, options: QueueFixture.options)
        _ = try await queue.accept(try QueueFixture.message("m", for: ["a"], lane: "a"))
        let later = Timestamp(microseconds: time.clock.wallMicroseconds()).adding(days: 100)
        // The log's only file is old, but nothing has been taken out of it.
        let forgetting = Forgetting(queue, at: later, after: 10)
        #expect(Set(forgetting.dropping.keys) == ["ids", "transmissions", "early-cancellations"])
        #expect(!forgetting.isGone(1))
    }
}
