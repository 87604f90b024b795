import LinuxSystem
import Messages
import Queues
import TestSupport
import Testing

/// How queues stand, who is served when, and what becomes of what nobody takes.
struct QueueFiguresTests {
    @Test(arguments: [false, true]) func `figures tell each state and the oldest that is open`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        let destination = try QueueFixture.destination("a")
        let started = Timestamp(microseconds: bench.wall.clock.wallMicroseconds())
        for name in ["m1", "m2", "m3", "m4"] {
            try await bench.accept(name, for: ["a"], lane: name)
            bench.time.advance(seconds: 1)
        }
        #expect(bench.queue.figures(of: [destination]).first?.lastPolledAt == nil)
        try await bench.lease("a")
        _ = try await bench.complete("m1 at a")
        _ = try await bench.reject("m2 at a", permanent: true)
        _ = try await bench.reject("m3 at a", permanent: false)
        if crashes { try await bench.crash() }
        let figures = try #require(bench.queue.figures(of: [destination]).first)
        #expect(figures.counts.completed == 1 && figures.counts.dead == 1 && figures.counts.retrying == 1)
        #expect(figures.counts.leased + figures.counts.waiting == 1)
        #expect(figures.depth == 2)
        #expect(figures.oldestAvailableAt == started.adding(seconds: 2))
        #expect(figures.counts.difference == 0)
        #expect((figures.lastPolledAt == nil) == crashes)
    }

    @Test func `open leases of a system are counted, and never more than its limit are lent at once`() async throws {
        let bench = try await QueueFixture()
        for number in 1...20 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        let lent = try await withThrowingTaskGroup { group in
            for _ in 1...8 {
                group.addTask {
                    try await queue.lease(
                        from: [destination], by: .tester, maximum: 2, duration: 60, openLimit: 5)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(lent.count <= 5)
        let rest = try await queue.lease(from: [destination], by: .tester, maximum: 9, duration: 60, openLimit: 5)
        #expect(lent.count + rest.count == 5)
        #expect(queue.openLeases(of: .tester) == 5)
        let all = lent + rest
        _ = try await queue.complete(all[0].lease, by: .tester, receipt: { _ in nil })
        _ = try await queue.release(all[1].lease, by: .tester, delay: 0)
        #expect(queue.openLeases(of: .tester) == 3)
        _ = try queue.renew(all[2].lease, by: .tester, duration: 600)
        #expect(queue.openLeases(of: .tester) == 3)
        try await bench.crash()
        #expect(bench.queue.openLeases(of: .tester) == 0)
    }

    @Test(.timeLimit(.minutes(30)))
    func `whoever waits while another call of its system is lent all that it may have sleeps until that is settled`()
        async throws
    {
        let bench = try await QueueFixture()
        for number in 1...3 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        bench.storage.holdSyncs()
        async let lent = queue.lease(from: [destination], by: .tester, maximum: 2, duration: 60, openLimit: 2)
        await bench.storage.waitForHeldSync()
        #expect(
            try await queue.lease(from: [destination], by: .tester, maximum: 2, duration: 60, openLimit: 2).isEmpty)
        let returned = Tally()
        let waiting = Task {
            await queue.waitForDelivery(in: [destination], within: (.tester, 2), atMost: 3_600)
            returned.add()
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(returned.count == 0)
        bench.storage.releaseSyncs()
        #expect(try await lent.count == 2)
        await waiting.value
        #expect(queue.openLeases(of: .tester) == 2)
    }

    @Test func `many small answers are as fair between units as a large one`() async throws {
        let bench = try await QueueFixture()
        let units = try ["a", "b", "d"].map { try QueueFixture.destination($0) }
        for number in 1...30 { try await bench.accept("a\(number)", for: ["a"], lane: "a\(number)") }
        for number in 1...3 {
            try await bench.accept("b\(number)", for: ["b"], lane: "b\(number)")
            try await bench.accept("d\(number)", for: ["d"], lane: "d\(number)")
        }
        var served: [String: Int] = [:]
        for _ in 0..<9 {
            let leased = try await bench.queue.lease(from: units, by: .tester, maximum: 1, duration: 60)
            for delivery in leased { served[delivery.facts.destination.name, default: 0] += 1 }
        }
        #expect(served == ["A": 3, "B": 3, "D": 3])
    }

    @Test func `what was held is looked at again at the next start`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        let lease = try #require(bench.leases["m1 at a"])
        let fault = DeliveryFault(code: "VX-1703", reason: "no care giver")
        _ = try await bench.queue.hold(lease, by: .tester, fault: fault, seconds: 900)
        try await bench.crash()
        #expect(try await bench.lease("a") == ["m1"])
        #expect(bench.queue.conservation().held == 0 && bench.queue.conservation().difference == 0)
    }

    @Test func `what is held consumes no attempt and says why`() async throws {
        let bench = try await QueueFixture(policy: DeliveryPolicy(jitter: 0, attempts: 2))
        try await bench.accept("m1", for: ["a"])
        let fault = DeliveryFault(code: "VX-1703", reason: "no care giver")
        for _ in 0..<5 {
            try await bench.lease("a")
            let lease = try #require(bench.leases["m1 at a"])
            #expect(try await bench.queue.hold(lease, by: .tester, fault: fault, seconds: 900) == .settled)
            #expect(try await bench.queue.hold(lease, by: .tester, fault: fault, seconds: 900) == .alreadySettled)
            let delivery = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first)
            guard case .held = delivery.state else {
                Issue.record("it is not held but \(delivery.state)")
                return
            }
            #expect(delivery.attempts.last?.fault == fault)
            #expect(bench.queue.conservation().held == 1 && bench.queue.conservation().difference == 0)
            #expect(try await bench.lease("a") == [])
            bench.time.advance(seconds: 900)
        }
        #expect(try await bench.lease("a") == ["m1"])
        #expect(try await bench.dead("a") == [])
    }

    @Test(arguments: [false, true]) func `a dead letter that is discarded is gone for good`(crashes: Bool) async throws
    {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.accept("m2", for: ["a"])
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        let id = try #require(bench.deliveries["m1 at a"])
        #expect(try await bench.queue.discard(id, by: .tester, reason: "sent by telephone") == .discarded)
        if crashes { try await bench.crash() }
        #expect(try await bench.queue.discard(id, by: .tester, reason: "again") == .notDead)
        #expect(try await bench.queue.retryDeadLetter(id, by: .tester) == .notDead)
        #expect(try await bench.dead("a") == [])
        let delivery = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first)
        #expect(delivery.state == .discarded && delivery.note == "sent by telephone")
        let lease = try #require(bench.leases["m1 at a"])
        let late = try await bench.queue.complete(lease, by: .tester, receipt: { _ in nil })
        #expect(late == .lost(.rejected))
        let next = try await bench.queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 1, duration: 60)
        #expect(next.first?.missingBefore == [QueueFixture.id("m1")])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `what was tried again is missed until it comes`() async throws {
        let bench = try await QueueFixture()
        let destination = try QueueFixture.destination("a")
        for name in ["m1", "m2"] { try await bench.accept(name, for: ["a"]) }
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        let id = try #require(bench.deliveries["m1 at a"])
        _ = try await bench.queue.retryDeadLetter(id, by: .tester)
        let second = try await bench.queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60)
        #expect(second.first?.missingBefore == [QueueFixture.id("m1")])
    }

    @Test func `what is held is looked at again when something joins its lane`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        let lease = try #require(bench.leases["m1 at a"])
        let fault = DeliveryFault(code: "VX-1703", reason: "no care giver")
        _ = try await bench.queue.hold(lease, by: .tester, fault: fault, seconds: 900)
        #expect(try await bench.lease("a") == [])
        try await bench.accept("m2", for: ["a"])
        #expect(try await bench.lease("a") == ["m1"])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `a receipt that was fetched and not taken expires too, one that is out does not`() async throws {
        let bench = try await QueueFixture()
        for name in ["r1", "r2"] {
            var receipt = try QueueFixture.message(name, for: ["a"], lane: name)
            receipt.isReceipt = true
            _ = try await bench.queue.accept(receipt)
        }
        try await bench.lease("a", maximum: 1)
        _ = try await bench.reject("r1 at a", permanent: false)
        bench.time.advance(seconds: 14 * 86_400)
        try await bench.lease("a", maximum: 1)
        #expect(try await bench.queue.expireReceipts(after: 14 * 86_400) == 1)
        #expect(bench.queue.conservation().leased == 1 && bench.queue.conservation().difference == 0)
    }

    @Test(arguments: [false, true]) func `receipts that nobody fetches expire, and nothing else does`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        var receipt = try QueueFixture.message("r1", for: ["a"])
        receipt.isReceipt = true
        _ = try await bench.queue.accept(receipt)
        try await bench.accept("m1", for: ["a"], lane: "x")
        bench.time.advance(seconds: 14 * 86_400 - 1)
        #expect(try await bench.queue.expireReceipts(after: 14 * 86_400) == 0)
        bench.time.advance(seconds: 1)
        #expect(try await bench.queue.expireReceipts(after: 14 * 86_400) == 1)
        if crashes { try await bench.crash() }
        #expect(bench.queue.conservation().expired == 1 && bench.queue.conservation().difference == 0)
        #expect(try await bench.lease("a") == ["m1"])
    }
}
