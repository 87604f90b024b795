import Testing
import TestSupport

@testable import SnapshotFiles

struct MergePolicyTests {
    private let policy = MergePolicy(tierBytes: 1_000)

    @Test func `four files of one tier are merged with all that are newer`() {
        #expect(policy.due([900, 900, 900], reach: 3) == nil)
        #expect(policy.due([900, 900, 900, 900], reach: 4) == 4)
        #expect(policy.due([900, 900, 3_000, 3_000, 3_000, 3_000, 90_000], reach: 7) == 6)
        #expect(policy.due([900, 900, 3_000, 3_000, 3_000, 90_000], reach: 6) == nil)
    }

    @Test func `all are merged when the newer ones are as large as the oldest`() {
        #expect(policy.due([900, 3_000, 50_000, 53_900], reach: 4) == 4)
        #expect(policy.due([900, 3_000, 50_000, 54_000], reach: 4) == nil)
        #expect(policy.due([900, 900], reach: 2) == nil)
    }

    @Test func `no more than the limit is merged, nor what is out of reach`() {
        let sizes = [900, 900, 900, 900, 3_000, 3_000, 3_000, 3_000, 90_000]
        #expect(policy.due(sizes, reach: 9) == 8)
        #expect(policy.due(sizes, reach: 9, limit: 10_000) == 4)
        #expect(policy.due(sizes, reach: 7) == 4)
        #expect(policy.due(sizes, reach: 3) == nil)
    }

    @Test(arguments: 1...20) func `however files come, few stay and each byte is written a few times`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var sizes: [Int] = []
        var given = 0
        var written = 0
        for _ in 0..<2_000 {
            let size = Int.random(in: 100...1_000, using: &random)
            given += size
            sizes.insert(size, at: 0)
            if let due = policy.due(sizes, reach: sizes.count) {
                sizes.replaceSubrange(..<due, with: [sizes[..<due].reduce(0, +)])
                written += sizes[0]
            } else {
                written += size
            }
            while let due = policy.due(sizes, reach: sizes.count) {
                sizes.replaceSubrange(..<due, with: [sizes[..<due].reduce(0, +)])
                written += sizes[0]
            }
            let tiers = Dictionary(grouping: sizes.dropLast(), by: policy.tier(of:))
            #expect(tiers.allSatisfy { $0.value.count < 4 })
        }
        // 2,000 files of 550 bytes: six tiers.
        #expect(sizes.count <= 12)
        #expect(Double(written) / Double(given) < 7)
    }
}
