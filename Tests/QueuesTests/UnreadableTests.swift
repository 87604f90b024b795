import Glibc
import Queues
import Testing
import TestSupport

/// What is asked of queues whose disk does not give back what lies on it.
struct UnreadableTests {
    /// Queues after a start: what they have is on disk alone.
    private func cold(_ prepare: (QueueFixture) async throws -> Void) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        try await prepare(bench)
        await bench.queue.close()
        try await bench.crash()
        return bench
    }

    private func isRefused(_ question: () async throws -> Void) async -> Bool {
        do {
            try await question()
            return false
        } catch {
            return error is QueueFailure
        }
    }

    @Test func `a message that the disk does not give is not one that never was`() async throws {
        let bench = try await cold { try await $0.accept("m1", for: ["a"]) }
        let (queue, id) = (bench.queue, QueueFixture.id("m1"))
        bench.storage.fail(.read, with: EIO, forever: true)
        #expect(await isRefused { _ = try queue.status(of: id) })
        #expect(await isRefused { _ = try await queue.statuses(of: [id]) })
        _ = bench.storage.mend()
        #expect(try queue.status(of: id)?.acceptance.messageID == id)
        #expect(try await queue.statuses(of: [QueueFixture.id("m9"), id]).map(\.acceptance.messageID) == [id])
    }

    @Test func `a lease that the disk does not tell of is not one that is lost`() async throws {
        let bench = try await cold { bench in
            try await bench.accept("m1", for: ["a"])
            try await bench.lease("a")
            _ = try await bench.complete("m1 at a")
        }
        let lease = try #require(bench.leases["m1 at a"])
        bench.storage.fail(.read, with: EIO, forever: true)
        #expect(await isRefused { _ = try await bench.queue.facts(of: lease) })
        _ = bench.storage.mend()
        #expect(try await bench.queue.facts(of: lease)?.message == QueueFixture.id("m1"))
    }

    @Test func `dead letters that the disk does not give are told apart from those that are none`() async throws {
        let bench = try await cold { bench in
            for name in ["m1", "m2"] {
                try await bench.accept(name, for: ["a"], lane: name)
                try await bench.lease("a")
                _ = try await bench.reject("\(name) at a", permanent: true)
            }
        }
        let dead = [try #require(bench.deliveries["m1 at a"]), try #require(bench.deliveries["m2 at a"])]
        bench.storage.fail(.read, with: EIO, forever: true)
        let page = await bench.queue.deadLetters(limit: 9)
        #expect(page.letters.isEmpty && page.unreadable == Set(dead))
        #expect(await isRefused { _ = try await bench.queue.deadLetter(dead[0]) })
        _ = bench.storage.mend()
        let whole = await bench.queue.deadLetters(limit: 9)
        #expect(whole.letters.map(\.facts.delivery) == dead && whole.unreadable.isEmpty)
        let second = await bench.queue.deadLetters(after: dead[0], limit: 1) { $0.facts.delivery != dead[0] }
        #expect(second.letters.map(\.facts.delivery) == [dead[1]])
    }
}
