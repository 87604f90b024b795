import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// The figures of queues in which something was lost.
struct LostFiguresTests {
    private func figures(_ bench: QueueFixture, isSpared: Bool = false) throws -> QueueFigures {
        let a = try QueueFixture.destination("a")
        return try #require(bench.queue.figures(of: [a], sparingCompulsoryAt: isSpared ? [a] : []).first)
    }

    /// An old message, and one that came later and is lost while the old one waits.
    private func bench(isCompulsory: Bool = false) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        try await DamagedBench.accept("m1", lane: "k1", bench)
        bench.time.advance(seconds: 300)
        try await DamagedBench.accept("m2", lane: "k2", size: 800, bench) { $0.isCompulsory = isCompulsory }
        try await DamagedBench.seal(bench)
        try await bench.queue.takeSnapshot()
        try await DamagedBench.restart(damaging: ["m2"], bench)
        #expect(try await bench.lease("a") == ["m1"])
        try #require(await bench.queue.deadLetters(limit: 9).lost.map(\.message) == [QueueFixture.id("m2")])
        return bench
    }

    @Test func `no age is left of what was lost when all else has gone`() async throws {
        let bench = try await bench()
        #expect(try figures(bench).oldestAvailableAt != nil)
        #expect(try await bench.complete("m1 at a") == .settled)
        for _ in 0..<2 {
            #expect(try figures(bench).oldestAvailableAt == nil && figures(bench).counts.open == 0)
            try await DamagedBench.restart(bench)
        }
    }

    @Test func `when compulsory care came that was lost is told to nobody else`() async throws {
        let bench = try await bench(isCompulsory: true)
        let first = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first)
        #expect(try figures(bench, isSpared: true).oldestAvailableAt == first.firstAvailableAt)
        #expect(try figures(bench).oldestAvailableAt == first.firstAvailableAt)
        #expect(try await bench.complete("m1 at a") == .settled)
        #expect(try figures(bench, isSpared: true).oldestAvailableAt == nil)
    }

    @Test func `of what was lost and put aside the queue holds no bytes`() async throws {
        let bench = try await bench()
        let both = try figures(bench).volume.heldBytes
        let id = try #require(await bench.queue.deadLetters(limit: 9).lost.first?.delivery)
        #expect(try await bench.queue.discard(id, by: .tester, reason: "the disk has lost it") == .discarded)
        #expect(try figures(bench).volume.heldBytes == both - both / 2)
        #expect(try await bench.complete("m1 at a") == .settled)
        #expect(try figures(bench).volume.heldBytes == 0)
        try await DamagedBench.restart(bench)
        #expect(try figures(bench).volume.heldBytes == 0 && bench.queue.conservation().discarded == 1)
    }

    /// `m1` leased when the program ended, and damaged for the start, but not any more.
    private func late() async throws -> QueueFixture {
        let bench = try await QueueFixture()
        for name in ["m1", "m2"] { try await DamagedBench.accept(name, bench) }
        try await DamagedBench.seal(bench)
        try await bench.queue.takeSnapshot()
        #expect(try await bench.lease("a") == ["m1"])
        try await DamagedBench.restart(damaging: ["m1"], bench)
        try #require(bench.queue.startReport.unreadDeliveries == 1)
        try DamagedBench.flip("m1", bench)
        return bench
    }

    @Test func `a late answer to what a start could not read is counted as any other`() async throws {
        let bench = try await late()
        #expect(try await bench.complete("m1 at a") == .settled)
        let counts = bench.queue.conservation()
        #expect(counts.leased == 0 && counts.retrying == 0 && counts.completed == 1 && counts.difference == 0)
        #expect(bench.queue.openLeases(of: .tester) == 0)
        #expect(try await bench.lease("a") == ["m2"] && bench.queue.openLeases(of: .tester) == 1)
    }

    @Test func `a release of what a start could not read holds for its time`() async throws {
        let bench = try await late()
        let lease = try #require(bench.leases["m1 at a"])
        #expect(try await bench.queue.release(lease, by: .tester, delay: 600) == .settled)
        bench.time.advance(seconds: 100)
        #expect(try await bench.lease("a").isEmpty)
        bench.time.advance(seconds: 500)
        #expect(try await bench.lease("a") == ["m1"])
        #expect(bench.queue.conservation().difference == 0 && bench.queue.conservation().leased == 1)
    }

    @Test func `a lease that a restart ended is not renewed for having been unread`() async throws {
        let bench = try await late()
        let lease = try #require(bench.leases["m1 at a"])
        #expect(try bench.queue.renew(lease, by: .tester, duration: 60) == .lost(.lapsed))
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test func `what came again, was leased and unread at a start is counted as completed all along`() async throws {
        let bench = try await QueueFixture()
        try await DamagedBench.accept("m1", bench)
        try await DamagedBench.seal(bench)
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.complete("m1 at a")
        let (a, now) = (try QueueFixture.destination("a"), Timestamp(microseconds: bench.time.clock.wallMicroseconds()))
        _ = try await bench.queue.replay(
            ReplayOrder(destination: a, from: Timestamp(microseconds: 0), to: now, by: .tester, reason: "restored"))
        #expect(try await bench.queue.advanceReplays() == 1)
        #expect(try await bench.lease("a") == ["m1"])
        try await DamagedBench.restart(damaging: ["m1"], bench)
        try #require(bench.queue.startReport.unreadDeliveries == 1)
        try DamagedBench.flip("m1", bench)
        bench.time.advance(seconds: 2)
        #expect(try await bench.lease("a") == ["m1"])
        let counts = bench.queue.conservation()
        #expect(counts.retrying == 0 && counts.leased == 0 && counts.completed == 1 && counts.difference == 0)
        #expect(bench.queue.openLeases(of: .tester) == 1)
    }

    @Test func `a lost letter that is being put aside is not tried again meanwhile, though it can be read`()
        async throws
    {
        let bench = try await bench()
        let id = try #require(await bench.queue.deadLetters(limit: 9).lost.first?.delivery)
        #expect(bench.queue.guarded.withLock { $0.state.claimDead(id) } == true)
        try DamagedBench.flip("m2", bench)
        try #require(await bench.queue.isReadable(id))
        #expect(bench.queue.guarded.withLock { $0.state.claimDead(id) } == false)
        _ = bench.queue.guarded.withLock { $0.state.unreserve(id) }
        #expect(try await bench.queue.discard(id, by: .tester, reason: "not needed") == .discarded)
        #expect(bench.queue.guarded.withLock { $0.state.reserved.isEmpty })
    }
}
