import Foundation
import QueueProof
import TestSupport

/// A small store, harmed in every way at every place: what was acknowledged before a mark is never missed silently.
enum RotProof {
    static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        print("rot: seed \(wishes.seed)")
        let tally = Gathered(Tally())
        for part in RottenStore.Part.allCases {
            guard let store = await RottenStore.make(seed: wishes.seed, harming: part) else {
                print("rot: the store could not be made")
                return 1
            }
            print(
                "  \(part): "
                    + store.bytes.sorted { $0.key < $1.key }.map { "\($1) bytes \($0)" }.joined(separator: ", "))
            let harms = store.harms()
            await Workers.run(harms.count) { number in
                let verdict = await store.judge(harms[number])
                tally.change { $0.note(verdict, "\(part): \(harms[number].kind)", "\(harms[number])") }
                return true
            }
        }
        for page in StalePage.all {
            let verdict = await page.judge()
            tally.change { $0.note(verdict, "stale page", "\(page)") }
        }
        return tally.change { tally in
            for (text, count) in tally.counts.sorted(by: { $0.key < $1.key }) { print("  \(text): \(count)") }
            for miss in tally.misses.prefix(5) { print("MISSED \(miss)") }
            let harms = tally.counts.values.reduce(0, +)
            let seconds = Int(Date().timeIntervalSince(start))
            let result = tally.misses.isEmpty ? "all noticed" : "\(tally.misses.count) MISSED"
            print("rot: \(harms) harms, \(seconds) s: \(result)")
            return tally.misses.count
        }
    }

    private struct Tally: Sendable {
        var counts: [String: Int] = [:]
        var misses: [String] = []

        mutating func note(_ verdict: RottenStore.Verdict, _ kind: String, _ harm: String) {
            counts["\(kind): \(verdict.text)", default: 0] += 1
            if verdict.isMiss { misses.append("\(harm): \(verdict.text)") }
        }
    }
}
