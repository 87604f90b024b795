import LinuxSystem
import Messages
import Testing
import TestSupport

@testable import Queues

/// Who is woken by what comes: as many as there is work for, who waited longest first, and never too few.
struct WakingTests {
    /// Those who wait for deliveries of `a`, each of whom leases one when woken and goes on waiting; counts turns and what was
    /// got.
    private final class Crowd: Sendable {
        let turns = Tally()
        let got = Tally()
        private let queue: MessageQueue
        private let destination: Destination

        init(_ queue: MessageQueue) throws {
            self.queue = queue
            destination = try QueueFixture.destination("a")
        }

        /// One who waits until something was got.
        func poll(as place: WaitingPlace? = nil, maximum: Int = 1) async throws {
            let place = place ?? queue.place()
            while !Task.isCancelled, queue.isServing {
                await queue.waitForDelivery(in: [destination], as: place, atMost: 3_600)
                turns.add()
                let leased = try await queue.lease(
                    from: [destination], by: .tester, maximum: maximum, duration: 60)
                for _ in leased { got.add() }
                if !leased.isEmpty { return }
            }
        }
    }

    private func until(_ holds: @Sendable () -> Bool) async throws {
        _ = try await eventually("it to come about", within: 120) { holds() ? true : nil }
    }

    private func sleepers(_ queue: MessageQueue) -> Int {
        queue.guarded.withLock { $0.waiting.deadlineCount }
    }

