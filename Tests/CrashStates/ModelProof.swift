import Foundation
import QueueProof

/// Random histories against the reference queue.
enum ModelProof {
    static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        let steps = Gathered(0)
        let failures = Gathered<[UInt64]>([])
        print("model: seed \(wishes.seed)")
        await Workers.run(wishes.histories) { number in
            let seed = wishes.seed &+ UInt64(number)
            let history = await QueueHistory.random(seed: seed, count: length(of: number))
            steps.change { $0 += history.steps.count }
            guard history.complaint != nil else { return failures.change { $0.isEmpty } }
            failures.change { $0.append(seed) }
            return false
        }
        let failed = failures.change { $0 }
        if let seed = failed.min() {
            let history = await QueueHistory.random(seed: seed, count: length(of: Int(seed &- wishes.seed)))
            print("WRONG, seed \(seed):\n\(await history.shrunk().story)")
        }
        let seconds = Int(Date().timeIntervalSince(start))
        let result = failed.isEmpty ? "all as the reference says" : "\(failed.count) WRONG"
        print("model: \(wishes.histories) histories, \(steps.change { $0 }) steps, \(seconds) s: \(result)")
        return failed.count
    }

    /// Steps of a history: few and many by turns.
    private static func length(of number: Int) -> Int { 5 + number % 56 }
}
