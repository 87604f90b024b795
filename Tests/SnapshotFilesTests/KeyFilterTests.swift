import Testing
import TestSupport

@testable import SnapshotFiles

struct KeyFilterTests {
    /// Keys by number: as sequence numbers come, or as keyed hashes do.
    private static func key(_ number: UInt64, isRandom: Bool) -> TableKey {
        guard isRandom else { return TableKey(number) }
        var random = SeededRandom(seed: number)
        return TableKey(high: random.next(), low: random.next())
    }

    /// Of a hundred thousand keys that are not there, the share that may be.
    private func rate(_ filter: KeyFilter, isRandom: Bool) -> Double {
        let asked = 100_000
        let hits = (0..<asked).count {
            filter.mayContain(KeyHash(Self.key(1 << 40 + UInt64($0), isRandom: isRandom)))
        }
        return Double(hits) / Double(asked)
    }

    @Test(arguments: [1, 20, 1_000, 200_000], [false, true])
    func `a key that is there may always be there, and one that is not seldom`(count: Int, isRandom: Bool) {
        var filter = KeyFilter(expecting: count)
        for number in 0..<count { filter.insert(KeyHash(Self.key(UInt64(number), isRandom: isRandom))) }
        #expect((0..<count).allSatisfy { filter.mayContain(KeyHash(Self.key(UInt64($0), isRandom: isRandom))) })
        #expect(rate(filter, isRandom: isRandom) < 0.008)
        #expect(filter.byteCount <= max(32, 2 * count))
    }

    @Test(arguments: [100_000, 60_000, 40_000, 5_001, 37, 1])
    func `a filter made for more keys than came is folded to two bytes a key`(count: Int) {
        var filter = KeyFilter(expecting: 100_000)
        for number in 0..<count { filter.insert(KeyHash(TableKey(UInt64(number)))) }
        filter.fold(to: count)
        #expect(filter.byteCount <= max(32, 2 * count))
        #expect((0..<count).allSatisfy { filter.mayContain(KeyHash(TableKey(UInt64($0)))) })
        #expect(rate(filter, isRandom: true) < 0.03)
    }

    @Test(arguments: [0, 3, 1_000]) func `a filter comes back from its bytes`(folded: Int) throws {
        var filter = KeyFilter(expecting: 3_000)
        for number in 0..<UInt64(folded) { filter.insert(KeyHash(TableKey(number))) }
        if folded > 0 { filter.fold(to: folded) }
        let read = try #require(
            KeyFilter(range: filter.range, folds: filter.folds, bytes: filter.encoded()))
        for number in 0..<UInt64(5_000) {
            let hash = KeyHash(TableKey(number))
            #expect(read.mayContain(hash) == filter.mayContain(hash))
        }
        #expect(KeyFilter(range: filter.range, folds: filter.folds, bytes: filter.encoded() + [0]) == nil)
        #expect(KeyFilter(range: 0, folds: 0, bytes: []) == nil)
    }
}
