import Dispatch
import Glibc
import Messages
import Queues
import Testing
import TestSupport

/// Questions about messages that are on disk alone: nobody reads them while all wait for the lock.
struct RecallTests {
    /// Queues after a start, with the dead letter `m1` that is on disk alone.
    private func cold() async throws -> QueueFixture {
        let bench = try await QueueFixture()
        try await bench.accept("m1", for: ["a"])
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        await bench.queue.close()
        try await bench.crash()
        return bench
    }

    private static let questions: [@Sendable (MessageQueue, DeliveryID, LeaseID) async throws -> Bool] = [
        { queue, delivery, _ in try await queue.status(of: delivery)?.delivery.death == .rejected },
        { queue, delivery, _ in try await queue.deadLetter(delivery)?.cause == .rejected },
        { queue, _, lease in try await queue.facts(of: lease)?.message == QueueFixture.id("m1") },
    ]

    @Test(.timeLimit(.minutes(30)), arguments: questions.indices)
    func `nobody waits for the disk while an old message is asked for`(number: Int) async throws {
        let bench = try await cold()
        let (queue, question) = (bench.queue, Self.questions[number])
        let delivery = try #require(bench.deliveries["m1 at a"])
        let lease = try #require(bench.leases["m1 at a"])
        let copy = try await QueueFixture(storage: bench.storage.crashed(.everything))
        let start = copy.storage.count(of: .read)
        #expect(try await question(copy.queue, delivery, lease))
        let reads = copy.storage.count(of: .read) - start
        #expect(reads > 0)
        bench.storage.holdReads()
        async let answer = question(queue, delivery, lease)
        for _ in 0..<reads {
            await bench.storage.waitForHeld()
            await answers { _ = queue.conservation() }
            bench.storage.releaseOneHeld()
        }
        bench.storage.releaseHeld()
        #expect(try await answer)
        // What was read stays in memory for the next who asks.
        let end = bench.storage.count(of: .read)
        #expect(try await question(queue, delivery, lease))
        #expect(bench.storage.count(of: .read) == end)
    }

    @Test func `what is asked from memory alone says what is missing, and is answered when that was recalled`()
        async throws
    {
        let bench = try await cold()
        let (queue, id) = (bench.queue, QueueFixture.id("m1"))
        let sequence = try #require(bench.deliveries["m1 at a"]).message
        #expect(throws: QueueFailure.unread([sequence])) { try queue.status(of: id, fromMemory: true) }
        bench.storage.fail(.read, with: EIO, forever: true)
        await #expect(throws: QueueFailure.self) { try await queue.recall([sequence]) }
        _ = bench.storage.mend()
        #expect(try await queue.recall([sequence]))
        #expect(try queue.status(of: id, fromMemory: true)?.deliveries.first?.death == .rejected)
        #expect(try await queue.statuses(of: [id]).count == 1)
    }

    @Test func `a read that is refused once is made again`() async throws {
        let bench = try await cold()
        let delivery = try #require(bench.deliveries["m1 at a"])
        bench.storage.fail(.read, with: EIO)
        #expect(try await bench.queue.status(of: delivery) != nil)
    }

    @Test func `a number that somebody made up is nobody's delivery, whatever record has it`() async throws {
        let bench = try await cold()
        let delivery = try #require(bench.deliveries["m1 at a"])
        for number in UInt64(0)..<20 where number != delivery.message {
            let id = DeliveryID(message: number, recipient: 0)
            #expect(try await bench.queue.status(of: id) == nil, "\(number)")
            #expect(try await bench.queue.deadLetter(id) == nil, "\(number)")
        }
        #expect(try await !bench.queue.recall([delivery.message + 1]))
    }

    @Test func `a duplicate, and a cancellation, of an old message are judged by what the disk has`() async throws {
        for cause in ["duplicate", "cancellation"] {
            let bench = try await cold()
            bench.storage.fail(.read, with: EIO)
            guard cause == "cancellation" else {
                guard case .duplicate = try await bench.accept("m1", for: ["a"]) else {
                    Issue.record("it was taken for another message")
                    continue
                }
                continue
            }
            var cancellation = try QueueFixture.message("c1", for: ["b"])
            cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: true)
            guard case .accepted = try await bench.queue.accept(cancellation) else {
                Issue.record("it was not accepted")
                continue
            }
        }
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
