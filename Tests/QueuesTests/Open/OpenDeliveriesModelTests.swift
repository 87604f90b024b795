import Messages
import Testing

@testable import Queues

/// Random histories of the index of open deliveries against plain lists.
struct OpenDeliveriesModelTests {
    private typealias Step = OpenDeliveriesTrial.Step

    @Test(arguments: 0..<40)
    func `ten thousand short histories come out as the lists say`(part: UInt64) throws {
        for seed in part * 250..<part * 250 + 250 {
            let steps = OpenDeliveriesTrial.steps(seed: seed, count: 80)
            guard let failure = failure(of: steps, seed: seed) else { continue }
            Issue.record("seed \(seed): \(failure); in short: \(shrunk(steps, seed: seed))")
            return
        }
    }

    @Test(arguments: 1...8)
    func `long histories over many pages come out as the lists say`(seed: UInt64) throws {
        let steps = OpenDeliveriesTrial.steps(seed: seed, count: 220, many: true)
        let failure = failure(of: steps, seed: seed, laneCount: seed % 2 == 0 ? 30 : 3_000)
        #expect(failure == nil, "seed \(seed)")
    }

    private func failure(of steps: [Step], seed: UInt64, laneCount: Int? = nil) -> String? {
        do {
            // Sequence numbers on both sides of what 32 bits hold.
            let first = seed % 3 == 0 ? 1 << 32 - 20 : seed &* 7_919 % (1 << 40 - 100_000)
            var trial = try OpenDeliveriesTrial(laneCount: laneCount ?? Int(seed % 12) + 1, firstSequence: first)
            return try trial.run(steps)
        } catch {
            return "\(error)"
        }
    }

    /// Fewer steps that still fail: what can be left out is left out, in large pieces first.
    private func shrunk(_ steps: [Step], seed: UInt64) -> [Step] {
        var steps = steps
        var piece = steps.count / 2
        while piece > 0 {
            var start = 0
            while start < steps.count {
                var fewer = steps
                fewer.removeSubrange(start..<min(start + piece, steps.count))
                if failure(of: fewer, seed: seed) != nil { steps = fewer } else { start += piece }
            }
            piece /= 2
        }
        return steps
    }
}
