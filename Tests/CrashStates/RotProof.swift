import Foundation
import QueueProof
import TestSupport

/// A small store, harmed in every way at every place: what was acknowledged before a mark is never missed silently.
enum RotProof {
    static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        print("rot: seed \(wishes.seed)")
        guard let store = await RottenStore.make(seed: wishes.seed) else {
            print("rot: the store could not be made")
            return 1
        }
        let harms = store.harms()
        let tally = Gathered<[String: Int]>([:])
        let misses = Gathered<[String]>([])
        await Workers.run(harms.count) { number in
            let verdict = await store.judge(harms[number])
            tally.change { $0["\(harms[number].kind): \(verdict.text)", default: 0] += 1 }
            if verdict.isMiss { misses.change { $0.append("\(harms[number]): \(verdict.text)") } }
            return true
        }
        let stale = await StalePage.judge()
        tally.change { $0["stale page: \(stale.text)", default: 0] += 1 }
        if stale.isMiss { misses.change { $0.append("a stale page: \(stale.text)") } }
        for (text, count) in tally.change({ $0 }).sorted(by: { $0.key < $1.key }) { print("  \(text): \(count)") }
        let missed = misses.change { $0 }
        for miss in missed.prefix(5) { print("MISSED \(miss)") }
        let seconds = Int(Date().timeIntervalSince(start))
        print("rot: \(harms.count) harms, \(seconds) s: \(missed.isEmpty ? "all noticed" : "\(missed.count) MISSED")")
        return missed.count
    }
}
