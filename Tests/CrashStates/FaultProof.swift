import Foundation
import QueueProof

/// Every call of every kind fails once under random work, until there is none more to fail.
enum FaultProof {
    static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        let cases = Gathered(0)
        let complaints = Gathered<[String]>([])
        let faults = FaultedRun.Fault.all
        print("faults: seed \(wishes.seed)")
        await Workers.run(faults.count) { number in
            var passes = 0
            while true {
                let result = await FaultedRun.run(faults[number], after: passes, seed: wishes.seed)
                if let complaint = result.complaint { complaints.change { $0.append(complaint) } }
                guard result.isHit, result.complaint == nil else { return true }
                cases.change { $0 += 1 }
                passes += 1
            }
        }
        let wrong = complaints.change { $0 }
        for complaint in wrong { print("WRONG \(complaint)") }
        let seconds = Int(Date().timeIntervalSince(start))
        let result = wrong.isEmpty ? "no false answer" : "\(wrong.count) WRONG"
        print("faults: \(cases.change { $0 }) failing calls of \(faults.count) kinds, \(seconds) s: \(result)")
        return wrong.count
    }
}
