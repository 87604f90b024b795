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
                from: [destination], by: .tester, maximum: 9, duration: 60, openLimit: 3, room: room)
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
}
