import LinuxSystem
import Messages
import Queues
import Testing
import TestSupport

/// What operators have come again.
struct ReplayTests {
    private func destination(_ name: String = "a") throws -> Destination { try QueueFixture.destination(name) }

    private func now(_ bench: QueueFixture) -> Timestamp {
        Timestamp(microseconds: bench.time.clock.wallMicroseconds())
    }

    /// Accepts and completes messages, a second apart.
    private func complete(_ names: [String], for destinations: [String] = ["a"], _ bench: QueueFixture) async throws {
        for name in names {
            try await bench.accept(name, for: destinations)
            for destination in destinations {
                #expect(try await bench.lease(destination) == [name])
                #expect(try await bench.complete("\(name) at \(destination)") == .settled)
            }
            bench.time.advance(seconds: 1)
        }
    }

    private func order(
        _ bench: QueueFixture, from: Double = -1_000, to: Double = 0, reason: String = "restored"
    ) async throws -> ReplayOutcome {
        let now = now(bench)
        return try await bench.queue.replay(
            ReplayOrder(
                destination: try destination(), from: now.adding(seconds: from), to: now.adding(seconds: to),
                by: .tester, reason: reason))
    }

    private func progress(_ bench: QueueFixture) throws -> ReplayProgress {
        try #require(bench.queue.figures(of: [try destination()]).first?.replay)
    }

    private func leased(_ bench: QueueFixture, maximum: Int = 10) async throws -> [LeasedDelivery] {
        try await bench.queue.lease(from: [try destination()], by: .tester, maximum: maximum, duration: 60)
    }

