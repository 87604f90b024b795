import Messages
import Queues
import Testing
import TestSupport

/// Queues that operators have paused.
struct PauseTests {
    private func destination(_ name: String = "a") throws -> Destination { try QueueFixture.destination(name) }

    private func pause(_ bench: QueueFixture, reason: String = "moving") async throws -> QueuePause {
        try await bench.queue.pause(try destination(), by: .tester, reason: reason)
    }

    @Test(arguments: [false, true]) func `a paused queue offers nothing, others go on, and nothing is lost`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a", "b"])
        try await bench.accept("m2", for: ["a"], lane: "other")
        #expect(try await bench.lease("a", maximum: 1) == ["m1"])
        let pause = try await pause(bench)
        if crashes { try await bench.crash() }
        try await bench.accept("m3", for: ["a"], lane: "third")
        #expect(try await bench.lease("a").isEmpty)
        #expect(bench.queue.isAnyPaused(among: [try destination("b"), try destination()]))
        #expect(!bench.queue.isAnyPaused(among: [try destination("b")]))
        #expect(try await bench.lease("b") == ["m1"])
        // What was out may be settled.
        #expect(try await bench.complete("m1 at a") == .settled)
        #expect(bench.queue.figures(of: [try destination()]).first?.pause == pause)
        try await bench.queue.resume(try destination(), by: .tester)
        if crashes { try await bench.crash() }
        #expect(Set(try await bench.lease("a")) == ["m2", "m3"])
        #expect(bench.queue.figures(of: [try destination()]).first?.pause == nil)
    }

    @Test func `of two pauses the first stands, and to resume twice is to resume once`() async throws {
        let bench = try await QueueFixture()
        let first = try await pause(bench)
        bench.time.advance(seconds: 10)
        #expect(try await pause(bench, reason: "again") == first)
        let syncs = bench.storage.count(of: .sync)
        _ = try await pause(bench, reason: "again")
        #expect(bench.storage.count(of: .sync) == syncs)
        for _ in 1...2 { try await bench.queue.resume(try destination(), by: .tester) }
        #expect(!bench.queue.isAnyPaused(among: [try destination()]))
    }

    @Test(.timeLimit(.minutes(30))) func `who waits sleeps through a pause and is woken by its end`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        _ = try await pause(bench)
        let (queue, destination) = (bench.queue, try destination())
        await queue.waitForDelivery(in: [destination], atMost: 0.001)
        async let waited: Void = queue.waitForDelivery(in: [destination], atMost: 3_600)
        try await queue.resume(destination, by: .tester)
        await waited
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test(arguments: [false, true]) func `the time of a pause makes nothing too old`(crashes: Bool) async throws {
        let bench = try await QueueFixture(policy: DeliveryPolicy(firstDelay: 1, jitter: 0, age: 1_000))
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: false)
        _ = try await pause(bench)
        bench.time.advance(seconds: 5_000)
        try await bench.queue.resume(try destination(), by: .tester)
        if crashes { try await bench.crash() }
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.reject("m1 at a", permanent: false)
        #expect(try await bench.dead("a").isEmpty)
        bench.time.advance(seconds: 1_000)
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.reject("m1 at a", permanent: false)
        #expect(try await bench.dead("a") == ["m1"])
    }

    @Test func `an outage is told and forgotten`() async throws {
        let bench = try await QueueFixture()
        let outage = DestinationOutage(
            since: Timestamp(microseconds: 1), failures: 3, nextTryAt: Timestamp(microseconds: 2))
        bench.queue.note(outage, at: .publisher1177)
        #expect(bench.queue.figures(of: [.publisher1177]).first?.outage == outage)
        bench.queue.note(nil, at: .publisher1177)
        #expect(bench.queue.figures(of: [.publisher1177]).first?.outage == nil)
    }
}
