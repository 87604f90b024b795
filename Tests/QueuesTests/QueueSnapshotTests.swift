import Digests
import DurableLog
import LinuxSystem
import Messages
import Testing
import TestSupport
@testable import Queues

/// Queues that go on from a snapshot are as they were, and what is only on disk is as good as what is in memory.
struct QueueSnapshotTests {
    /// Waits until a snapshot holds everything that has been stored.
    private func settle(_ bench: QueueFixture) async {
        await bench.queue.keeper?.idle()
    }

    @Test func `a start after an orderly end reads the snapshot and no record`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<20 { try await bench.accept("m\(number)", for: ["a", "b"], lane: "l\(number % 3)") }
        #expect(try await bench.lease("a", maximum: 2).count == 2)
        let before = try statuses(bench, 20)
        await bench.queue.close()
        bench.queue = try await QueueFixture.open(bench.storage, bench.wall.clock, bench.policy)
        #expect(bench.queue.startReport.snapshot != nil && bench.queue.startReport.replayed == 0)
        #expect(try statuses(bench, 20).map(\.acceptance) == before.map(\.acceptance))
        #expect(bench.queue.conservation().waiting == 40 && bench.queue.conservation().difference == 0)
        #expect(try await bench.lease("a", maximum: 10) == ["m2", "m0", "m1"])
    }

    @Test func `ids that are past their days are forgotten by themselves, and the others are known`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<40 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        try await bench.lease("a", maximum: 40)
        for number in 0..<20 { #expect(try await bench.complete("m\(number) at a") == .settled) }
        await settle(bench)
        let day = 86_400.0
        bench.time.advance(seconds: 399 * day)
        for number in 40..<50 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        await settle(bench)
        #expect(try await bench.accept("m3", for: ["a"], lane: "l3").isDuplicate)
        bench.time.advance(seconds: 2 * day)
        // One snapshot finds what is out of its time, and the next goes on without.
        for number in 50..<60 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        await settle(bench)
        for number in 60..<70 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        await settle(bench)
        #expect(try await bench.accept("m45", for: ["a"], lane: "l45").isDuplicate)
        #expect(try await !bench.accept("m3", for: ["a"], lane: "l3").isDuplicate)
        #expect(try await bench.accept("m30", for: ["a"], lane: "l30").isDuplicate, "it is still to be delivered")
    }

    @Test func `after a crash only the records behind the snapshot are read`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<30 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        await settle(bench)
        let covered = try #require(bench.queue.keeper?.coveredThrough)
        try await bench.accept("last", for: ["a"], lane: "l")
        try await bench.crash()
        #expect(bench.queue.startReport.snapshot.map { $0 >= covered } ?? false)
        #expect(bench.queue.startReport.replayed < 10)
        #expect(try await bench.lease("a", maximum: 100).count == 31)
    }

    @Test(arguments: [1, 2]) func `an unsound snapshot is passed over and named`(count: Int) async throws {
        let bench = try await QueueFixture()
        for number in 0..<30 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        #expect(try await bench.complete(bench.lease("a", maximum: 1)[0] + " at a") == .settled)
        await settle(bench)
        await bench.queue.close()
        let folder = try bench.storage.openFolder("journal/snapshots")
        let manifests = try folder.names().filter { $0.hasSuffix(".snapshot") }.suffix(count)
        for name in manifests {
            let file = try folder.open(name, creating: false)
            let byte = try file.readAll(1, at: 40)
            try file.writeAll([byte[0] ^ 1], at: 40)
        }
        bench.queue = try await QueueFixture.open(bench.storage, bench.wall.clock, bench.policy)
        #expect(Set(bench.queue.startReport.unsoundSnapshots) == Set(manifests))
        #expect((bench.queue.startReport.snapshot == nil) == (count == 2))
        #expect(bench.queue.conservation().completed == 1 && bench.queue.conservation().waiting == 29)
    }

    @Test func `a message that is only on disk is leased, completed, answered and known again`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<12 { try await bench.accept("m\(number)", for: ["a"], lane: "l") }
        try await bench.crash()
        await settle(bench)
        #expect(bench.queue.guarded.withLock { $0.state.messages.changes } < 12)
        #expect(try await bench.accept("m5", for: ["a"]).isDuplicate)
        let stranger = try QueueFixture.message("m6", for: ["a"], sender: "X")
        #expect(try await bench.queue.accept(stranger) == .conflict(.otherSender))
        for number in 0..<12 {
            #expect(try await bench.lease("a") == ["m\(number)"])
            await settle(bench)
            #expect(try await bench.complete("m\(number) at a") == .settled)
        }
        try await bench.crash()
        let status = try #require(try bench.queue.status(of: QueueFixture.id("m3")))
        #expect(status.deliveries[0].state == .completed && status.deliveries[0].attempts.count == 1)
        #expect(bench.queue.conservation().completed == 12 && bench.queue.conservation().difference == 0)
    }

    @Test func `what was being offered when a snapshot was taken, and then was not, is offered after the start`()
        async throws
    {
        let bench = try await QueueFixture()
        try await bench.accept("m", for: ["a"], lane: "l")
        let a = try QueueFixture.destination("a")
        let picked = bench.queue.guarded.withLock { $0.state.pick(from: [a], sparing: [], maximum: 1) }
        #expect(picked.count == 1)
        try await bench.queue.takeSnapshot()
        try await bench.crash(.everything)
        #expect(bench.queue.startReport.snapshot != nil)
        #expect(try await bench.lease("a") == ["m"])
    }

    @Test func `a snapshot that cannot be written costs nothing`() async throws {
        let bench = try await QueueFixture()
        let before = bench.storage.count(of: .rename)
        bench.storage.fail(.rename, with: 5, forever: true)
        for number in 0..<10 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        await settle(bench)
        #expect((bench.queue.keeper?.failures.count ?? 0) > 0 && bench.storage.count(of: .rename) > before)
        bench.storage.mend()
        #expect(try await bench.lease("a", maximum: 20).count == 10)
        await settle(bench)
        #expect(bench.queue.keeper?.coveredThrough != nil)
        try await bench.crash()
        #expect(bench.queue.conservation().waiting == 10 && bench.queue.conservation().created == 10)
    }

    @Test func `a wait goes on where it was, and a lease ends`() async throws {
        let bench = try await QueueFixture(policy: DeliveryPolicy(firstDelay: 100, longestDelay: 100, jitter: 0))
        try await bench.accept("m", for: ["a"], lane: "1")
        try await bench.accept("n", for: ["a"], lane: "2")
        #expect(try await bench.lease("a") == ["m", "n"])
        #expect(try await bench.reject("m at a", permanent: false) == .settled)
        await bench.queue.close()
        bench.time.advance(seconds: 60)
        bench.queue = try await QueueFixture.open(bench.storage, bench.wall.clock, bench.policy)
        #expect(bench.queue.startReport.replayed == 0)
        #expect(try await bench.lease("a") == ["n"])
        bench.time.advance(seconds: 41)
        #expect(try await bench.lease("a") == ["m"])
        #expect(try bench.queue.status(of: QueueFixture.id("m"))?.deliveries[0].attempts.count == 2)
    }

    @Test func `what has rotted before the snapshot is noticed when the log is verified, and when it is read`()
        async throws
    {
        let bench = try await QueueFixture()
        for number in 0..<40 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        await bench.queue.close()
        bench.storage.change(inFolder: "journal/log", ending: ".seg") { $0[8_192 + 200] ^= 1 }
        bench.queue = try await QueueFixture.open(bench.storage, bench.wall.clock, bench.policy)
        #expect(bench.queue.startReport.snapshot != nil)
        #expect(try await bench.queue.verifyLog().count == 1 && bench.queue.knownDamages == 1)
        #expect(try await bench.lease("a", maximum: 100).count == 39)
        #expect(bench.queue.failedReads > 0)
        await #expect(throws: QueueFailure.self) { try await bench.queue.payload(of: QueueFixture.id("m1")) }
    }

    private func statuses(_ bench: QueueFixture, _ count: Int) throws -> [MessageStatus] {
        try (0..<count).map { try #require(try bench.queue.status(of: QueueFixture.id("m\($0)"))) }
    }
}

extension AcceptOutcome {
    fileprivate var isDuplicate: Bool {
        if case .duplicate = self { true } else { false }
    }
}
