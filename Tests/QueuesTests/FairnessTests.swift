import Messages
import Queues
import Testing
import TestSupport

/// That nobody's flood keeps others waiting, told by what came when.
struct FairnessTests {
    @Test func `beside a thousand of one unit the one of another comes in the first answer`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<1_000 { try await bench.accept("a\(number)", for: ["a"], lane: "a\(number)") }
        try await bench.accept("b0", for: ["b"])
        let destinations = try ["a", "b"].map { try QueueFixture.destination($0) }
        for round in 0..<5 {
            let leased = try await bench.queue.lease(from: destinations, by: .tester, maximum: 2, duration: 60)
            let units = leased.map(\.facts.destination.name)
            #expect(units == (round == 0 ? ["A", "B"] : ["A", "A"]))
            // What comes to the small unit while the large one is served comes in the very next answer.
            try await bench.accept("b\(round + 1)", for: ["c"], lane: "b\(round)")
        }
        try await bench.accept("b9", for: ["b"], lane: "b9")
        let next = try await bench.queue.lease(from: destinations, by: .tester, maximum: 1, duration: 60)
        #expect(next.map(\.facts.destination.name) == ["B"])
    }

    @Test func `among three units with 1,000, 10 and 1 each gets its turn until it has nothing left`() async throws {
        let bench = try await QueueFixture()
        for (unit, count) in [("a", 1_000), ("b", 10), ("c", 1)] {
            for number in 0..<count {
                try await bench.accept("\(unit)\(number)", for: [unit], lane: "\(unit)\(number)")
            }
        }
        let destinations = try ["a", "b", "c"].map { try QueueFixture.destination($0) }
        var served: [String: Int] = [:]
        for _ in 0..<7 {
            for delivery in try await bench.queue.lease(from: destinations, by: .tester, maximum: 3, duration: 60) {
                served[delivery.facts.destination.name, default: 0] += 1
            }
        }
        #expect(served == ["A": 10, "B": 10, "C": 1])
    }

    @Test(.timeLimit(.minutes(30))) func `a flood at one unit's intake lets another's message in among it`()
        async throws
    {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let flood = try (0..<2_000).map { try QueueFixture.message("a\($0)", for: ["a"], lane: "a\($0)") }
        let single = try QueueFixture.message("b", for: ["b"])
        let stored = Tally()
        await withTaskGroup { group in
            for message in flood.prefix(1_000) {
                group.addTask {
                    _ = try? await queue.accept(message)
                    stored.add()
                }
            }
            let before = stored.count
            _ = try? await queue.accept(single)
            let between = stored.count - before
            // What came before it may go before it; nothing that comes after it.
            #expect(between <= 1_000)
            for message in flood.suffix(1_000) { group.addTask { _ = try? await queue.accept(message) } }
        }
        let order = try #require(try queue.status(of: single.id)?.sequence)
        #expect(order <= 1_001)
        #expect(try await bench.lease("b") == ["b"])
    }

    @Test(.timeLimit(.minutes(30))) func `ten thousand who wait for one unit keep nobody from another`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let (crowded, quiet) = (try QueueFixture.destination("a"), try QueueFixture.destination("b"))
        let woken = Tally()
        let crowd = Task {
            await withTaskGroup { group in
                for _ in 0..<10_000 {
                    group.addTask {
                        await queue.waitForDelivery(in: [crowded], atMost: 3_600)
                        woken.add()
                    }
                }
            }
        }
        async let waited: Void = queue.waitForDelivery(in: [quiet], atMost: 3_600)
        try await bench.accept("b", for: ["b"])
        await waited
        #expect(try await bench.lease("b") == ["b"])
        // It woke nobody of the crowd.
        #expect(woken.count == 0)
        queue.endWaiting()
        await crowd.value
    }
}
