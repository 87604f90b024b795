import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// A store in which little is written keeps the promises of retention like any other.
struct QuietStoreTests {
    private static let day = 86_400.0
    private static let policy = RetentionPolicy(payloadDays: 10, headDays: 20)

    /// Room for all that is written in months.
    private static let options = JournalOptions(
        segmentBytes: 512 << 10, pendingIntakeBytes: 1 << 20, preparesSpare: false, idleSeconds: nil, floorBytes: 0)

    private let storage = FaultyStorage()
    private let time = ManualClock()

    private func open(_ storage: FaultyStorage? = nil) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: "journal", storage: storage ?? self.storage, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: Self.options, snapshots: SnapshotPolicy(isInBackground: false), random: { 1 << 63 })
    }

    private func settle(_ name: String, on queue: MessageQueue) async throws {
        _ = try await queue.accept(try message(name))
        let leased = try await queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 1, duration: 60)
        for delivery in leased { _ = try await queue.complete(delivery.lease, by: .tester, receipt: { _ in nil }) }
    }

    private func message(_ name: String) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: ["a"], lane: name)
        message.payload = Array("<the bytes of \(name)>".utf8)
        return message
    }

    private func hasBytes(_ name: String) throws -> Bool {
        storage.holds(try message(name).payload, inFolder: "journal/log")
    }

    @Test(arguments: [false, true]) func `bytes are off the disk within two days, however little is written`(
        restarts: Bool
    ) async throws {
        var queue = try await open()
        for day in 0..<34 {
            if day < 20 { try await settle("m\(day)", on: queue) }
            _ = try await queue.retain(by: Self.policy)
            if restarts, day % 7 == 3 {
                await queue.close()
                queue = try await open()
            }
            if day >= 12, day < 32 { #expect(try !hasBytes("m\(day - 12)"), "day \(day)") }
            if day >= 22 {
                #expect(try queue.status(of: QueueFixture.id("m\(day - 22)")) == nil, "day \(day)")
            }
            if day >= 9, day < 29 { #expect(try hasBytes("m\(day - 9)"), "too early: \(day)") }
            time.advance(seconds: Self.day)
        }
        await queue.close()
        queue = try await open()
        #expect(queue.conservation().difference == 0 && queue.conservation().completed == 20)
        #expect(try await queue.verifyLog().isEmpty)
        await queue.close()
    }

    @Test func `a snapshot is taken after a day when anything has changed, and else not`() async throws {
        let queue = try await open()
        try await settle("m1", on: queue)
        #expect(queue.keeper?.coveredThrough == nil)
        time.advance(seconds: Self.day)
        try await settle("m2", on: queue)
        let covered = try #require(queue.keeper?.coveredThrough)
        try await settle("m3", on: queue)
        #expect(queue.keeper?.coveredThrough == covered)
        time.advance(seconds: Self.day)
        try await queue.journal.mark()
        let newer = try #require(queue.keeper?.coveredThrough)
        #expect(newer > covered)
        time.advance(seconds: Self.day)
        try await queue.journal.mark()
        #expect(queue.keeper?.coveredThrough == newer, "a mark changes nothing")
    }

    @Test func `what a record behind the older snapshot speaks of is kept, whatever its age, and a crash finds it`()
        async throws
    {
        // Heads for a day: what is settled behind the snapshots is out of its time soon.
        let policy = RetentionPolicy(payloadDays: 1, headDays: 1, graceDays: 0, share: 0)
        let queue = try await open()
        for name in ["m1", "m2", "m3"] { try await settle(name, on: queue) }
        _ = try await queue.accept(try QueueFixture.message("late", for: ["a"], lane: "late"))
        for _ in 0..<2 { try await queue.takeSnapshot() }
        // Sealed, covered, and named by records behind both snapshots.
        _ = try await queue.journal.seal(ifBegunBefore: .max)
        for _ in 0..<2 { try await queue.takeSnapshot() }
        let leased = try await queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 1, duration: 60)
        for delivery in leased { _ = try await queue.complete(delivery.lease, by: .tester, receipt: { _ in nil }) }
        var again = try QueueFixture.message("m1", for: ["a"], lane: "m1")
        again.transmissionID = TransmissionID(QueueFixture.id("t").bytes)
        _ = try await queue.accept(again)
        time.advance(seconds: 3 * Self.day)
        // The disk takes the second of the snapshots alone that retention takes before it begins.
        storage.fail(.rename, after: 3, with: 5)
        _ = try await queue.journal.seal(ifBegunBefore: .max)
        #expect(queue.failedSnapshots == 1)
        storage.fail(.rename, with: 5)
        let report = try await queue.retain(by: policy)
        #expect(report.spared == 2 && report.rewritten == 1)
        #expect(try queue.status(of: QueueFixture.id("m2")) == nil)
        for survival in [FaultyStorage.Survival.nothing, .everything] {
            let after = try await open(storage.crashed(survival))
            #expect(after.conservation() == queue.conservation() && after.startReport.passedOver == 0)
            #expect(try after.status(of: QueueFixture.id("late"))?.deliveries.first?.state == .completed)
        }
        // When newer snapshots have it, it goes.
        for _ in 0..<2 { try await queue.takeSnapshot() }
        #expect(try await queue.retain(by: policy).spared == 0)
        #expect(try queue.status(of: QueueFixture.id("late")) == nil)
    }

    @Test func `a store whose retention went too far is started, with what it dropped counted as settled`() async throws
    {
        let queue = try await open()
        for name in ["m1", "m2", "m3", "m4"] {
            _ = try await queue.accept(try QueueFixture.message(name, for: ["a"], lane: name == "m2" ? "m1" : name))
        }
        _ = try await queue.journal.seal(ifBegunBefore: .max)
        for _ in 0..<2 { try await queue.takeSnapshot() }
        let leased = try await queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 2, duration: 60)
        for delivery in leased { _ = try await queue.complete(delivery.lease, by: .tester, receipt: { _ in nil }) }
        // As the program before this one did.
        let extent = try #require(queue.journal.extents.first)
        let gone = leased.map(\.facts.delivery.message)
        _ = try queue.journal.rewrite(extent.first) { gone.contains($0.sequence) ? .dropped : .whole }
        let before = queue.conservation()
        let after = try await open(storage.crashed(.everything))
        #expect(after.startReport.passedOver == 4)
        #expect(after.conservation() == before && before.completed == 2 && before.waiting == 2)
        let rest = try await after.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 10, duration: 60)
        #expect(Set(rest.map(\.facts.message)) == [QueueFixture.id("m2"), QueueFixture.id("m4")])
        #expect(after.failure == nil)
    }

    @Test func `a message that passes on what has been dropped is taken`() async throws {
        let policy = RetentionPolicy(payloadDays: 1, headDays: 1, graceDays: 0, share: 0)
        let queue = try await open()
        try await settle("m1", on: queue)
        time.advance(seconds: 3 * Self.day)
        _ = try await queue.retain(by: policy)
        #expect(try queue.status(of: QueueFixture.id("m1")) == nil)
        var message = try QueueFixture.message("m2", for: ["a"])
        message.effect = .forwards(QueueFixture.id("m1"), to: try #require(UnitID("b")))
        _ = try await queue.accept(message)
        #expect(queue.failure == nil && queue.conservation().waiting == 1)
    }
}
