import Foundation
import QueueProof

/// Every call of every kind fails once under random work, until there is none more to fail.
enum FaultProof {
    /// Works of different seeds in which each call fails.
    private static let works = 24

    static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        let cases = Gathered(0)
        let complaints = Gathered<[String]>([])
        let faults = FaultedRun.Fault.all
        print("faults: seed \(wishes.seed)")
        await Workers.run(faults.count * works) { number in
            let (work, kind) = number.quotientAndRemainder(dividingBy: faults.count)
            var passes = 0
            while true {
                let result = await FaultedRun.run(faults[kind], after: passes, seed: wishes.seed &+ UInt64(work))
                if let complaint = result.complaint {
                    complaints.change { $0.append("seed \(wishes.seed &+ UInt64(work)), \(complaint)") }
                }
                guard result.isHit, result.complaint == nil else { return true }
                cases.change { $0 += 1 }
                passes += 1
            }
        }
        let wrong = complaints.change { $0 }
        for complaint in wrong.prefix(5) { print("WRONG \(complaint)") }
        let seconds = Int(Date().timeIntervalSince(start))
        let result = wrong.isEmpty ? "no false answer" : "\(wrong.count) WRONG"
        print(
            "faults: \(cases.change { $0 }) failing calls of \(faults.count) kinds in \(works) works, \(seconds) s: \(result)"
        )
        return wrong.count
    }
}
