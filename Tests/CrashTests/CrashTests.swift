import Foundation
import Glibc
import TestSupport
import Testing

/// The served program, ended under load again and again: what it answered holds.
@Suite(.serialized)
struct CrashTests {
    /// Of a run's own choice, or as `VAXEL_CRASH_SEED` says, to see a failure again.
    private static let seed =
        ProcessInfo.processInfo.environment["VAXEL_CRASH_SEED"].flatMap(UInt64.init)
        ?? UInt64.random(in: 0...UInt64.max)

    /// Holds the promises against what is there after the last start.
    private func expectSound(_ gateway: LoadedGateway, atLeast count: Int) async throws {
        let (receipts, states) = try await gateway.drain()
        let known = gateway.known
        let seed = "seed \(Self.seed)"
        #expect(known.faults.isEmpty, "\(seed): \(known.faults.prefix(5))")
        #expect(known.acknowledged.count >= count, "\(seed): there was no load")
        #expect(known.acknowledged.isSubset(of: known.offers.keys), "\(seed): an answered message never came")
        let unfinished = states.filter { $0.value != ["completed"] }
        #expect(unfinished.isEmpty, "\(seed): \(unfinished.count) messages are not there once and completed")
        #expect(known.completed.isSubset(of: known.acknowledged), "\(seed)")
        #expect(receipts.count == Set(receipts).count, "\(seed): a completion gave more than one receipt")
        #expect(Set(receipts) == known.acknowledged, "\(seed): receipts and completions differ")
    }

    @Test(.timeLimit(.minutes(2)))
    func `what was answered is there, once and in order, after twenty kills under load`() async throws {
        var random = SeededRandom(seed: Self.seed)
        print("crash test: VAXEL_CRASH_SEED=\(Self.seed)")
        let gateway = try LoadedGateway()
        for _ in 0..<20 {
            let end = try await gateway.run(
                until: SIGKILL, after: .random(in: 1...40, using: &random),
                microseconds: .random(in: 0...5000, using: &random))
            #expect(!end.isByItself && end.status == SIGKILL)
        }
        try await expectSound(gateway, atLeast: 100)
    }

    @Test(.timeLimit(.minutes(1)))
    func `asked to stop under load, it ends with status 0 and has kept what it answered`() async throws {
        var random = SeededRandom(seed: Self.seed &+ 1)
        let gateway = try LoadedGateway()
        for _ in 0..<3 {
            let end = try await gateway.run(
                until: SIGTERM, after: .random(in: 5...40, using: &random),
                microseconds: .random(in: 0...5000, using: &random))
            #expect(end.isByItself && end.status == 0, "seed \(Self.seed)")
        }
        try await expectSound(gateway, atLeast: 15)
    }
}
