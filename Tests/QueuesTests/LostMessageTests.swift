import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Deliveries of which nothing is in memory, and whose messages are damaged on disk.
struct LostMessageTests {
    /// Messages in one lane for `a`, so far from each other on disk that one may be damaged alone.
    private func bench(_ names: [String], lane: (String) -> String = { _ in "l" }) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        for name in names {
            var message = try QueueFixture.message(name, for: ["a"], lane: lane(name))
            message.payload = DamagedBench.payload(name)
            _ = try await bench.queue.accept(message)
            _ = try await bench.queue.accept(QueueFixture.message("\(name)-", for: ["b"], lane: name, size: 20_000))
        }
        // Damage behind the newest snapshot is met by every start, which refuses then.
        try await bench.queue.takeSnapshot()
        return bench
    }

    private func letters(_ bench: QueueFixture) async -> [MessageID?] {
        await bench.queue.deadLetters(limit: 9).lost.map(\.message)
    }

    @Test func `it becomes a dead letter, its lane goes on, and who is behind it is told that it is missing`()
        async throws
    {
        let bench = try await bench(["m1", "m2", "m3"])
        try await DamagedBench.reopen(bench)
        try DamagedBench.flip("m1", bench)
        let a = try QueueFixture.destination("a")
        let leased = try await bench.queue.lease(from: [a], by: .tester, maximum: 9, duration: 60)
        let second = try #require(leased.first)
        #expect(leased.map(\.facts.message) == [QueueFixture.id("m2")])
        #expect(second.missingBefore == [QueueFixture.id("m1")])
        let told = bench.queue.takeLostLetters()
        #expect(told.map(\.message) == [QueueFixture.id("m1")] && told.map(\.destination) == [a])
        #expect(told.map(\.fault.code) == ["VX-1709"] && bench.queue.takeLostLetters().isEmpty)
        #expect(try await bench.queue.complete(second.lease, by: .tester, receipt: { _ in nil }) == .settled)
        // From the log behind a snapshot, and from a snapshot.
        for isClosed in [false, true, true] {
            if isClosed { await bench.queue.close() }
            try await bench.crash(.everything)
            let counts = try #require(bench.queue.figures(of: [a]).first?.counts)
            #expect(counts.dead == 1 && counts.completed == 1 && counts.waiting == 1)
            #expect(bench.queue.conservation().difference == 0 && bench.queue.conservation().dead == 1)
            #expect(await letters(bench) == [QueueFixture.id("m1")])
        }
        let third = try await bench.queue.lease(from: [a], by: .tester, maximum: 9, duration: 60)
        #expect(third.map(\.facts.message) == [QueueFixture.id("m3")])
        #expect(third.map(\.missingBefore) == [[QueueFixture.id("m1")]])
    }

    @Test func `it cannot be tried again while the disk does not give it, and can be put aside`() async throws {
        let bench = try await bench(["m1", "m2"])
        try await DamagedBench.reopen(bench)
        try DamagedBench.flip("m1", bench)
        #expect(try await bench.lease("a") == ["m2"])
        let id = try #require(await bench.queue.deadLetters(limit: 9).lost.first?.delivery)
        #expect(try await bench.queue.retryDeadLetter(id, by: .tester) == .unreadable)
        #expect(await letters(bench).count == 1)
        #expect(try await bench.queue.discard(id, by: .tester, reason: "the disk has lost it") == .discarded)
        #expect(try await bench.queue.discard(id, by: .tester, reason: "again") == .notDead)
        #expect(try await bench.queue.retryDeadLetter(id, by: .tester) == .notDead)
        for isClosed in [false, true, true] {
            if isClosed { await bench.queue.close() }
            try await bench.crash(.everything)
            #expect(await letters(bench).isEmpty)
            let counts = bench.queue.conservation()
            #expect(counts.dead == 0 && counts.discarded == 1 && counts.difference == 0)
        }
    }

    @Test(arguments: [false, true])
    func `it is tried again when the disk gives it after all, and tells what has passed it`(isClosed: Bool) async throws
    {
        let bench = try await bench(["m1", "m2"])
        try await DamagedBench.reopen(bench)
        try DamagedBench.flip("m1", bench)
        #expect(try await bench.lease("a") == ["m2"])
        _ = try await bench.complete("m2 at a")
        let id = try #require(await bench.queue.deadLetters(limit: 9).lost.first?.delivery)
        // What has been put back is looked for in files that are opened anew.
        if isClosed { await bench.queue.close() }
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        #expect(try await bench.dead("a") == ["m1"])
        #expect(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.death == .unreadable)
        #expect(try await bench.queue.retryDeadLetter(id, by: .tester) == .redriven)
        for _ in 0..<2 {
            let leased = try await bench.queue.lease(
                from: [QueueFixture.destination("a")], by: .tester, maximum: 9, duration: 60)
            #expect(leased.map(\.facts.message) == [QueueFixture.id("m1")])
            #expect(leased.map(\.overtakenBy) == [[QueueFixture.id("m2")]])
            try await bench.crash(.everything)
        }
        #expect(bench.queue.conservation().difference == 0 && bench.queue.conservation().dead == 0)
    }

    @Test func `what waits for another attempt is given up too when that is due`() async throws {
        let bench = try await bench(["m1", "m2"])
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.reject("m1 at a", permanent: false)
        // Enough for a snapshot, behind which it is in memory no more.
        for name in ["n1", "n2", "n3", "n4", "n5", "n6"] { try await bench.accept(name, for: ["b"], lane: name) }
        await bench.queue.close()
        try await bench.crash(.everything)
        for name in ["o1", "o2", "o3", "o4", "o5", "o6"] { try await bench.accept(name, for: ["b"], lane: name) }
        await bench.queue.keeper?.idle()
        let sequence = try #require(bench.deliveries["m1 at a"]).message
        try #require(bench.queue.guarded.withLock { !$0.state.messages.isInMemory(sequence) })
        try DamagedBench.flip("m1", bench)
        bench.time.advance(seconds: 60)
        #expect(try await bench.lease("a") == ["m2"])
        #expect(await letters(bench) == [QueueFixture.id("m1")])
        let counts = bench.queue.conservation()
        #expect(counts.difference == 0 && counts.dead == 1 && counts.retrying == 0 && counts.leased == 1)
    }

    @Test func `what was leased when the program ended is given up when its message is damaged`() async throws {
        let bench = try await bench(["m1", "m2"])
        #expect(try await bench.lease("a") == ["m1"])
        await bench.queue.close()
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        #expect(bench.queue.startReport.unreadDeliveries == 1 && bench.queue.openLeases(of: .tester) == 0)
        #expect(try await bench.lease("a") == ["m2"])
        #expect(bench.queue.openLeases(of: .tester) == 1)
        #expect(await letters(bench) == [QueueFixture.id("m1")])
        let counts = bench.queue.conservation()
        #expect(counts.difference == 0 && counts.dead == 1 && counts.leased == 1 && counts.retrying == 0)
    }

    @Test func `what was leased and cannot be read at a start goes on when the disk gives it`() async throws {
        let bench = try await bench(["m1", "m2"])
        #expect(try await bench.lease("a") == ["m1"])
        await bench.queue.close()
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        try DamagedBench.flip("m1", bench)
        bench.time.advance(seconds: 2)
        let leased = try await bench.lease("a")
        let counts = bench.queue.conservation()
        #expect(leased == ["m1"] || counts.dead == 1)
        #expect(counts.difference == 0 && counts.leased == 1 && counts.retrying == 0)
        #expect(bench.queue.openLeases(of: .tester) == 1)
    }

    @Test func `what only came again is let be, and its replay ends`() async throws {
        let bench = try await bench(["m1"])
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.complete("m1 at a")
        let a = try QueueFixture.destination("a")
        let now = Timestamp(microseconds: bench.time.clock.wallMicroseconds())
        _ = try await bench.queue.replay(
            ReplayOrder(destination: a, from: Timestamp(microseconds: 0), to: now, by: .tester, reason: "restored"))
        #expect(try await bench.queue.advanceReplays() == 1)
        try await DamagedBench.reopen(bench)
        try DamagedBench.flip("m1", bench)
        #expect(try await bench.lease("a").isEmpty)
        let figures = try #require(bench.queue.figures(of: [a]).first)
        #expect(figures.replay?.givenUp == 1 && figures.counts.completed == 1 && figures.counts.dead == 0)
        #expect(await letters(bench).isEmpty)
        try DamagedBench.flip("m1", bench)
        try await DamagedBench.reopen(bench)
        #expect(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.state == .completed)
        #expect(bench.queue.conservation().difference == 0)
    }

    /// Of some lanes any messages are damaged, and starts come at any time: all others are handed out, each lane in its order,
    /// and the sums hold.
    @Test(arguments: 0..<8) func `whatever is damaged, no lane stands still and every delivery is accounted for`(
        seed: UInt64
    )
        async throws
    {
        var random = SeededRandom(seed: seed)
        let names = (10..<22).map { "m\($0)" }
        let bench = try await bench(names) { "l\(QueueFixture.number($0) % 3)" }
        try await DamagedBench.reopen(bench)
        let damaged = names.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        for name in damaged { try DamagedBench.flip(name, bench) }
        var taken: [String] = []
        for _ in 0..<names.count {
            for name in try await bench.lease("a") {
                taken.append(name)
                #expect(try await bench.complete("\(name) at a") == .settled)
            }
            let counts = bench.queue.conservation()
            #expect(counts.difference == 0 && counts.waiting >= 0)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try await DamagedBench.reopen(bench)
            case 1: try await bench.crash(.everything)
            default: break
            }
        }
        let sound = names.filter { !damaged.contains($0) }
        for lane: UInt64 in 0..<3 {
            #expect(
                taken.filter { QueueFixture.number($0) % 3 == lane }
                    == sound.filter { QueueFixture.number($0) % 3 == lane })
        }
        #expect(
            Set(await bench.queue.deadLetters(limit: 99).lost.map(\.message))
                == Set(damaged.map { QueueFixture.id($0) }))
        let counts = bench.queue.conservation()
        #expect(counts.dead == damaged.count && counts.completed == sound.count && counts.difference == 0)
    }
}
