import DurableLog
import LinuxSystem
import Messages
import TestSupport
import Testing

@testable import Queues

/// What of the figures is about compulsory care, whatever happens to it, and over starts.
struct RestrictedFiguresTests {
    private func accept(_ bench: QueueFixture, _ name: String, isCompulsory: Bool) async throws {
        var message = try QueueFixture.message(name, for: ["a"], lane: name)
        message.isCompulsory = isCompulsory
        _ = try await bench.queue.accept(message)
        bench.time.advance(seconds: 1)
    }

    private func figures(_ bench: QueueFixture) throws -> (
        usual: QueueFigures, whole: QueueFigures, restricted: RestrictedFigures
    ) {
        let destination = try QueueFixture.destination("a")
        return (
            try #require(bench.queue.figures(of: [destination], sparingCompulsoryAt: [destination]).first),
            try #require(bench.queue.figures(of: [destination]).first), bench.queue.restrictedFigures(of: [destination])
        )
    }

    @Test(arguments: [false, true]) func `each state of compulsory care is left out, and adds up with the rest`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        let started = Timestamp(microseconds: bench.wall.clock.wallMicroseconds())
        for number in 1...6 { try await accept(bench, "c\(number)", isCompulsory: true) }
        for number in 1...2 { try await accept(bench, "u\(number)", isCompulsory: false) }
        try await bench.lease("a", maximum: 20)
        _ = try await bench.complete("c1 at a")
        _ = try await bench.reject("c2 at a", permanent: true)
        _ = try await bench.reject("c3 at a", permanent: false)
        _ = try await bench.reject("u1 at a", permanent: true)
        if crashes { for _ in 0..<2 { try await bench.crash() } }
        let (usual, whole, restricted) = try figures(bench)
        #expect(usual.depth == 1 && usual.counts.dead == 1 && usual.counts.retrying == 0)
        #expect(usual.counts.leased == (crashes ? 0 : 1) && usual.counts.waiting == (crashes ? 1 : 0))
        #expect(usual.oldestAvailableAt == started.adding(seconds: 7))
        #expect(whole.depth == 5 && whole.oldestAvailableAt == started.adding(seconds: 2))
        #expect(restricted.depth == 4)
        #expect(usual.volume.heldBytes + restricted.volume.heldBytes == whole.volume.heldBytes)
        #expect(usual.volume.heldBytes > 0 && restricted.volume.heldBytes > usual.volume.heldBytes)
        #expect(usual.volume.bytesPerDay < whole.volume.bytesPerDay)
    }

    @Test(arguments: [false, true]) func `what has gone is counted no more`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        for number in 1...6 { try await accept(bench, "c\(number)", isCompulsory: true) }
        try await bench.lease("a", maximum: 20)
        if crashes {
            try await bench.crash()
            try await bench.lease("a", maximum: 20)
        }
        for number in 1...6 { _ = try await bench.complete("c\(number) at a") }
        let (usual, whole, restricted) = try figures(bench)
        #expect(usual.depth == 0 && usual.oldestAvailableAt == nil && whole.depth == 0)
        #expect(restricted.depth == 0 && restricted.volume.heldBytes == 0 && usual.volume.heldBytes == 0)
    }

    @Test(arguments: [false, true]) func `a replay tells of its usual care alone`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        for number in 1...3 { try await accept(bench, "c\(number)", isCompulsory: true) }
        for number in 1...2 { try await accept(bench, "u\(number)", isCompulsory: false) }
        for name in try await bench.lease("a", maximum: 20) { _ = try await bench.complete("\(name) at a") }
        _ = try await queue.replay(
            ReplayOrder(
                destination: destination, from: Timestamp(microseconds: 0),
                to: Timestamp(microseconds: bench.wall.clock.wallMicroseconds()), by: .tester, reason: "prov"))
        _ = try await queue.advanceReplays()
        try await bench.lease("a", maximum: 20)
        _ = try await bench.complete("c1 at a")
        if crashes { for _ in 0..<2 { try await bench.crash() } }
        let (usual, whole, restricted) = try figures(bench)
        #expect(whole.replay?.released == 5 && whole.replay?.completed == 1)
        #expect(usual.replay?.released == 2 && usual.replay?.completed == 0 && usual.replay?.open == 2)
        #expect(restricted.replayOpen == 2)
    }

    @Test(arguments: [false, true])
    func `a replay tells of its usual care alone what retention has dropped of it`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        let (queue, destination) = (bench.queue, try QueueFixture.destination("a"))
        for number in 1...3 { try await accept(bench, "c\(number)", isCompulsory: true) }
        for number in 1...2 { try await accept(bench, "u\(number)", isCompulsory: false) }
        for name in try await bench.lease("a", maximum: 20) { _ = try await bench.complete("\(name) at a") }
        _ = try await queue.journal.seal(ifBegunBefore: .max)
        for _ in 0..<2 { try await queue.takeSnapshot() }
        let extent = try #require(queue.journal.extents.first)
        _ = try queue.journal.rewrite(extent.first) { stored in
            guard case .accepted(var message, let time)? = try? QueueRecord.decode(kind: stored.kind, stored.body)
            else {
                return .dropped
            }
            message.payload = []
            return .body(QueueRecord.accepted(message, at: time).encoded())
        }
        _ = try await queue.replay(
            ReplayOrder(
                destination: destination, from: Timestamp(microseconds: 0),
                to: Timestamp(microseconds: bench.wall.clock.wallMicroseconds()), by: .tester, reason: "prov"))
        _ = try await queue.advanceReplays()
        if crashes { for _ in 0..<2 { try await bench.crash() } }
        let (usual, whole, _) = try figures(bench)
        #expect(whole.replay?.dropped == 5 && usual.replay?.dropped == 2 && usual.replay?.endedAt != nil)
    }

    @Test func `the oldest of the rest is found second by second`() {
        let whole = AgeHistogram([
            .init(number: 1, first: 5, count: 2), .init(number: 3, first: 7, count: 1),
            .init(number: 9, first: 1, count: 4),
        ])
        #expect(whole.oldest(without: AgeHistogram()) == Timestamp(microseconds: 1_000_005))
        #expect(
            whole.oldest(without: AgeHistogram([.init(number: 1, first: 5, count: 2)]))
                == Timestamp(microseconds: 3_000_007))
        // Of a second in which both are, its beginning.
        #expect(
            whole.oldest(without: AgeHistogram([.init(number: 1, first: 5, count: 1)]))
                == Timestamp(microseconds: 1_000_000))
        #expect(
            whole.oldest(
                without: AgeHistogram([
                    .init(number: 1, first: 5, count: 2), .init(number: 3, first: 7, count: 1),
                    .init(number: 9, first: 2, count: 3),
                ])) == Timestamp(microseconds: 9_000_001))
        #expect(whole.oldest(without: whole) == nil)
    }
}
