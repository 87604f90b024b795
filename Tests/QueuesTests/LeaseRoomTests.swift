import LinuxSystem
import Messages
import Queues
import Testing

/// What cannot be held is not lent.
struct LeaseRoomTests {
    @Test func `a message for which there is no room stays where it is, untried, and no smaller one waits for it`()
        async throws
    {
        let bench = try await QueueFixture()
        for (name, bytes) in [("m1", 300), ("m2", 200), ("m3", 100)] {
            var message = try QueueFixture.message(name, for: ["a"], lane: name)
            message.payload = [UInt8](repeating: 97, count: bytes)
            _ = try await bench.queue.accept(message)
        }
        let destination = try QueueFixture.destination("a")
        let lease = { (room: @escaping @Sendable (Int) -> Bool) in
            try await bench.queue.lease(
                from: [destination], by: .tester, maximum: 9, duration: 60, openLimit: 3,
                room: LeasingRoom(hold: room))
        }
        let asked = Lock<[Int]>([])
        let none = try await lease { bytes in
            asked.withLock { $0.append(bytes) }
            return false
        }
        #expect(none.isEmpty && asked.withLock { $0 } == [300, 200, 100])
        #expect(bench.queue.openLeases(of: .tester) == 0)
        #expect(try await lease { $0 < 150 }.map { bench.name(of: $0.facts.message) } == ["m3"])
        let rest = try await lease { _ in true }
        #expect(rest.map { bench.name(of: $0.facts.message) } == ["m1", "m2"])
        #expect(rest.map(\.attempt) == [1, 1])
    }

    @Test func `no more is read than there is room for, and one message`() async throws {
        let bench = try await QueueFixture()
        for name in ["m1", "m2", "m3", "m4"] {
            var message = try QueueFixture.message(name, for: ["a"], lane: name)
            message.payload = [UInt8](repeating: 97, count: 100)
            _ = try await bench.queue.accept(message)
        }
        let destination = try QueueFixture.destination("a")
        let asked = Lock(0)
        for (free, reads) in [(0, 1), (150, 2)] {
            asked.withLock { $0 = 0 }
            let room = LeasingRoom(
                free: { free },
                hold: { _ in
                    asked.withLock { $0 += 1 }
                    return false
                })
            let none = try await bench.queue.lease(
                from: [destination], by: .tester, maximum: 9, duration: 60, openLimit: 9, room: room)
            #expect(none.isEmpty && asked.withLock { $0 } == reads)
        }
        // What was picked and not even read is where it was, too.
        let left = Lock(250)
        let leased = try await bench.queue.lease(
            from: [destination], by: .tester, maximum: 9, duration: 60, openLimit: 9,
            room: LeasingRoom(
                free: { left.withLock { $0 } },
                hold: { bytes in
                    left.withLock { left in
                        guard bytes <= left else { return false }
                        left -= bytes
                        return true
                    }
                }))
        #expect(leased.map { bench.name(of: $0.facts.message) } == ["m1", "m2"])
        #expect(bench.queue.openLeases(of: .tester) == 2)
    }
}