    @Test(.timeLimit(.minutes(30))) func `one message among a thousand pollers wakes one`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let crowd = try Crowd(queue)
        let polls = Task {
            try await withThrowingTaskGroup { group in
                for _ in 0..<1_000 { group.addTask { try await crowd.poll() } }
                try await group.waitForAll()
            }
        }
        try await until { sleepers(queue) == 1_000 }
        for number in 1...10 {
            try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)")
            try await until { crowd.got.count == number }
        }
        #expect(crowd.turns.count == 10)
        #expect(sleepers(queue) == 990)
        queue.endWaiting()
        try await polls.value
        #expect(crowd.turns.count == 1_000)
    }

    @Test(.timeLimit(.minutes(30))) func `what is given back without a delay wakes who waits, not first the ticker`()
        async throws
    {
        let bench = try await QueueFixture()
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        try await bench.accept("m1", for: ["a"])
        let held = try await queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60)
        let crowd = try Crowd(queue)
        let poll = Task { try await crowd.poll() }
        try await until { sleepers(queue) == 1 }
        for delivery in held { _ = try await queue.release(delivery.lease, by: .tester, delay: 0) }
        try await poll.value
        #expect(crowd.got.count == 1)
    }

    @Test(.timeLimit(.minutes(30)))
    func `whoever waited longest is served first, also after having been woken for nothing`()
        async throws
    {
        let bench = try await QueueFixture()
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        let (first, second) = (try Crowd(queue), try Crowd(queue))
        let place = queue.place()
        let early = Task {
            // Woken by what another takes first.
            await queue.waitForDelivery(in: [destination], as: place, atMost: 3_600)
            first.turns.add()
            await queue.waitForDelivery(in: [destination], as: place, atMost: 3_600)
            first.got.add()
        }
        try await until { sleepers(queue) == 1 }
        let late = Task { try await second.poll() }
        try await until { sleepers(queue) == 2 }
        queue.guarded.withLock { $0.waiting.take(firstFor: .ready(destination, isCompulsory: false)) }?.resume()
        try await until { first.turns.count == 1 && sleepers(queue) == 2 }
        try await bench.accept("m1", for: ["a"])
        await early.value
        #expect(first.got.count == 1 && second.got.count == 0)
        queue.passOn([destination])
        try await late.value
        #expect(second.got.count == 1)
    }

    @Test(.timeLimit(.minutes(30))) func `whoever takes part of what there is wakes the next`() async throws {
        let bench = try await QueueFixture()
        let (queue, crowd) = (bench.queue, try Crowd(bench.queue))
        let destination = try QueueFixture.destination("a")
        for number in 1...20 { try await bench.accept("m\(number)", for: ["a"], lane: "l\(number)") }
        _ = try await queue.pause(destination, by: .tester, reason: "prov")
        let polls = Task {
            try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { try await crowd.poll() } }
                try await group.waitForAll()
            }
        }
        try await until { sleepers(queue) == 20 }
        // One is woken for each line, and each wakes the next.
        try await queue.resume(destination, by: .tester)
        try await polls.value
        #expect(crowd.got.count == 20)
    }

    @Test(.timeLimit(.minutes(30))) func `whoever goes away when woken passes the call on`() async throws {
        let bench = try await QueueFixture()
        let (queue, crowd) = (bench.queue, try Crowd(bench.queue))
        let destination = try QueueFixture.destination("a")
        let gone = Task {
            await queue.waitForDelivery(in: [destination], atMost: 3_600)
            queue.passOn([destination])
        }
        try await until { sleepers(queue) == 1 }
        let stays = Task { try await crowd.poll() }
        try await until { sleepers(queue) == 2 }
        try await bench.accept("m1", for: ["a"])
        await gone.value
        try await stays.value
        #expect(crowd.got.count == 1)
    }

    @Test(.timeLimit(.minutes(30)))
    func `whoever may lease no more at the moment is not woken in place of one who may`()
        async throws
    {
        let bench = try await QueueFixture()
        let (queue, crowd) = (bench.queue, try Crowd(bench.queue))
        let destination = try QueueFixture.destination("a")
        try await bench.accept("m1", for: ["a"], lane: "l1")
        bench.storage.holdSyncs()
        async let lent = queue.lease(from: [destination], by: .other, maximum: 1, duration: 60, openLimit: 1)
        await bench.storage.waitForHeldSync()
        let full = Task {
            await queue.waitForDelivery(in: [destination], within: (.other, 1), atMost: 3_600)
        }
        try await until { sleepers(queue) == 1 }
        let free = Task { try await crowd.poll() }
        try await until { sleepers(queue) == 2 }
        let message = try QueueFixture.message("m2", for: ["a"], lane: "l2")
        async let accepted = queue.accept(message)
        bench.storage.releaseSyncs()
        #expect(try await lent.count == 1)
        _ = try await accepted
        try await free.value
        await full.value
        #expect(crowd.got.count == 1)
    }

    @Test(.timeLimit(.minutes(30))) func `compulsory care wakes those who may have it, and nobody else`() async throws {
        let bench = try await QueueFixture()
        let (queue, crowd) = (bench.queue, try Crowd(bench.queue))
        let destination = try QueueFixture.destination("a")
        let woken = Tally()
        let sparing = Task {
            await queue.waitForDelivery(in: [destination], sparingCompulsoryAt: [destination], atMost: 3_600)
            woken.add()
        }
        try await until { sleepers(queue) == 1 }
        let may = Task { try await crowd.poll() }
        try await until { sleepers(queue) == 2 }
        var message = try QueueFixture.message("m1", for: ["a"])
        message.isCompulsory = true
        _ = try await queue.accept(message)
        try await may.value
        #expect(woken.count == 0)
        sparing.cancel()
        await sparing.value
    }

    @Test(.timeLimit(.minutes(30))) func `nothing is left of those who wait no more`() async throws {
        let bench = try await QueueFixture()
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        await queue.waitForDelivery(in: [destination], atMost: 0.001)
        #expect(sleepers(queue) == 0)
        let cancelled = Task { await queue.waitForDelivery(in: [destination], atMost: 3_600) }
        try await until { sleepers(queue) == 1 }
        cancelled.cancel()
        await cancelled.value
        #expect(sleepers(queue) == 0)
        let woken = Task { await queue.waitForDelivery(in: [destination], atMost: 3_600) }
        try await until { sleepers(queue) == 1 }
        try await bench.accept("m1", for: ["a"])
        await woken.value
        #expect(sleepers(queue) == 0)
    }

    @Test(.timeLimit(.minutes(30)))
    func `many pollers of few at a time and many messages: nobody waits beside a delivery`()
        async throws
    {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let crowd = try Crowd(queue)
        let polls = Task {
            try await withThrowingTaskGroup { group in
                for number in 0..<300 {
                    group.addTask {
                        // Some have gone by the time they are woken.
                        if number % 3 == 0 {
                            let destination = try QueueFixture.destination("a")
                            await queue.waitForDelivery(in: [destination], atMost: 3_600)
                            queue.passOn([destination])
                        } else {
                            try await crowd.poll()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        await withTaskGroup { group in
            for number in 1...200 {
                group.addTask {
                    guard let message = try? QueueFixture.message("m\(number)", for: ["a"], lane: "l\(number)") else {
                        return
                    }
                    _ = try? await queue.accept(message)
                }
            }
        }
        try await until { crowd.got.count == 200 }
        queue.endWaiting()
        try await polls.value
        #expect(crowd.got.count == 200)
    }
}
