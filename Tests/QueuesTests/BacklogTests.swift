import Messages
import Queues
import Testing
import TestSupport

/// How many deliveries a unit may have open.
struct BacklogTests {
    private func bench(_ limit: Int, units: [String: Int] = [:]) async throws -> QueueFixture {
        let named = try units.map { (try #require(UnitID($0.key)), $0.value) }
        return try await QueueFixture(
            backlog: BacklogLimits(perUnit: limit, units: Dictionary(uniqueKeysWithValues: named)))
    }

    private func expectFull(_ name: String, for destinations: [String], at full: String, _ bench: QueueFixture)
        async throws
    {
        let refused = QueueFailure.backlogFull(try QueueFixture.destination(full))
        await #expect(throws: refused) { try await bench.accept(name, for: destinations, lane: name) }
        #expect(try bench.queue.status(of: QueueFixture.id(name)) == nil)
    }

    @Test(arguments: [false, true])
    func `what would pass a unit's limit is refused whole, and taken when there is room`(
        crashes: Bool
    ) async throws {
        let bench = try await bench(2)
        try await bench.accept("m1", for: ["a"])
        try await bench.accept("m2", for: ["a", "b"], lane: "m2")
        if crashes { try await bench.crash() }
        try await expectFull("m3", for: ["b", "a"], at: "A", bench)
        #expect(bench.queue.figures(of: [try QueueFixture.destination("b")]).first?.depth == 1)
        // Leased and waiting for another attempt count too; a known message is answered as ever.
        #expect(try await bench.lease("a", maximum: 1) == ["m1"])
        _ = try await bench.reject("m1 at a", permanent: false)
        try await expectFull("m3", for: ["a"], at: "A", bench)
        guard case .duplicate = try await bench.accept("m1", for: ["a"]) else {
            Issue.record("a known message is no duplicate")
            return
        }
        bench.time.advance(seconds: 10)
        #expect(try await bench.lease("a", maximum: 1) == ["m2"])
        #expect(try await bench.complete("m2 at a") == .settled)
        try await bench.accept("m3", for: ["b", "a"], lane: "m3")
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `receipts and cancellations go past it, and so does the way to 1177`() async throws {
        let bench = try await bench(1)
        try await bench.accept("m1", for: ["a"])
        var receipt = try QueueFixture.message("r1", for: ["a"], lane: "r1")
        receipt.isReceipt = true
        _ = try await bench.queue.accept(receipt)
        var cancellation = try QueueFixture.message("c1", for: ["a"], lane: "c1")
        cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: true)
        _ = try await bench.queue.accept(cancellation)
        #expect(bench.queue.figures(of: [try QueueFixture.destination("a")]).first?.depth == 3)
        for number in 1...3 {
            var plan = try QueueFixture.message("p\(number)", for: [], lane: "p\(number)")
            plan.recipients = [Recipient(destination: .publisher1177, name: "1177", why: "plan", state: .queued)]
            _ = try await bench.queue.accept(plan)
        }
        #expect(bench.queue.figures(of: [.publisher1177]).first?.backlogLimit == nil)
    }

    @Test func `a unit may have a limit of its own`() async throws {
        let bench = try await bench(1, units: ["b": 3])
        for number in 1...3 { try await bench.accept("m\(number)", for: ["b"]) }
        try await expectFull("m4", for: ["b"], at: "B", bench)
        #expect(bench.queue.figures(of: [try QueueFixture.destination("b")]).first?.backlogLimit == 3)
        #expect(bench.queue.figures(of: [try QueueFixture.destination("a")]).first?.backlogLimit == 1)
    }

    @Test func `of many at once exactly as many are taken as there is room for`() async throws {
        let bench = try await bench(10)
        let queue = bench.queue
        let (taken, refused) = (Tally(), Tally())
        let messages = try (0..<100).map { try QueueFixture.message("m\($0)", for: ["a"], lane: "m\($0)") }
        await withTaskGroup { group in
            for message in messages {
                group.addTask {
                    let outcome = try? await queue.accept(message)
                    (outcome == nil ? refused : taken).add()
                }
            }
        }
        #expect(taken.count == 10 && refused.count == 90)
        // What was refused left no trace that takes room.
        #expect(try await bench.lease("a", maximum: 100).count == 10)
    }

    @Test func `what the disk refused takes no room`() async throws {
        let bench = try await bench(1)
        try await bench.accept("x", for: ["b"])
        await bench.queue.close()
        for _ in 1...2 { await #expect(throws: QueueFailure.closed) { try await bench.accept("m1", for: ["a"]) } }
    }

    @Test func `who sends a full unit's message again at the same time hears that it is full`() async throws {
        let bench = try await bench(1)
        try await bench.accept("m0", for: ["a"])
        let message = try QueueFixture.message("m1", for: ["a"])
        let queue = bench.queue
        async let first = try? queue.accept(message)
        async let second = try? queue.accept(message)
        let outcomes = await [first, second]
        #expect(outcomes.allSatisfy { $0 == nil })
    }
}
