import DurableLog
import Glibc
import Messages
import Queues
import Testing
import TestSupport

/// What is due, who is told of it, and what of it can be read.
struct WaitingAndReadingTests {
    @Test(.timeLimit(.minutes(30))) func `who leases one of two retries wakes those who wait for the other`()
        async throws
    {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let destination = try QueueFixture.destination("a")
        for name in ["m1", "m2"] { try await bench.accept(name, for: ["a"], lane: name) }
        try await bench.lease("a")
        for name in ["m1", "m2"] { _ = try await bench.reject("\(name) at a", permanent: false) }
        async let waited: Void = queue.waitForDelivery(in: [destination], atMost: 3_600)
        for _ in 0..<100 { await Task.yield() }
        bench.time.advance(seconds: 5)
        #expect(try await bench.lease("a", maximum: 1).count == 1)
        await waited
        #expect(try await bench.lease("a").count == 1)
    }

    @Test(.timeLimit(.minutes(30))) func `who starts to wait wakes the others for what is due`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let destination = try QueueFixture.destination("a")
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: false)
        async let waited: Void = queue.waitForDelivery(in: [destination], atMost: 3_600)
        for _ in 0..<100 { await Task.yield() }
        bench.time.advance(seconds: 5)
        await queue.waitForDelivery(in: [destination], atMost: 3_600)
        await waited
    }

    @Test func `an unreadable payload is told as such and changes nothing`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        let delivery = try #require(bench.deliveries["m1 at a"])
        bench.storage.fail(.read, with: EIO)
        await #expect("unreadable") {
            try await bench.queue.payload(of: delivery)
        } throws: { error in
            if case .unreadable? = error as? QueueFailure { true } else { false }
        }
        #expect(try await bench.queue.payload(of: delivery) != nil)
        #expect(try await bench.complete("m1 at a") == .settled)
    }

    @Test func `a wall clock that ran ahead and came back delays no retry`() async throws {
        for restarts in [false, true] {
            let bench = try await QueueFixture()
            try await bench.accept("m1", for: ["a"])
            bench.wall.shift(seconds: 30 * 86_400)
            try await bench.lease("a")
            _ = try await bench.reject("m1 at a", permanent: false)
            bench.wall.shift(seconds: -30 * 86_400)
            if restarts { try await bench.crash() }
            #expect(bench.queue.nextWakeup() == 5, "restarts: \(restarts)")
            bench.time.advance(seconds: 4.5)
            #expect(try await bench.lease("a").isEmpty, "restarts: \(restarts)")
            bench.time.advance(seconds: 0.5)
            #expect(try await bench.lease("a") == ["m1"], "restarts: \(restarts)")
        }
    }

    @Test func `a wall clock that jumps ahead lets no retry come early`() async throws {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: false)
        bench.wall.shift(seconds: 3_600)
        #expect(try await bench.lease("a").isEmpty)
        bench.time.advance(seconds: 5)
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test func `a lease holds at most 32 MiB unless one message is larger`() async throws {
        let bench = try await QueueFixture()
        for (name, mebibytes) in [("m1", 20), ("m2", 20), ("m3", 40)] {
            var message = try QueueFixture.message(name, for: ["a"], lane: name)
            message.payload = [UInt8](repeating: 7, count: mebibytes << 20)
            _ = try await bench.queue.accept(message)
        }
        for name in ["m1", "m2", "m3"] { #expect(try await bench.lease("a") == [name]) }
    }

    @Test func `a transmission id that came with a resend belongs to its message`() async throws {
        let bench = try await QueueFixture()
        var message = try QueueFixture.message("m1", for: ["a"])
        message.transmissionID = TransmissionID(UUIDBytes(high: 1, low: 1))
        guard case .accepted(let acceptance) = try await bench.queue.accept(message) else {
            return #expect(Bool(false), "new/new")
        }
        message.transmissionID = TransmissionID(UUIDBytes(high: 1, low: 2))
        for _ in 0..<2 { #expect(try await bench.queue.accept(message) == .duplicate(acceptance)) }
        var other = try QueueFixture.message("m2", for: ["a"])
        other.transmissionID = message.transmissionID
        for restarts in [false, true] {
            if restarts { try await bench.crash() }
            #expect(try await bench.queue.accept(other) == .conflict(.transmissionSeen), "restarts: \(restarts)")
        }
        let before = bench.storage.count(of: .sync)
        #expect(try await bench.queue.accept(message) == .duplicate(acceptance))
        #expect(bench.storage.count(of: .sync) == before, "what is known is not stored again")
        #expect(bench.queue.conservation().created == 1)
    }
}
