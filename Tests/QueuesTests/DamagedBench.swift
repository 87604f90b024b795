import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Queues of which messages are damaged on disk, each far enough from the others to be damaged alone.
enum DamagedBench {
    private static let log = "journal/log"

    /// Accepts a message for `a`, and one for `b` that keeps it apart from the next.
    static func accept(
        _ name: String, lane: String = "l", size: Int = 0, _ bench: QueueFixture,
        change: (inout IncomingMessage) -> Void = { _ in }
    ) async throws {
        var message = try QueueFixture.message(name, for: ["a"], lane: lane)
        message.payload = payload(name) + [UInt8](repeating: 32, count: size)
        change(&message)
        _ = try await bench.queue.accept(message)
        _ = try await bench.queue.accept(QueueFixture.message("\(name)-", for: ["b"], lane: name, size: 20_000))
    }

    /// Fills the file that is written to, so that what was accepted before is read by the index of a file that is not.
    static func seal(_ bench: QueueFixture) async throws {
        for name in ["s1", "s2", "s3"] {
            _ = try await bench.queue.accept(QueueFixture.message(name, for: ["b"], lane: name, size: 30_000))
        }
    }

    /// The bytes of a message, which stand nowhere else on disk.
    static func payload(_ name: String) -> [UInt8] { Array("<the bytes of \(name)>".utf8) }

    /// Flips a bit of a message on disk, or flips it back.
    static func flip(_ name: String, _ bench: QueueFixture) throws {
        // All of it but the byte that is flipped.
        let rest = payload(name).dropFirst()
        var isFound = false
        for file in bench.storage.names(inFolder: log) where file.hasSuffix(".seg") {
            bench.storage.change(file, inFolder: log) { bytes in
                let place = bytes.indices.dropLast(rest.count).dropFirst().first { start in
                    bytes[start] == rest.first && bytes[start..<start + rest.count] == rest
                }
                if let place { bytes[place - 1] ^= 1 }
                isFound = isFound || place != nil
            }
        }
        try #require(isFound)
    }

    /// Ends and starts the queues, so that nothing that only waits is in memory.
    static func reopen(_ bench: QueueFixture) async throws {
        await bench.queue.close()
        try await bench.crash(.everything)
    }

    /// Starts the queues anew after a crash, with messages damaged meanwhile.
    static func crash(damaging names: [String], _ bench: QueueFixture, listing types: Set<String> = []) async throws {
        bench.storage = bench.storage.crashed(.everything)
        for name in names { try flip(name, bench) }
        bench.queue = try await MessageQueue.open(
            at: "journal", storage: bench.storage, clock: bench.wall.clock, policy: bench.policy,
            options: QueueFixture.options, snapshots: SnapshotPolicy(changes: 3, records: 5), listing: types,
            random: { 1 << 63 })
    }

    /// The same with a clean end before.
    static func restart(damaging names: [String] = [], _ bench: QueueFixture) async throws {
        await bench.queue.close()
        try await crash(damaging: names, bench)
    }
}
