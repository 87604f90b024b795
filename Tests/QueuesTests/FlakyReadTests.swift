import Glibc
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Reads that the disk refuses while something is done with messages that are in memory no more: that is the call's failure.
struct FlakyReadTests {
    enum Step: CaseIterable {
        case complete, renew, lapse, retry, discard, redrive, expire
    }

    /// Queues in which a step may be taken with `m1`, which is not in memory.
    private func bench(for step: Step) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        var message = try QueueFixture.message("m1", for: ["a"])
        message.isReceipt = step == .expire
        _ = try await bench.queue.accept(message)
        if step != .expire { #expect(try await bench.lease("a") == ["m1"]) }
        switch step {
        case .discard, .redrive: _ = try await bench.reject("m1 at a", permanent: true)
        case .retry: _ = try await bench.reject("m1 at a", permanent: false)
        case .complete, .renew, .lapse, .expire: break
        }
        let sequence = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.sequence)
        for name in ["n1", "n2", "n3", "n4", "n5", "n6"] { try await bench.accept(name, for: ["b"], lane: name) }
        await bench.queue.keeper?.idle()
        try #require(bench.queue.guarded.withLock { !$0.state.messages.isInMemory(sequence) })
        if [.lapse, .retry, .expire].contains(step) { bench.time.advance(seconds: 61) }
        return bench
    }

    /// Whether the step was taken.
    private func take(_ step: Step, _ bench: QueueFixture) async throws -> Bool {
        switch step {
        case .complete: return try await bench.complete("m1 at a") == .settled
        case .renew:
            let lease = try #require(bench.leases["m1 at a"])
            if case .renewed = try bench.queue.renew(lease, by: .tester, duration: 600) { return true }
            return false
        case .lapse: return try await bench.queue.settleLapsed { _ in nil } == 1
        case .retry: return try await bench.lease("a") == ["m1"]
        case .expire: return try await bench.queue.expireReceipts(after: 60) == 1
        case .discard, .redrive:
            let id = try #require(bench.deliveries["m1 at a"])
            if step == .redrive { return try await bench.queue.retryDeadLetter(id, by: .tester) == .redriven }
            return try await bench.queue.discard(id, by: .tester, reason: "not needed") == .discarded
        }
    }

    /// From the first read on, from the second on, and so forth, until all that is read is had.
    @Test(arguments: Step.allCases) func `no refused read stops the queues, and what is said to be done is done`(
        step: Step
    ) async throws {
        for passes in 0..<12 {
            let bench = try await bench(for: step)
            bench.storage.fail(.read, after: passes, with: EIO, forever: true)
            let isTaken = (try? await take(step, bench)) ?? false
            bench.storage.mend()
            #expect(bench.queue.failure == nil, "after \(passes) reads")
            bench.time.advance(seconds: 64)
            if isTaken, step == .renew {
                #expect(try await bench.queue.settleLapsed { _ in nil } == 0, "after \(passes) reads")
            }
            if !isTaken, step != .renew { #expect(try await take(step, bench), "after \(passes) reads") }
            let counts = bench.queue.conservation()
            #expect(counts.difference == 0 && counts.waiting >= 6)
        }
    }
}
