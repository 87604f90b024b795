import Testing
import TestSupport

@testable import SnapshotFiles

struct PagePolicyTests {
    @Test func `files that are not used are left, and nothing else while few pages are holes`() {
        let files = [PagePolicy.File(slots: 10, used: 0), .init(slots: 10, used: 8), .init(slots: 10, used: 6)]
        #expect(PagePolicy.left(of: files, changed: 3, pagesPerFile: 10) == [0])
    }

    @Test func `when more than half are holes the emptiest file is left`() {
        let files = [PagePolicy.File(slots: 10, used: 2), .init(slots: 10, used: 3), .init(slots: 10, used: 1)]
        #expect(PagePolicy.left(of: files, changed: 1, pagesPerFile: 10) == [0, 2])
    }

    @Test func `many small files are gathered`() {
        let small = [PagePolicy.File](repeating: .init(slots: 2, used: 2), count: 50)
        let left = PagePolicy.left(of: small + [.init(slots: 100, used: 100)], changed: 1, pagesPerFile: 100)
        #expect(left.count > 30)
        #expect(!left.contains(50))
    }

    @Test(arguments: 1...2) func `a change of a few pages writes a few pages, whatever has been before`(
        seed: UInt64
    ) {
        var random = SeededRandom(seed: seed)
        let count = 1_000
        let perFile = 100
        // A page's file, and each file's number of pages.
        var place = (0..<count).map { $0 / perFile }
        var slots = [Int: Int](uniqueKeysWithValues: (0..<count / perFile).map { ($0, perFile) })
        var next = slots.count
        var written = 0
        var most = 0
        for _ in 0..<300 {
            let changed = Set((0..<5).map { _ in Int.random(in: 0..<count, using: &random) })
            let numbers = slots.keys.sorted()
            var used: [Int: Int] = [:]
            for page in place.indices where !changed.contains(page) { used[place[page], default: 0] += 1 }
            let files = numbers.map { PagePolicy.File(slots: slots[$0] ?? 0, used: used[$0] ?? 0) }
            let left = Set(
                PagePolicy.left(of: files, changed: changed.count, pagesPerFile: perFile).map { numbers[$0] })
            let moved = place.indices.filter { changed.contains($0) || left.contains(place[$0]) }
            for page in moved { place[page] = next }
            for number in left { slots[number] = nil }
            slots[next] = moved.count
            next += 1
            written += moved.count
            most = max(most, moved.count)
            #expect(slots.values.reduce(0, +) <= 2 * count)
            #expect(slots.count <= 32 + 2 * count / perFile + 1)
        }
        #expect(Double(written) / 1_500 < 3.5)
        #expect(most <= 150)
    }
}
