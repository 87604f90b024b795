import Foundation
import QueueProof

/// Random histories against the reference queue, in some of which the disk damages messages.
enum ModelProof {
    /// Every so many-th history is one with damage.
    private static let damaged = 4
    /// Of so many histories with damage one start may be refused, on the whole: as a rule none is for what lies before its place.
    private static let historiesPerRefusal = 5

    static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        let steps = Gathered(0)
        let refusals = Gathered(0)
        let failures = Gathered<[UInt64]>([])
        print("model: seed \(wishes.seed)")
        await Workers.run(wishes.histories) { number in
            let seed = wishes.seed &+ UInt64(number)
            let history = await history(number, seed)
            steps.change { $0 += history.steps.count }
            refusals.change { $0 += history.refusals }
            guard history.complaint != nil else { return failures.change { $0.isEmpty } }
            failures.change { $0.append(seed) }
            return false
        }
        let failed = failures.change { $0 }
        if let seed = failed.min() {
            let history = await history(Int(seed &- wishes.seed), seed)
            print("WRONG, seed \(seed):\n\(await history.shrunk().story)")
        }
        let seconds = Int(Date().timeIntervalSince(start))
        let result = failed.isEmpty ? "all as the reference says" : "\(failed.count) WRONG"
        let refused = refusals.change { $0 }
        let isMuch = refused > 5 + wishes.histories / damaged / historiesPerRefusal
        print("  \(refused) starts refused for what was damaged\(isMuch ? ": WRONG" : "")")
        print("model: \(wishes.histories) histories, \(steps.change { $0 }) steps, \(seconds) s: \(result)")
        return failed.count + (isMuch ? 1 : 0)
    }

    private static func history(_ number: Int, _ seed: UInt64) async -> QueueHistory {
        await QueueHistory.random(seed: seed, count: length(of: number), damages: number % damaged == 0)
    }

    /// Steps of a history: few and many by turns.
    private static func length(of number: Int) -> Int { 5 + number % 56 }
}
