import Dispatch
import Glibc
import Messages
import Queues
import Testing
import TestSupport

/// Deliveries whose messages the disk does not give when they are leased.
struct UnreadMessageTests {
    private static let log = "journal/log"

    private func bench(attempts: Int = 20) async throws -> QueueFixture {
        try await QueueFixture(policy: DeliveryPolicy(jitter: 0, attempts: attempts))
    }

    /// Ends and starts the queues, so that no message is in memory.
    private func restart(_ bench: QueueFixture) async throws {
        await bench.queue.close()
        try await bench.crash(.everything)
    }

    /// Goes on with queues that take no snapshots, so that what is accepted stays in memory.
    private func keepInMemory(_ bench: QueueFixture) async throws {
        await bench.queue.close()
        bench.queue = try await MessageQueue.open(
            at: "journal", storage: bench.storage, clock: bench.wall.clock, policy: bench.policy,
            options: QueueFixture.options, random: { 1 << 63 })
    }

    @Test(arguments: 0..<3, [false, true])
    func `a message that the disk refuses waits a while and keeps no other back`(broken: Int, cold: Bool) async throws {
        let bench = try await bench()
        let names = ["m1", "m2", "m3"]
        if !cold { try await keepInMemory(bench) }
        for name in names { try await bench.accept(name, for: ["a"], lane: name) }
        if cold { try await restart(bench) }
        let before = bench.queue.failedReads
        let onTheWay = cold ? try await readsOnTheWay(to: names.count, bench) : 0
        bench.storage.fail(.read, after: onTheWay + broken, with: EIO)
        #expect(try await bench.lease("a") == names.indices.filter { $0 != broken }.map { names[$0] })
        #expect(try await bench.dead("a").isEmpty)
        #expect(bench.queue.failedReads > before && bench.queue.unreadDeliveries == 1)
        #expect(bench.queue.nextWakeup() == 5)
        bench.storage.mend()
        bench.time.advance(seconds: 5)
        #expect(try await bench.lease("a") == [names[broken]])
        #expect(try await bench.complete("\(names[broken]) at a") == .settled)
        #expect(bench.queue.unreadDeliveries == 0 && bench.queue.conservation().difference == 0)
    }

    /// How often a lease reads before it comes to the messages, each of which it reads once.
    private func readsOnTheWay(to count: Int, _ bench: QueueFixture) async throws -> Int {
        let copy = try await QueueFixture(policy: bench.policy, storage: bench.storage.crashed(.everything))
        let start = copy.storage.count(of: .read)
        #expect(try await copy.lease("a").count == count)
        let reads = copy.storage.count(of: .read) - start
        try #require(reads >= count)
        return reads - count
    }

    @Test func `who comes behind an unread message in its lane waits for it`() async throws {
        let bench = try await bench()
        for name in ["m1", "m2"] { try await bench.accept(name, for: ["a"]) }
        try await restart(bench)
        bench.storage.fail(.read, with: EIO, forever: true)
        for delay in [5.0, 10, 20] {
            #expect(try await bench.lease("a").isEmpty)
            #expect(bench.queue.nextWakeup() == delay)
            #expect(bench.queue.failure == nil)
            bench.time.advance(seconds: delay)
        }
        bench.storage.mend()
        #expect(try await bench.lease("a") == ["m1"])
        #expect(try await bench.complete("m1 at a") == .settled)
        #expect(try await bench.lease("a") == ["m2"])
    }

    @Test(.timeLimit(.minutes(30))) func `who waits for deliveries is woken when an unread message is tried again`()
        async throws
    {
        let bench = try await bench()
        let queue = bench.queue
        try await bench.accept("m1", for: ["a"])
        bench.storage.fail(.read, with: EIO)
        #expect(try await bench.lease("a").isEmpty)
        let destination = try QueueFixture.destination("a")
        async let waited: Void = queue.waitForDelivery(in: [destination], atMost: 3_600)
        for _ in 0..<100 { await Task.yield() }
        bench.time.advance(seconds: 5)
        _ = try await queue.settleLapsed { _ in nil }
        await waited
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test func `a message that the disk refuses as often as it is tried becomes a dead letter`() async throws {
        let bench = try await bench(attempts: 3)
        try await keepInMemory(bench)
        try await bench.accept("m1", for: ["a"])
        bench.storage.fail(.read, with: EIO, forever: true)
        for attempt in 1...3 {
            #expect(try await bench.dead("a").isEmpty, "attempt \(attempt)")
            #expect(try await bench.lease("a").isEmpty)
            bench.time.advance(seconds: 60)
        }
        let letter = try #require(await bench.queue.deadLetters(limit: 9).letters.first)
        #expect(letter.fault.code == "VX-1709" && letter.attempts.map(\.outcome) == [.failed])
        bench.storage.mend()
        #expect(try await bench.queue.retryDeadLetter(letter.facts.delivery, by: .tester) == .redriven)
        #expect(try await bench.lease("a") == ["m1"])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `a message that is damaged becomes a dead letter at once`() async throws {
        let bench = try await bench()
        try await keepInMemory(bench)
        for name in ["m1", "m2"] { try await bench.accept(name, for: ["a"], lane: name) }
        let payload = try QueueFixture.message("m1", for: ["a"]).payload
        bench.storage.change(inFolder: Self.log, ending: ".seg") { bytes in
            let place = bytes.indices.first { bytes[$0...].starts(with: payload) }
            if let place { bytes[place] ^= 1 }
        }
        #expect(try await bench.lease("a") == ["m2"])
        #expect(try await bench.dead("a") == ["m1"])
        #expect(bench.queue.unreadDeliveries == 0)
    }

    @Test func `a delivery that is cancelled while its message is unread is not offered`() async throws {
        let bench = try await bench()
        try await bench.accept("m1", for: ["a"])
        bench.storage.fail(.read, with: EIO)
        #expect(try await bench.lease("a").isEmpty)
        var cancellation = try QueueFixture.message("c1", for: ["b"])
        cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: true)
        cancellation.senderOrganisation = try QueueFixture.message("m1", for: ["a"]).senderOrganisation
        _ = try await bench.queue.accept(cancellation)
        bench.time.advance(seconds: 60)
        let isCancelled = try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.state == .cancelled
        #expect(try await bench.lease("a") == (isCancelled ? [] : ["m1"]))
    }

    @Test(.timeLimit(.minutes(30))) func `nobody waits for the disk while messages are read for a lease`() async throws
    {
        let bench = try await bench()
        try await bench.accept("m1", for: ["a"])
        // What has happened to it is in a table of the snapshot that the queues start from.
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: false)
        bench.time.advance(seconds: 5)
        try await restart(bench)
        let copy = try await QueueFixture(policy: bench.policy, storage: bench.storage.crashed(.everything))
        let start = copy.storage.count(of: .read)
        copy.time.advance(seconds: 60)
        #expect(try await copy.lease("a") == ["m1"])
        let reads = copy.storage.count(of: .read) - start
        #expect(reads > 0)
        bench.time.advance(seconds: 60)
        bench.storage.holdReads()
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        async let leased = queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60)
        for _ in 0..<reads {
            await bench.storage.waitForHeld()
            await answers { _ = queue.conservation() }
            bench.storage.releaseOneHeld()
        }
        bench.storage.releaseHeld()
        #expect(try await leased.count == 1)
    }

    /// Does something on a thread of its own that may be blocked.
    private func answers(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                body()
                continuation.resume()
            }
        }
    }
}