    @Test(arguments: [false, true]) func `what was completed in a range comes again, marked, and stays completed`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        try await complete(["m1", "m2", "m3", "m4"], for: ["a", "b"], bench)
        let before = try bench.queue.status(of: QueueFixture.id("m2"))
        guard case .ordered = try await order(bench, from: -3, to: -2) else {
            Issue.record("the order was not taken")
            return
        }
        if crashes { try await bench.crash() }
        #expect(try await bench.queue.advanceReplays() == 2)
        if crashes { try await bench.crash() }
        #expect(try await bench.queue.advanceReplays() == 0)
        // One lane: in order, one after the other.
        for name in ["m2", "m3"] {
            let delivery = try #require(try await leased(bench).first)
            #expect(bench.name(of: delivery.facts.message) == name && delivery.isReplayed && delivery.attempt == 1)
            #expect(delivery.payload == (try QueueFixture.message(name, for: ["a"]).payload))
            #expect(try bench.queue.status(of: delivery.facts.message)?.deliveries.first?.state == .completed)
            #expect(bench.queue.conservation().completed == 8 && bench.queue.conservation().leased == 0)
            let outcome = try await bench.queue.complete(delivery.lease, by: .tester, receipt: { _ in nil })
            #expect(outcome == .settled)
        }
        #expect(try await leased(bench).isEmpty)
        #expect(try await bench.lease("b").isEmpty)
        if crashes { try await bench.crash() }
        let end = try progress(bench)
        #expect(end.released == 2 && end.completed == 2 && end.open == 0 && end.endedAt != nil)
        let after = try bench.queue.status(of: QueueFixture.id("m2"))
        #expect(after?.deliveries.first?.settledAt == before?.deliveries.first?.settledAt)
        #expect(after?.deliveries.first?.attempts.map(\.outcome) == [.completed, .completed])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `what comes for the first time comes first, and is not held up by its lane`() async throws {
        let bench = try await QueueFixture()
        try await complete(["m1", "m2"], bench)
        _ = try await order(bench)
        _ = try await bench.queue.advanceReplays()
        let again = try #require(try await leased(bench, maximum: 1).first)
        #expect(again.isReplayed)
        // The same lane has a replay out now; the new one flows past, and before the next replay.
        try await bench.accept("n1", for: ["a"])
        let next = try await leased(bench)
        #expect(next.map { bench.name(of: $0.facts.message) } == ["n1"])
        #expect(next.first?.isReplayed == false)
        _ = try await bench.queue.complete(again.lease, by: .tester, receipt: { _ in nil })
        try await bench.accept("n2", for: ["a"], lane: "other")
        #expect(try await bench.lease("a") == ["n2", "m2"])
    }

    @Test func `one at a time: the same order is the same replay, another one waits its turn`() async throws {
        let bench = try await QueueFixture()
        try await complete(["m1", "m2"], bench)
        guard case .ordered(let first) = try await order(bench, from: -10, to: 0),
            case .running(let again) = try await order(bench, from: -10, to: 0, reason: "clicked twice"),
            case .busy(let other) = try await order(bench, from: -10, to: -1)
        else {
            Issue.record("not as expected")
            return
        }
        #expect(first.id == again.id && other.id == first.id)
        #expect(try progress(bench).order.reason == "restored")
        _ = try await bench.queue.advanceReplays()
        for name in ["m1", "m2"] {
            #expect(try await bench.lease("a") == [name])
            _ = try await bench.complete("\(name) at a")
        }
        guard case .ordered(let second) = try await order(bench, from: -10, to: 0) else {
            Issue.record("the next order was not taken")
            return
        }
        #expect(second.id > first.id)
        #expect(try await bench.queue.advanceReplays() == 2)
    }

    @Test func `two who order at once have one replay`() async throws {
        let bench = try await QueueFixture()
        try await complete(["m1"], bench)
        let queue = bench.queue
        let order = ReplayOrder(
            destination: try destination(), from: Timestamp(microseconds: 0), to: now(bench), by: .tester, reason: "r")
        async let one = queue.replay(order)
        async let other = queue.replay(order)
        let outcomes = try await [one, other]
        #expect(outcomes.filter { if case .ordered = $0 { true } else { false } }.count == 1)
        #expect(outcomes.filter { if case .running = $0 { true } else { false } }.count == 1)
    }

    @Test func `a receiver's answer to a replay makes no second receipt, and a refusal no dead letter`() async throws {
        let bench = try await QueueFixture()
        try await complete(["m1", "m2"], bench)
        _ = try await order(bench)
        _ = try await bench.queue.advanceReplays()
        let receipts = Tally()
        for isTaken in [true, false] {
            let delivery = try #require(try await leased(bench).first)
            let receipt = try QueueFixture.message("r\(isTaken)", for: ["s"], lane: "r")
            let builder: ReceiptBuilder = { _ in
                receipts.add()
                return receipt
            }
            if isTaken {
                _ = try await bench.queue.complete(delivery.lease, by: .tester, receipt: builder)
            } else {
                let fault = DeliveryFault(code: "seen", reason: "have it")
                let outcome = try await bench.queue.reject(
                    delivery.lease, by: .tester, failure: fault, permanent: true, receipt: builder)
                #expect(outcome == .settled)
            }
        }
        #expect(try await bench.lease("s").isEmpty)
        #expect(try await bench.dead("a").isEmpty)
        let status = try #require(try bench.queue.status(of: QueueFixture.id("m2"))?.deliveries.first)
        #expect(status.state == .completed && status.answer?.outcome == .ok && status.diedAt == nil)
        #expect(status.attempts.map(\.outcome) == [.completed, .rejected])
        #expect(try progress(bench).givenUp == 1)
        try await bench.crash()
        #expect(try progress(bench).givenUp == 1 && (try progress(bench).endedAt) != nil)
    }

    @Test(arguments: [false, true]) func `what lapses is tried again and then let be`(crashes: Bool) async throws {
        let bench = try await QueueFixture(
            policy: DeliveryPolicy(firstDelay: 1, longestDelay: 1, jitter: 0, attempts: 2))
        try await complete(["m1"], bench)
        _ = try await order(bench)
        _ = try await bench.queue.advanceReplays()
        for _ in 1...2 {
            #expect(try await bench.lease("a", duration: 1) == ["m1"])
            bench.time.advance(seconds: 2)
            #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
            if crashes { try await bench.crash() }
            bench.time.advance(seconds: 2)
        }
        #expect(try await bench.lease("a").isEmpty)
        #expect(try await bench.dead("a").isEmpty)
        #expect(try progress(bench).givenUp == 1)
        #expect(bench.queue.conservation().completed == 1)
    }

    @Test func `what is void does not come again`() async throws {
        let bench = try await QueueFixture()
        let region = UnitID("R")
        for name in ["m1", "m2", "m3", "m4"] {
            var message = try QueueFixture.message(name, for: ["a"], lane: name)
            message.senderOrganisation = region
            message.isReceipt = name == "m4"
            _ = try await bench.queue.accept(message)
        }
        #expect(try await bench.lease("a", maximum: 2) == ["m1", "m2"])
        for name in ["m1", "m2"] { _ = try await bench.complete("\(name) at a") }
        #expect(try await bench.lease("a", maximum: 1) == ["m3"])
        _ = try await bench.reject("m3 at a", permanent: true)
        bench.time.advance(seconds: 20 * 86_400)
        #expect(try await bench.queue.expireReceipts(after: 14 * 86_400) == 1)
        var cancellation = try QueueFixture.message("c1", for: [], lane: "c1")
        cancellation.senderOrganisation = region
        cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: false)
        _ = try await bench.queue.accept(cancellation)
        _ = try await order(bench, from: -40 * 86_400)
        #expect(try await bench.queue.advanceReplays() == 1)
        // Cancelled while it waits to come again: it does not.
        cancellation = try QueueFixture.message("c2", for: [], lane: "c2")
        cancellation.senderOrganisation = region
        cancellation.effect = .cancels(QueueFixture.id("m2"), isWrongPatient: false)
        _ = try await bench.queue.accept(cancellation)
        #expect(try await bench.lease("a").isEmpty)
        #expect(try progress(bench).withdrawn == 1 && (try progress(bench).endedAt) != nil)
        #expect(bench.queue.conservation().difference == 0 && bench.queue.conservation().completed == 2)
    }

    @Test(arguments: [false, true]) func `compulsory care comes again to those alone who may have it`(
        isSpared: Bool
    ) async throws {
        let bench = try await QueueFixture()
        var message = try QueueFixture.message("m1", for: ["a"])
        message.isCompulsory = true
        _ = try await bench.queue.accept(message)
        try await bench.lease("a")
        _ = try await bench.complete("m1 at a")
        _ = try await order(bench)
        _ = try await bench.queue.advanceReplays()
        let spared: Set<Destination> = isSpared ? [try destination()] : []
        let leased = try await bench.queue.lease(
            from: [try destination()], by: .tester, maximum: 1, duration: 60, sparingCompulsoryAt: spared)
        #expect(leased.isEmpty == isSpared)
    }

    @Test func `many come in portions, each once, whatever crashes come between`() async throws {
        let bench = try await QueueFixture()
        var random = SeededRandom(seed: 8)
        for number in 0..<500 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number % 50)") }
        while case let names = try await bench.lease("a", maximum: 100), !names.isEmpty {
            for name in names { _ = try await bench.complete("\(name) at a") }
        }
        _ = try await order(bench)
        var seen: [String: Int] = [:]
        var rounds = 0
        while try progress(bench).endedAt == nil {
            rounds += 1
            #expect(try await bench.queue.advanceReplays() <= 200)
            #expect(try progress(bench).open <= 200)
            for delivery in try await leased(bench, maximum: 100) where Int.random(in: 0..<4, using: &random) > 0 {
                let outcome = try await bench.queue.complete(delivery.lease, by: .tester, receipt: { _ in nil })
                #expect(outcome == .settled && delivery.isReplayed)
                seen[bench.name(of: delivery.facts.message), default: 0] += 1
            }
            if Int.random(in: 0..<3, using: &random) == 0 { try await bench.crash(.sectors(seed: random.next())) }
            bench.time.advance(seconds: 61)
            _ = try await bench.queue.settleLapsed { _ in nil }
            bench.time.advance(seconds: 3_600)
            try #require(rounds < 1_000)
        }
        #expect(seen.count == 500 && seen.values.allSatisfy { $0 == 1 })
        #expect(bench.queue.conservation().completed == 500)
    }

    @Test(arguments: [-30 * 86_400, 30 * 86_400]) func `a wall clock that jumps does not change what an order means`(
        shift: Int64
    ) async throws {
        let bench = try await QueueFixture()
        try await complete(["m1", "m2"], bench)
        bench.wall.shift(seconds: shift)
        try await complete(["m3"], bench)
        let beginning = now(bench).adding(seconds: -3)
        _ = try await bench.queue.replay(
            ReplayOrder(
                destination: try destination(), from: beginning, to: beginning.adding(seconds: 2), by: .tester,
                reason: "r"))
        let names = try await bench.queue.advanceReplays()
        // The clock never goes back: after a jump backwards m3 has the time of what came before it, and is in the range.
        #expect(names == (shift < 0 ? 3 : 2))
    }
}
