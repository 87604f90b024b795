import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// What is due, however much of it there is.
struct DeadlineTests {
    private func renew(_ bench: QueueFixture, _ seconds: Int) throws {
        let outcome = try bench.queue.renew(
            try #require(bench.leases["m1 at a"]), by: .tester, duration: seconds)
        guard case .renewed = outcome else { throw QueueFailure.closed }
    }

    @Test func `a lease that is prolonged ever again takes one place in memory, and ends when the last says`()
        async throws
    {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a", duration: 60)
        for _ in 0..<1_000 { try renew(bench, 3_600) }
        #expect(bench.queue.guarded.withLock { $0.state.leaseDeadlines.count } == 1)
        bench.time.advance(seconds: 60)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 0)
        bench.time.advance(seconds: 3_539)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 0)
        bench.time.advance(seconds: 1)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
        #expect(bench.queue.guarded.withLock { $0.state.leaseDeadlines.count } == 0)
    }

    @Test func `a lease that is shortened ends earlier, and one that is prolonged again later`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a", duration: 3_600)
        try renew(bench, 10)
        try renew(bench, 100)
        bench.time.advance(seconds: 99)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 0)
        try renew(bench, 10)
        bench.time.advance(seconds: 9)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 0)
        bench.time.advance(seconds: 1)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
        // What is left of the first deadline is of no meaning.
        bench.time.advance(seconds: 5)
        try await bench.lease("a", duration: 3_600)
        bench.time.advance(seconds: 3_599)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 0)
        bench.time.advance(seconds: 1)
        #expect(try await bench.queue.settleLapsed { _ in nil } == 1)
    }

    @Test func `what is read ahead is what is woken`() {
        var random = SeededRandom(seed: 5)
        var heap = DeadlineHeap()
        for number in 0..<500 {
            let id = DeliveryID(message: UInt64(number), recipient: UInt32.random(in: 0...1, using: &random))
            // Many are due together.
            heap.insert(id, at: UInt64.random(in: 1...40, using: &random))
        }
        while let first = heap.first {
            let now = first.deadline + UInt64.random(in: 0...5, using: &random)
            let ahead = heap.due(at: now, maximum: 30)
            var woken: [DeliveryID] = []
            while woken.count < 30, let next = heap.first, next.deadline <= now {
                woken.append(next.delivery)
                heap.removeFirst()
            }
            #expect(ahead == woken && !ahead.isEmpty)
        }
        #expect(heap.due(at: .max, maximum: 30).isEmpty)
    }

    @Test func `of many retries that are due together so many at most are woken at once, and all at last`() async throws
    {
        let bench = try await QueueFixture()
        for number in 0..<30 { try await bench.accept("m\(number)", for: ["a"], lane: "\(number)") }
        #expect(try await bench.lease("a", maximum: 30).count == 30)
        for number in 0..<30 { _ = try await bench.reject("m\(number) at a", permanent: false) }
        bench.time.advance(seconds: 3_600)
        let boot = bench.time.clock.bootNanoseconds()
        let left = bench.queue.guarded.withLock { guarded in
            _ = guarded.state.wakeRetries(at: boot, maximum: 10)
            return guarded.state.retryDeadlines.count
        }
        #expect(left == 20)
        #expect(try await bench.lease("a", maximum: 30).count == 30)
    }
}
