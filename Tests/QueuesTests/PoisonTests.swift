import LinuxSystem
import Messages
import Queues
import Testing
import TestSupport

/// Deliveries whose receivers, or the gateway itself, end while they have them.
struct PoisonTests {
    private static let policy = DeliveryPolicy(firstDelay: 1, longestDelay: 1, jitter: 0, attempts: 100, unanswered: 3)

    private func cause(_ bench: QueueFixture) async -> DeathCause? {
        await bench.queue.deadLetters(limit: 9).letters.first?.cause
    }

    @Test func `a delivery at which every attempt ends with a restart becomes a dead letter`() async throws {
        let bench = try await QueueFixture(policy: Self.policy)
        try await bench.accept("m1", for: ["a"])
        try await bench.accept("m2", for: ["a"])
        for _ in 1...3 {
            #expect(try await bench.lease("a") == ["m1"])
            try await bench.crash()
        }
        let receipts = Tally()
        let destination = try QueueFixture.destination("a")
        let leased = try await bench.queue.lease(from: [destination], by: .other, maximum: 1, duration: 60) { _ in
            receipts.add()
            return nil
        }
        // The next of the lane comes in the same answer, and says what is missing before it.
        #expect(leased.map { bench.name(of: $0.facts.message) } == ["m2"])
        #expect(leased.first?.missingBefore == [QueueFixture.id("m1")])
        #expect(receipts.count == 1)
        try await bench.crash()
        let letter = try #require(await bench.queue.deadLetters(limit: 9).letters.first)
        #expect(letter.cause == .poison && letter.fault.code == "VX-1740")
        #expect(letter.attempts.map(\.outcome) == [.open, .open, .lapsed])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `what dies instead of being offered takes no room`() async throws {
        let bench = try await QueueFixture(policy: Self.policy)
        try await bench.accept("m1", for: ["a"])
        for _ in 1...3 {
            #expect(try await bench.lease("a") == ["m1"])
            try await bench.crash()
        }
        let held = Lock<[Int]>([])
        let leased = try await bench.queue.lease(
            from: [try QueueFixture.destination("a")], by: .other, maximum: 1, duration: 60,
            room: LeasingRoom(
                hold: { bytes in
                    held.withLock { $0.append(bytes) }
                    return true
                }, letGo: { bytes in held.withLock { $0.append(-bytes) } }))
        #expect(leased.isEmpty)
        #expect(held.withLock { $0.count == 2 && $0[0] > 0 && $0[0] + $0[1] == 0 })
    }

    @Test func `what nobody answers dies of that, and not of its attempts`() async throws {
        let bench = try await QueueFixture(policy: Self.policy)
        try await bench.accept("m1", for: ["a"])
        for attempt in 1...3 {
            #expect(try await bench.lease("a", duration: 1) == ["m1"], "attempt \(attempt)")
            bench.time.advance(seconds: 2)
            #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
            bench.time.advance(seconds: 2)
        }
        #expect(await cause(bench) == .poison)
    }

    @Test(arguments: ["reject", "release"]) func `any answer begins the count anew`(answer: String) async throws {
        let bench = try await QueueFixture(policy: Self.policy)
        try await bench.accept("m1", for: ["a"])
        for attempt in 1...6 {
            #expect(try await bench.lease("a") == ["m1"], "attempt \(attempt)")
            if attempt % 3 == 2 {
                if answer == "reject" {
                    _ = try await bench.reject("m1 at a", permanent: false)
                } else {
                    let lease = try #require(bench.leases["m1 at a"])
                    _ = try await bench.queue.release(lease, by: .tester, delay: 1)
                }
            }
            try await bench.crash()
            bench.time.advance(seconds: 2)
        }
        #expect(await cause(bench) == nil)
    }

    @Test func `one that was tried again has all its attempts again`() async throws {
        let bench = try await QueueFixture(policy: Self.policy)
        try await bench.accept("m1", for: ["a"])
        for _ in 1...3 {
            try await bench.lease("a")
            try await bench.crash()
        }
        #expect(try await bench.lease("a").isEmpty)
        let id = try #require(bench.deliveries["m1 at a"])
        #expect(try await bench.queue.retryDeadLetter(id, by: .tester) == .redriven)
        try await bench.crash()
        #expect(try await bench.lease("a") == ["m1"])
        #expect(try await bench.complete("m1 at a") == .settled)
    }

    @Test func `one answer may bury one and lend another, and limits of open leases count it once`() async throws {
        let bench = try await QueueFixture(policy: Self.policy)
        try await bench.accept("m1", for: ["a"])
        for _ in 1...3 {
            try await bench.lease("a")
            try await bench.crash()
        }
        try await bench.accept("m2", for: ["a"], lane: "other")
        let destination = try QueueFixture.destination("a")
        for expected in [["m2"], []] {
            let leased = try await bench.queue.lease(
                from: [destination], by: .tester, maximum: 10, duration: 60, openLimit: 2)
            #expect(leased.map { bench.name(of: $0.facts.message) } == expected)
        }
        #expect(try await bench.dead("a") == ["m1"])
        #expect(bench.queue.openLeases(of: .tester) == 1)
        try await bench.accept("m3", for: ["a"], lane: "third")
        let third = try await bench.queue.lease(
            from: [destination], by: .tester, maximum: 10, duration: 60, openLimit: 2)
        #expect(third.count == 1)
        #expect(bench.queue.conservation().difference == 0)
    }
}
