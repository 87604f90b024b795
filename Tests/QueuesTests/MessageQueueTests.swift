import Digests
import DurableLog
import Glibc
import LinuxSystem
import Messages
import Queues
import Testing
import TestSupport

struct MessageQueueTests {
    @Test func `accept returns only when the disk has the message`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let storage = bench.storage
        bench.storage.holdSyncs()
        let answers = Tally()
        let message = try QueueFixture.message("m1", for: ["a"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await queue.accept(message)
                answers.add()
            }
            await storage.waitForHeldSync()
            #expect(answers.count == 0)
            #expect(try queue.status(of: message.id) == nil)
            storage.releaseSyncs()
            try await group.waitForAll()
        }
        #expect(answers.count == 1)
        #expect(try bench.queue.status(of: message.id) != nil)
    }

    @Test func `a duplicate that comes while the first is being stored waits for it and gets its answer`() async throws
    {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let message = try QueueFixture.message("m1", for: ["a"])
        bench.storage.holdSyncs()
        async let first = queue.accept(message)
        await bench.storage.waitForHeldSync()
        async let second = queue.accept(message)
        bench.storage.releaseSyncs()
        let outcomes = [try await first, try await second]
        let acceptances = outcomes.compactMap { outcome -> (String, Acceptance)? in
            switch outcome {
            case .accepted(let acceptance): ("accepted", acceptance)
            case .duplicate(let acceptance): ("duplicate", acceptance)
            case .conflict: nil
            }
        }
        #expect(Set(acceptances.map(\.0)) == ["accepted", "duplicate"])
        #expect(acceptances.first?.1 == acceptances.last?.1)
        #expect(bench.queue.conservation().created == 1)
    }

    @Test func `the four cases of message and transmission id`() async throws {
        let bench = try await QueueFixture()
        var message = try QueueFixture.message("m1", for: ["a"])
        let first = TransmissionID(UUIDBytes(high: 1, low: 1))
        message.transmissionID = first
        guard case .accepted(let acceptance) = try await bench.queue.accept(message) else {
            return #expect(Bool(false), "new/new")
        }
        #expect(try await bench.queue.accept(message) == .duplicate(acceptance))
        message.transmissionID = TransmissionID(UUIDBytes(high: 1, low: 2))
        #expect(try await bench.queue.accept(message) == .duplicate(acceptance))
        var other = try QueueFixture.message("m2", for: ["a"])
        other.transmissionID = first
        #expect(try await bench.queue.accept(other) == .conflict(.transmissionSeen))
        message.digest = Digest128(high: 9, low: 9)
        #expect(try await bench.queue.accept(message) == .conflict(.otherContent))
        message.senderUnit = try #require(UnitID("X"))
        #expect(try await bench.queue.accept(message) == .conflict(.otherSender))
        try await bench.crash()
        #expect(try await bench.queue.accept(other) == .conflict(.transmissionSeen))
    }

    @Test func `a lease answers only to the system that took it`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        let lease = try #require(bench.leases["m1 at a"])
        let outcome = try await bench.queue.complete(lease, by: .other, receipt: { _ in nil })
        #expect(outcome == .lost(.otherSystem))
        let unknown = try #require(LeaseID("\(lease.delivery)-9"))
        #expect(try await bench.queue.complete(unknown, by: .tester, receipt: { _ in nil }) == .lost(.unknown))
    }

    @Test func `a receipt is stored with its settlement or not at all`() async throws {
        for survives in [false, true] {
            let bench = try await QueueFixture()
            let queue = bench.queue
            try await bench.accept("m1", for: ["a"])
            try await bench.lease("a")
            let lease = try #require(bench.leases["m1 at a"])
            let receipt = try QueueFixture.message("r1", for: ["s"])
            bench.storage.holdSyncs()
            async let outcome = queue.complete(lease, by: .tester, reference: "J-1", receipt: { _ in receipt })
            await bench.storage.waitForHeldSync()
            let after = try await QueueFixture(storage: bench.storage.crashed(survives ? .everything : .nothing))
            bench.storage.releaseSyncs()
            #expect(try await outcome == .settled)
            #expect(try (after.queue.status(of: receipt.id) != nil) == survives)
            #expect(after.queue.conservation().completed == (survives ? 1 : 0))
        }
    }

    @Test func `a failed sync is sticky and the next start knows what was stored`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        bench.storage.fail(.sync, with: EIO)
        await #expect(throws: QueueFailure.self) { try await bench.accept("m2", for: ["a"]) }
        #expect(bench.queue.failure != nil)
        await #expect(throws: QueueFailure.self) { try await bench.accept("m3", for: ["a"]) }
        await #expect(throws: QueueFailure.self) { try await bench.lease("a") }
        try await bench.crash()
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test func `attempts and time are limited and a queue nobody polls never dies`() async throws {
        let bench = try await QueueFixture(policy: DeliveryPolicy(firstDelay: 1, jitter: 0, attempts: 3, age: 1_000))
        try await bench.accept("m1", for: ["a"])
        try await bench.accept("m2", for: ["b"])
        bench.time.advance(seconds: 1_000_000)
        _ = try await bench.queue.settleLapsed { _ in nil }
        for attempt in 1...3 {
            #expect(try await bench.lease("a") == ["m1"])
            _ = try await bench.reject("m1 at a", permanent: false)
            bench.time.advance(seconds: 10)
            #expect(try await bench.dead("a") == (attempt == 3 ? ["m1"] : []))
        }
        #expect(await bench.queue.deadLetters(limit: 9).letters.first?.cause == .attemptsSpent)
        #expect(try await bench.lease("b") == ["m2"])
        bench.time.advance(seconds: 1_001)
        let receipts = Tally()
        let lapsed = try await bench.queue.settleLapsed { _ in
            receipts.add()
            return nil
        }
        #expect(lapsed == 1)
        #expect(await bench.queue.deadLetters(limit: 9).letters.last?.cause == .timeSpent)
        #expect(receipts.count == 1)
    }

    @Test func `successors of a dead letter name it and a redriven one names who overtook it`() async throws {
        let bench = try await QueueFixture()
        for name in ["m1", "m2", "m3"] { try await bench.accept(name, for: ["a"]) }
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        let destination = try QueueFixture.destination("a")
        let second = try #require(
            try await bench.queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60).first)
        #expect(second.missingBefore == [QueueFixture.id("m1")])
        _ = try await bench.queue.complete(second.lease, by: .tester, receipt: { _ in nil })
        _ = try await bench.queue.retryDeadLetter(try #require(bench.deliveries["m1 at a"]), by: .tester)
        #expect(try await bench.lease("a") == ["m3"])
        _ = try await bench.complete("m3 at a")
        let redriven = try #require(
            try await bench.queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60).first)
        #expect(redriven.overtakenBy == [QueueFixture.id("m2"), QueueFixture.id("m3")])
        #expect(redriven.attempt == 1)
    }

    @Test func `a full disk stops intake while settling goes on`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m0", for: ["a"])
        bench.storage.fail(.open, with: ENOSPC, forever: true)
        var stored = 0
        await #expect(throws: QueueFailure.diskFull) {
            while true {
                try await bench.accept("n\(stored)", for: ["b"], lane: "n\(stored)")
                stored += 1
            }
        }
        #expect(stored > 2)
        #expect(try await bench.lease("a") == ["m0"])
        #expect(try await bench.complete("m0 at a") == .settled)
        bench.storage.mend()
        bench.time.advance(seconds: 10)
        try await bench.accept("again", for: ["b"])
    }

    @Test func `long polls end when something comes, when time is over, when cancelled and when closed`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let destination = try QueueFixture.destination("a")
        let message = try QueueFixture.message("m1", for: ["a"])
        await bench.queue.waitForDelivery(in: [destination], atMost: 0.001)
        async let waited: Void = queue.waitForDelivery(in: [destination], atMost: 3_600)
        _ = try await bench.queue.accept(message)
        await waited
        await bench.queue.waitForDelivery(in: [destination], atMost: 3_600)
        try await bench.lease("a")
        let cancelled = Task {
            await queue.waitForDelivery(in: [destination], atMost: 3_600)
        }
        cancelled.cancel()
        await cancelled.value
        async let closed: Void = queue.waitForDelivery(in: [destination], atMost: 3_600)
        await bench.queue.close()
        await closed
        await #expect(throws: QueueFailure.closed) { try await bench.accept("m2", for: ["a"]) }
    }

    @Test func `the life of a delivery is told with its times`() async throws {
        let bench = try await QueueFixture()
        let start = bench.time.clock.wallMicroseconds()
        try await bench.accept("m1", for: ["a"])
        bench.time.advance(seconds: 1)
        try await bench.lease("a")
        bench.time.advance(seconds: 1)
        let lease = try #require(bench.leases["m1 at a"])
        _ = try await bench.queue.complete(lease, by: .tester, reference: "J-7", note: "n", receipt: { _ in nil })
        for restarts in [false, true] {
            if restarts { try await bench.crash() }
            let delivery = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first)
            #expect(delivery.state == .completed)
            #expect(delivery.firstAvailableAt.microseconds == start)
            #expect(delivery.firstOfferedAt?.microseconds == start + 1_000_000)
            #expect(delivery.settledAt?.microseconds == start + 2_000_000)
            #expect(delivery.reference == "J-7")
            #expect(delivery.attempts.map(\.outcome) == [.completed])
        }
    }

    @Test func `a step that the full disk refused may be taken again`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: false)
        bench.time.advance(seconds: 5)
        bench.storage.fail(.open, with: ENOSPC, forever: true)
        // Leases and their ends write on until not even the reserve is left.
        await #expect(throws: QueueFailure.diskFull) {
            while true {
                #expect(try await bench.lease("a", duration: 3_600) == ["m1"])
                let lease = try #require(bench.leases["m1 at a"])
                #expect(try await bench.queue.release(lease, by: .tester, delay: 0) == .settled)
            }
        }
        bench.storage.mend()
        bench.time.advance(seconds: 3_601)
        _ = try await bench.queue.settleLapsed { _ in nil }
        bench.time.advance(seconds: 1_000)
        #expect(try await bench.lease("a") == ["m1"])
        #expect(try await bench.complete("m1 at a") == .settled)
    }

    @Test func `a lease over many destinations is fair between them`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<10 { try await bench.accept("a\(number)", for: ["a"], lane: "a\(number)") }
        for number in 0..<2 { try await bench.accept("b\(number)", for: ["b"], lane: "b\(number)") }
        let leased = try await bench.queue.lease(
            from: [try QueueFixture.destination("a"), try QueueFixture.destination("b")], by: .tester, maximum: 4,
            duration: 60)
        #expect(leased.map { bench.name(of: $0.facts.message) } == ["a0", "b0", "a1", "b1"])
        let original = try QueueFixture.message("a0", for: ["a"])
        #expect(leased.first?.payload == original.payload)
        let first = try #require(leased.first?.facts.delivery)
        #expect(try await bench.queue.payload(of: first)?.bytes == original.payload)
        #expect(bench.queue.conservation().leased == 4)
        #expect(bench.queue.conservation().waiting == 8)
    }

    @Test func `who waits for dead letters is told of each that comes or goes`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let start = await queue.waitForDeadLetterChange(since: 0)
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        async let change = queue.waitForDeadLetterChange(since: start)
        _ = try await bench.reject("m1 at a", permanent: true)
        let died = await change
        #expect(died > start)
        _ = try await queue.retryDeadLetter(try #require(bench.deliveries["m1 at a"]), by: .tester)
        #expect(await queue.waitForDeadLetterChange(since: died) > died)
        #expect(await queue.deadLetters(limit: 9).letters.isEmpty)
    }

    @Test func `the next wakeup is that of the first lease or retry`() async throws {
        let bench = try await QueueFixture()
        #expect(bench.queue.nextWakeup() == nil)
        try await bench.accept("m1", for: ["a"], lane: "x")
        try await bench.accept("m2", for: ["a"], lane: "y")
        try await bench.lease("a", duration: 60)
        #expect(bench.queue.nextWakeup() == 60)
        _ = try await bench.reject("m1 at a", permanent: false)
        #expect(bench.queue.nextWakeup() == 5)
        bench.time.advance(seconds: 6)
        #expect(bench.queue.nextWakeup() == 0)
    }

    @Test func `lease ids read what they print and nothing else`() throws {
        let lease = try #require(LeaseID("417-1-3"))
        #expect(lease.description == "417-1-3")
        #expect(lease.delivery == DeliveryID("417-1"))
        for text in ["", "1", "1-2-", "01-2-3", "1-2-+3", "1-2-3-4", "-1-2-3", "1--2-3", "99999999999999999999-1-1"] {
            #expect(LeaseID(text) == nil, "\(text)")
        }
    }
}
