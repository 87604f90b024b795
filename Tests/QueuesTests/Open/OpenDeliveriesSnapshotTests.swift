import Messages
import TestSupport
import Testing

@testable import Queues

/// What the index of open deliveries hands over to a snapshot, and takes from one.
struct OpenDeliveriesSnapshotTests {
    private typealias Image = OpenDeliveriesTrial.Image

    @Test func `only pages that changed are handed over`() throws {
        var index = try OpenFixture.index(50_000)
        let all = index.takeChanges()
        #expect(all.pages.count == all.pageCount)
        #expect(index.takeChanges().pages.isEmpty)
        let lane = try OpenFixture.lane(20_000)
        _ = index.remove(OpenFixture.id(20_001), from: lane)
        #expect(index.changedBytes < 200_000)
        // Its own page, one of whoever stood before it in its bucket, of the bucket, and of nodes in line that were looked at.
        #expect((1...4).contains(index.takeChanges().pages.count))
    }

    @Test func `pages handed over stay as they were while the index goes on`() throws {
        var index = try OpenFixture.index(3_000, perLane: 3)
        let image = OpenFixture.image(of: index)
        let copy = image.pages
        for number in 1...UInt64(3_000) {
            _ = index.remove(OpenFixture.id(number), from: try OpenFixture.lane((number - 1) / 3))
        }
        #expect(image.pages == copy)
        #expect(try OpenDeliveries(header: image.header, pages: image.pages).count == 3_000)
    }

    @Test func `what could not be written is handed over again`() throws {
        var index = try OpenFixture.index(20_000)
        var image = OpenFixture.image(of: index)
        _ = index.takeChanges()
        _ = index.remove(OpenFixture.id(5), from: try OpenFixture.lane(4))
        let lost = index.takeChanges()
        _ = index.remove(OpenFixture.id(15_000), from: try OpenFixture.lane(14_999))
        index.putBack(lost)
        image.apply(index.takeChanges())
        let loaded = try OpenDeliveries(header: image.header, pages: image.pages)
        #expect(loaded.count == 19_998)
        #expect(!loaded.contains(OpenFixture.id(5), in: try OpenFixture.lane(4)))
    }

    @Test func `an index without deliveries comes back as one`() throws {
        var index = OpenDeliveries()
        let changes = index.takeChanges()
        #expect(changes.pageCount == 0)
        var loaded = try OpenDeliveries(header: changes.header, pages: [])
        #expect(loaded.append(OpenFixture.id(1), to: try OpenFixture.lane(1), isReceipt: false))
    }

    @Test func `a header or pages of another make are refused`() throws {
        let image = OpenFixture.image(of: try OpenFixture.index(2_000))
        let changes: [(what: String, change: (inout Image) -> Void)] = [
            ("another version", { $0.header[0] = 2 }),
            ("a short header", { $0.header.removeLast() }),
            ("a long header", { $0.header.append(0) }),
            ("too few pages", { $0.pages.removeLast() }),
            ("too many pages", { $0.pages.append($0.pages[0]) }),
            ("a short page", { $0.pages[1].removeLast() }),
            ("pages of nodes out of order", { $0.pages.swapAt(1, 2) }),
            ("nodes for buckets", { $0.pages.swapAt(0, 1) }),
        ]
        _ = try OpenDeliveries(header: image.header, pages: image.pages)
        for (what, change) in changes {
            var changed = image
            change(&changed)
            let loaded = try? OpenDeliveries(header: changed.header, pages: changed.pages)
            #expect(loaded == nil, "\(what)")
        }
    }

    @Test(arguments: 1...60)
    func `a changed word is noticed or does no harm`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var index = try OpenFixture.index(1_500, perLane: Int(seed % 3) + 1)
        for number in stride(from: UInt64(1), to: 1_500, by: 7) {
            _ = index.remove(OpenFixture.id(number), from: try OpenFixture.lane((number - 1) / (seed % 3 + 1)))
        }
        let image = OpenFixture.image(of: index)
        for round in 0..<40 {
            var changed = image
            let page = Int.random(in: changed.pages.indices, using: &random)
            let place = Int.random(in: 0..<PagedWords.wordsPerPage, using: &random)
            let bit = UInt32.random(in: 0..<32, using: &random)
            changed.pages[page][place] ^= round % 2 == 0 ? 1 << bit : UInt32.random(in: 1...3_000, using: &random)
            guard var loaded = try? OpenDeliveries(header: changed.header, pages: changed.pages) else { continue }
            // Links are all noticed; what is left is the name of something, or a mark that tells the truth about another.
            #expect(!isLink(place, onPage: page, of: index), "seed \(seed), page \(page), word \(place)")
            try exercise(&loaded, of: seed)
        }
    }

    /// Whether a word of a page is a link from a bucket, in a bucket, or among the free nodes.
    private func isLink(_ place: Int, onPage page: Int, of index: OpenDeliveries) -> Bool {
        if page == 0 { return place < index.nodes.bucketCount }
        let node = (page - 1) * OpenNodes.nodesPerPage + place / OpenNodes.wordsPerNode
        return place % OpenNodes.wordsPerNode == OpenNodes.Word.nextInBucket.offset
            && (1..<index.nodes.used).contains(node)
    }

    /// Everything that can be done, to the end.
    private func exercise(_ index: inout OpenDeliveries, of seed: UInt64) throws {
        let line = try OpenFixture.lane(0).line
        _ = index.receipts(through: .max, maximum: 100)
        for number in 1...UInt64(1_500) {
            let lane = try OpenFixture.lane((number - 1) / (seed % 3 + 1))
            index.setBusy(number % 5 == 0, OpenFixture.id(number), in: lane)
            _ = index.deliveries(in: lane)
            if number % 2 == 0 { _ = index.remove(OpenFixture.id(number), from: lane) }
            _ = index.append(OpenFixture.id(number + 5_000), to: lane, isReceipt: false)
            _ = index.lineUp(lane)
        }
        var passed = 0
        while index.popFirst(of: line) != nil { passed += 1 }
        #expect(passed < 10_000)
        _ = index.takeChanges()
    }
}
