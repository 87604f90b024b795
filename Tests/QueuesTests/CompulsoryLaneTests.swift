import Digests
import Messages
import Queues
import TestSupport
import Testing

/// Compulsory care stays in its lanes for those who may handle it, and is in nobody else's way.
struct CompulsoryLaneTests {
    private let bench: QueueFixture

    init() async throws {
        bench = try await QueueFixture()
    }

    /// `m1` in a lane of its own; a message of compulsory care when its name begins with c.
    private func accept(_ names: String..., lane: String? = nil) async throws {
        for name in names {
            var message = try QueueFixture.message(name, for: ["a"], lane: lane ?? name)
            message.isCompulsory = name.hasPrefix("c")
            message.senderOrganisation = UnitID("SE1")
            _ = try await bench.queue.accept(message)
        }
    }

    private func lease(sparing spared: String..., maximum: Int = 10) async throws -> [String] {
        try await bench.queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: maximum, duration: 60,
            sparingCompulsoryAt: Set(try spared.map(QueueFixture.destination))
        ).map { bench.name(of: $0.facts.message) }
    }

    @Test func `who may not handle compulsory care is offered the rest, and what was left stays for others`()
        async throws
    {
        try await accept("c1", "m1", "c2", "m2")
        #expect(try await lease(sparing: "a") == ["m1", "m2"])
        #expect(try await lease(sparing: "a") == [])
        #expect(try await lease(sparing: "b") == ["c1", "c2"], "what is spared elsewhere")
    }

    @Test func `who may handle it is offered everything in the order in which it came`() async throws {
        try await accept("c1", "m1", "m2", "c2", "m3")
        #expect(try await lease(maximum: 2) == ["c1", "m1"])
        #expect(try await lease() == ["m2", "c2", "m3"])
    }

    @Test func `a lane is neither of the two by halves, though a message and a receipt share its key`() async throws {
        try await accept("c1", "m1", "c2", lane: "one")
        #expect(try await lease(sparing: "a") == ["m1"])
        #expect(try await lease() == ["c1"], "one at a time")
    }

    @Test func `after a crash it is spared as before`() async throws {
        try await accept("c1", "m1")
        try await bench.crash()
        #expect(try await lease(sparing: "a") == ["m1"])
        #expect(try await lease() == ["c1"])
    }

    @Test(arguments: [false, true])
    func `the cancellation of compulsory care is for those who could fetch the original`(crashes: Bool) async throws {
        try await accept("c1")
        #expect(try await lease() == ["c1"])
        var cancellation = try QueueFixture.message("x1", for: ["a"], lane: "other")
        cancellation.senderOrganisation = UnitID("SE1")
        cancellation.effect = .cancels(QueueFixture.id("c1"), isWrongPatient: false)
        _ = try await bench.queue.accept(cancellation)
        if crashes { try await bench.crash() }
        #expect(try await lease(sparing: "a") == [])
    }

    @Test(.timeLimit(.minutes(30)))
    func `who waits sleeps on when only compulsory care comes that is not for them`() async throws {
        let queue = bench.queue
        let destination = try QueueFixture.destination("a")
        try await accept("c1")
        let start = ContinuousClock.now
        // Returns when the time is over: what is ready for others is nothing to wake for.
        await queue.waitForDelivery(in: [destination], sparingCompulsoryAt: [destination], atMost: 0.05)
        #expect(ContinuousClock.now - start >= .milliseconds(50))
        await queue.waitForDelivery(in: [destination], atMost: 60)
    }
}
