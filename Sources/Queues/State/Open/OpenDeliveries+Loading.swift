internal import Messages

extension OpenDeliveries {
    /// Takes over what a snapshot holds, once every link in it is known to lead somewhere and to end.
    ///
    /// - Parameters:
    ///   - header: the header of the snapshot.
    ///   - pages: all its pages in the order of their numbers.
    /// - Throws: when these are no index, or not one index.
    package init(header: [UInt8], pages: [[UInt32]]) throws(RecordDecoder.Mismatch) {
        var decoder = RecordDecoder(header)
        guard try decoder.integer(UInt8.self) == Self.headerVersion else { throw RecordDecoder.Mismatch() }
        let used = Int(try decoder.integer(UInt32.self))
        let firstFree = try decoder.integer(UInt32.self)
        let entries = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.line() }
        try decoder.finish()
        guard let lines = LineTable(entries) else { throw RecordDecoder.Mismatch() }
        let (words, buckets) = try Self.sorted(pages)
        guard words.pages.count == used.divided(by: OpenNodes.nodesPerPage),
            buckets.pages.count == OpenNodes.bucketCount(used: used).divided(by: PagedWords.wordsPerPage)
        else { throw RecordDecoder.Mismatch() }
        let nodes = OpenNodes(words: words, buckets: buckets, used: used, firstFree: firstFree)
        self = try OpenDeliveriesCheck(nodes: nodes, lines: lines).checked()
    }

    /// The pages of nodes and of buckets, each whole.
    private static func sorted(
        _ pages: [[UInt32]]
    ) throws(RecordDecoder.Mismatch) -> (words: PagedWords, buckets: PagedWords) {
        var words: [[UInt32]] = []
        var buckets: [[UInt32]] = []
        words.reserveCapacity(pages.count)
        for (number, page) in pages.enumerated() {
            guard page.count == PagedWords.wordsPerPage else { throw RecordDecoder.Mismatch() }
            switch place(ofPage: number) {
            case .buckets: buckets.append(page)
            case .nodes: words.append(page)
            }
        }
        return (PagedWords(unchanged: words), PagedWords(unchanged: buckets))
    }
}

extension RecordDecoder {
    /// A line of the header.
    fileprivate mutating func line() throws(Mismatch) -> LineTable.Entry {
        guard try flag() else { return LineTable.Entry() }
        guard let destination = Destination(name: try text()) else { throw Mismatch() }
        let id = LineID(destination: destination, isCompulsory: try flag(), isReplay: try flag())
        guard let open = Int(exactly: try integer(UInt64.self)), open > 0 else { throw Mismatch() }
        return LineTable.Entry(id: id, open: open, first: try integer(), last: try integer())
    }
}

extension Int {
    /// How many parts of a size hold so many things.
    fileprivate func divided(by size: Int) -> Int { (self + size - 1) / size }
}
