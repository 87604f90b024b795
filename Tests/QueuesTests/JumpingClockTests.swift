import LinuxSystem
import Messages
import Queues
import Testing
import TestSupport

/// What a wall clock that is set wrong, or a machine that slept, does to deliveries: nothing that cannot be mended.
struct JumpingClockTests {
    private static let month: Int64 = 30 * 86_400

    @Test(arguments: [month, -month]) func `a jump makes no delivery too old`(shift: Int64) async throws {
        let bench = try await QueueFixture(
            policy: DeliveryPolicy(firstDelay: 5, longestDelay: 5, jitter: 0, age: 1_000))
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        bench.wall.shift(seconds: shift)
        _ = try await bench.reject("m1 at a", permanent: false)
        #expect(try await bench.dead("a").isEmpty)
        bench.time.advance(seconds: 5)
        #expect(try await bench.lease("a") == ["m1"])
        // The time that really passes counts.
        bench.time.advance(seconds: 1_000)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
        #expect(try await bench.dead("a") == ["m1"])
        #expect(await bench.queue.deadLetters(limit: 1).letters.first?.cause == .timeSpent)
    }

    @Test(arguments: [month, -month]) func `a jump expires no receipt, and keeps none for ever`(shift: Int64)
        async throws
    {
        let bench = try await QueueFixture()
        var receipt = try QueueFixture.message("r1", for: ["a"])
        receipt.isReceipt = true
        _ = try await bench.queue.accept(receipt)
        bench.wall.shift(seconds: shift)
        #expect(try await bench.queue.expireReceipts(after: 14 * 86_400) == 0)
        bench.time.advance(seconds: 14 * 86_400 + 1)
        #expect(try await bench.queue.expireReceipts(after: 14 * 86_400) == 1)
    }

    @Test(arguments: [month, -month]) func `a jump ends no lease and prolongs none`(shift: Int64) async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a", duration: 60)
        bench.wall.shift(seconds: shift)
        bench.time.advance(seconds: 59)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 0)
        bench.time.advance(seconds: 1)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
    }

    @Test func `what is accepted after the wall clock was set back is not older than what came before`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        bench.wall.shift(seconds: -3_600)
        try await bench.accept("m2", for: ["a"])
        let times = try ["m1", "m2"].map { name in
            try #require(try bench.queue.status(of: QueueFixture.id(name))).acceptance.acceptedAt
        }
        #expect(times[0] == times[1])
        bench.time.advance(seconds: 3_601)
        try await bench.accept("m3", for: ["a"])
        #expect(try #require(try bench.queue.status(of: QueueFixture.id("m3"))).acceptance.acceptedAt > times[1])
    }

    @Test func `a machine that slept finds its leases lapsed and its retries due`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.accept("m2", for: ["a"], lane: "other")
        #expect(try await bench.lease("a", maximum: 1) == ["m1"])
        #expect(try await bench.lease("a", maximum: 1) == ["m2"])
        _ = try await bench.reject("m2 at a", permanent: false)
        // Both clocks count the time of a suspended machine: the boot clock is CLOCK_BOOTTIME.
        bench.time.advance(seconds: 3_600)
        #expect(bench.queue.nextWakeup() == 0)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
        #expect(try await bench.lease("a") == ["m2"])
        bench.time.advance(seconds: 5)
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test func `a wall clock that was ahead gives out right times when it is right again`() async throws {
        let bench = try await QueueFixture()
        let before = bench.wall.clock.wallMicroseconds()
        bench.wall.shift(seconds: Self.month)
        try await bench.accept("m1", for: ["a"])
        #expect(bench.queue.clockReport() == ClockReport(setBacks: 0, isDoubted: true))
        bench.wall.shift(seconds: -Self.month)
        bench.time.advance(seconds: 1)
        try await bench.accept("m2", for: ["a"])
        let second = try #require(try bench.queue.status(of: QueueFixture.id("m2"))).acceptance.acceptedAt
        #expect(second.microseconds == before + 1_000_000)
        #expect(bench.queue.clockReport() == ClockReport(setBacks: 1, isDoubted: false))
        // Nor does a start go on from what was accepted meanwhile.
        try await bench.crash()
        bench.wall.shift(seconds: -60)
        try await bench.accept("m3", for: ["a"])
        #expect(try #require(try bench.queue.status(of: QueueFixture.id("m3"))).acceptance.acceptedAt == second)
    }
}
