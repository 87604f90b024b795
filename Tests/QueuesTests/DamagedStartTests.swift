import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Starts that find records behind the snapshot about messages which the disk has damaged.
struct DamagedStartTests {
    enum Step: CaseIterable {
        case offered, returned, completed, died, discarded, redriven, expired
    }

    /// Takes a step with `m1` behind a snapshot.
    private func bench(_ step: Step) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        for name in ["m1", "m2"] { try await DamagedBench.accept(name, bench) { $0.isReceipt = step == .expired } }
        if [.discarded, .redriven].contains(step) {
            #expect(try await bench.lease("a") == ["m1"])
            _ = try await bench.reject("m1 at a", permanent: true)
        }
        try await bench.queue.takeSnapshot()
        await bench.queue.keeper?.idle()
        let covered = bench.queue.keeper?.coveredThrough
        if [.offered, .returned, .completed, .died].contains(step) { #expect(try await bench.lease("a") == ["m1"]) }
        switch step {
        case .offered: break
        case .returned: _ = try await bench.reject("m1 at a", permanent: false)
        case .completed: _ = try await bench.complete("m1 at a")
        case .died: _ = try await bench.reject("m1 at a", permanent: true)
        case .discarded:
            let id = try #require(bench.deliveries["m1 at a"])
            #expect(try await bench.queue.discard(id, by: .tester, reason: "not needed") == .discarded)
        case .redriven:
            let id = try #require(bench.deliveries["m1 at a"])
            #expect(try await bench.queue.retryDeadLetter(id, by: .tester) == .redriven)
        case .expired:
            bench.time.advance(seconds: 61)
            #expect(try await bench.queue.expireReceipts(after: 60) == 2)
        }
        await bench.queue.keeper?.idle()
        try #require(bench.queue.keeper?.coveredThrough == covered)
        return bench
    }

    private func expected(_ step: Step) -> Conservation {
        var counts = Conservation()
        (counts.created, counts.waiting) = (4, 3)
        switch step {
        case .offered, .returned: counts.waiting = 4
        case .completed: counts.completed = 1
        case .died, .redriven: counts.dead = 1
        case .discarded: counts.discarded = 1
        case .expired: (counts.waiting, counts.expired) = (2, 2)
        }
        return counts
    }

    @Test(arguments: Step.allCases) func `it goes on, and what became of the message is kept`(step: Step) async throws {
        let bench = try await bench(step)
        try await DamagedBench.crash(damaging: ["m1"], bench)
        #expect(bench.queue.startReport.snapshot != nil && bench.queue.startReport.passedOver > 0)
        #expect(bench.queue.failure == nil && bench.queue.conservation() == expected(step))
        let isLost = [.offered, .returned].contains(step)
        if step != .expired {
            #expect(try await bench.lease("a") == ["m2"])
            #expect(try await bench.complete("m2 at a") == .settled)
        }
        let letters = await bench.queue.deadLetters(limit: 9).lost.map(\.message)
        #expect(letters == (isLost || step == .died ? [QueueFixture.id("m1")] : []))
        for isClosed in [false, true, true] {
            if isClosed { await bench.queue.close() }
            try await DamagedBench.crash(damaging: [], bench)
            let counts = bench.queue.conservation()
            #expect(counts.difference == 0 && counts.dead == (isLost ? 1 : expected(step).dead))
            #expect(await bench.queue.deadLetters(limit: 9).lost.map(\.message) == letters)
        }
    }

    @Test(arguments: [Step.completed, .discarded, .died])
    func `a message that is put back tells how it ended, and is offered to nobody`(step: Step) async throws {
        let bench = try await bench(step)
        try await DamagedBench.crash(damaging: ["m1"], bench)
        try await DamagedBench.restart(damaging: ["m1"], bench)
        let delivery = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first)
        switch step {
        case .completed: #expect(delivery.state == .completed)
        case .discarded: #expect(delivery.state == .discarded)
        default: #expect(delivery.state == .dead && delivery.death == .unreadable)
        }
        #expect(try await bench.lease("a") == ["m2"])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test(arguments: [Step.discarded, .died, .completed])
    func `who comes behind one that was put aside is told that it is missing, at every start`(step: Step) async throws {
        let bench = try await bench(step)
        if step == .died {
            let covered = bench.queue.keeper?.coveredThrough
            let id = try #require(bench.deliveries["m1 at a"])
            #expect(try await bench.queue.discard(id, by: .tester, reason: "not needed") == .discarded)
            await bench.queue.keeper?.idle()
            try #require(bench.queue.keeper?.coveredThrough == covered)
        }
        try await DamagedBench.crash(damaging: ["m1"], bench)
        let missing = step == .completed ? [] : [QueueFixture.id("m1")]
        for isClosed in [false, true, true] {
            let leased = try await bench.queue.lease(
                from: [QueueFixture.destination("a")], by: .tester, maximum: 9, duration: 60)
            #expect(leased.map(\.facts.message) == [QueueFixture.id("m2")])
            #expect(leased.map(\.missingBefore) == [missing])
            let counts = bench.queue.conservation()
            #expect(counts.difference == 0 && counts.dead == 0 && counts.discarded == missing.count)
            if isClosed { await bench.queue.close() }
            try await DamagedBench.crash(damaging: [], bench)
        }
    }

    @Test func `an old damage keeps no start from listing other types than before`() async throws {
        let bench = try await QueueFixture()
        for name in ["m1", "m2"] { try await DamagedBench.accept(name, bench) }
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.complete("m1 at a")
        await bench.queue.close()
        try await DamagedBench.crash(damaging: ["m1"], bench, listing: ["GeneralMessage"])
        let sequences = bench.queue.guarded.withLock { $0.state.listed }
        let listed = bench.queue.guarded.withLock { guarded in
            sequences.compactMap { guarded.state.messages[$0]?.head.id }
        }
        #expect(listed == ["m1-", "m2", "m2-"].map { QueueFixture.id($0) })
    }
}
