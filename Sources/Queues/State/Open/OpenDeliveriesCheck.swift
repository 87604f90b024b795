/// Looks through an index that was read from a disk, so that nothing in it can lead us astray or round in circles.
///
/// Checksums keep a disk's errors away; this keeps away pages of different snapshots, and our own mistakes. Every node but
/// those that left is reached exactly once, from its bucket or from the free ones, so that no such way meets another or
/// itself; the same is true of lines, and of lanes because their links lead forth and back.
struct OpenDeliveriesCheck {
    typealias Mismatch = RecordDecoder.Mismatch

    private let nodes: OpenNodes
    private var lines: LineTable
    private var free: NodeSet
    private var inBuckets: NodeSet
    private var inLines: NodeSet
    /// Where ways have led: to nodes in buckets or free, and to nodes in lines.
    private var reached: NodeSet
    private var reachedInLines: NodeSet
    private var earliestReceipts: [UInt64] = []
    private var open = 0
    /// Deliveries to which lanes lead as their first or their last, and those that stand so.
    private var reachedEnds: NodeSet
    private var ends = 0
    /// Deliveries among others that may be offered, and those of them that are their lanes' first.
    private var ready = (among: 0, firsts: 0)

    init(nodes: OpenNodes, lines: LineTable) {
        self.nodes = nodes
        self.lines = lines
        let none = NodeSet(capacity: nodes.used)
        (free, inBuckets, inLines, reached, reachedInLines, reachedEnds) = (none, none, none, none, none, none)
    }

    /// The index, when it is one.
    consuming func checked() throws(Mismatch) -> OpenDeliveries {
        try sortNodes()
        try followBuckets()
        try followLines()
        for page in nodes.words.pages.indices { try followNodes(of: page) }
        guard reached.count == free.count + inBuckets.count, reachedInLines.count == inLines.count,
            reachedEnds.count == ends, ready.among == ready.firsts,
            lines.entries.reduce(0, { $0 &+ $1.open }) == open
        else { throw Mismatch() }
        return OpenDeliveries(nodes: nodes, lines: lines, count: open, earliestReceipts: earliestReceipts)
    }

    /// Notes what each node is, so that what leads to it can be judged.
    private mutating func sortNodes() throws(Mismatch) {
        for (place, page) in nodes.words.pages.enumerated() {
            let first = place * OpenNodes.nodesPerPage
            var earliest = UInt64.max
            for node in max(first, 1)..<max(min(first + OpenNodes.nodesPerPage, nodes.used), 1) {
                let marks = page[(node - first) * OpenNodes.wordsPerNode + OpenNodes.Word.marks.offset]
                guard let kind = OpenNodes.Kind(rawValue: marks & OpenNodes.kindBits) else { throw Mismatch() }
                if marks & OpenNodes.Mark.inLine.bit != 0 { inLines.insert(node) }
                switch kind {
                case .free: free.insert(node)
                case .lane: inBuckets.insert(node)
                case .left: break
                case .alone, .among:
                    inBuckets.insert(node)
                    open += 1
                    if marks & OpenNodes.Mark.receipt.bit != 0 {
                        earliest = min(earliest, nodes.delivery(NodeNumber(node)).message)
                    }
                }
            }
            earliestReceipts.append(earliest)
        }
    }

    private mutating func followBuckets() throws(Mismatch) {
        for bucket in 0..<nodes.bucketCount { try followInBucket(nodes.buckets[bucket], bucket) }
        try followFree(nodes.firstFree)
    }

    private mutating func followLines() throws(Mismatch) {
        for line in lines.entries {
            try followInLine(line.first)
            guard (line.first == 0) == (line.last == 0) else { throw Mismatch() }
            if line.last != 0 {
                guard inLines.contains(line.last), nodes[line.last, .nextInLine] == 0 else { throw Mismatch() }
            }
        }
    }

    private mutating func followNodes(of place: Int) throws(Mismatch) {
        let page = nodes.words.pages[place]
        let first = place * OpenNodes.nodesPerPage
        for number in max(first, 1)..<max(min(first + OpenNodes.nodesPerPage, nodes.used), 1) {
            let words = page[(number - first) * OpenNodes.wordsPerNode..<(number - first + 1) * OpenNodes.wordsPerNode]
            try follow(NodeNumber(number), Node(words))
        }
    }

    /// A node's words.
    private struct Node {
        let marks, inBucket, inLine, fourth, fifth: UInt32
        let kind: OpenNodes.Kind

        init(_ words: ArraySlice<UInt32>) {
            let start = words.startIndex
            marks = words[start + OpenNodes.Word.marks.offset]
            inBucket = words[start + OpenNodes.Word.nextInBucket.offset]
            inLine = words[start + OpenNodes.Word.nextInLine.offset]
            fourth = words[start + OpenNodes.Word.nextInLane.offset]
            fifth = words[start + OpenNodes.Word.previousInLane.offset]
            kind = OpenNodes.Kind(rawValue: marks & OpenNodes.kindBits) ?? .free
        }

        func has(_ mark: OpenNodes.Mark) -> Bool { marks & mark.bit != 0 }
    }

    private mutating func follow(_ number: NodeNumber, _ node: Node) throws(Mismatch) {
        switch node.kind {
        case .free:
            guard node.marks == 0, node.inLine == 0 else { throw Mismatch() }
            return try followFree(node.inBucket)
        case .left:
            guard node.has(.inLine), !node.has(.ready), !node.has(.receipt), node.inBucket == 0 else {
                throw Mismatch()
            }
            return try followInLine(node.inLine)
        case .lane:
            guard node.marks == OpenNodes.Kind.lane.rawValue else { throw Mismatch() }
            try followLane(number, node)
            return try followInBucket(node.inBucket, nodes.bucket(of: number))
        case .alone:
            let line = try checkedLine(of: node)
            if node.has(.ready) { lines[line].ready += 1 }
        case .among:
            try followAmong(number, node)
        }
        guard node.has(.inLine) ? !(node.has(.ready) && node.has(.busy)) : node.inLine == 0 && !node.has(.ready)
        else { throw Mismatch() }
        try followInBucket(node.inBucket, nodes.bucket(of: number))
        try followInLine(node.inLine)
    }

    private mutating func followLane(_ number: NodeNumber, _ lane: Node) throws(Mismatch) {
        let line = try checkedLine(of: lane)
        let (first, last) = (nodes[number, .firstInLane], lane.inLine)
        guard first != last, isAmong(first), isAmong(last), nodes[first, .previousInLane] == 0,
            nodes[last, .nextInLane] == 0, reachedEnds.insert(Int(first)), reachedEnds.insert(Int(last))
        else { throw Mismatch() }
        if nodes.has(.ready, first) {
            ready.firsts += 1
            lines[line].ready += 1
        }
    }

    private mutating func followAmong(_ number: NodeNumber, _ node: Node) throws(Mismatch) {
        let (next, before) = (node.fourth, node.fifth)
        guard next == 0 || isAmong(next) && nodes[next, .previousInLane] == number,
            before == 0 || isAmong(before) && nodes[before, .nextInLane] == number,
            next != 0 || before != 0
        else { throw Mismatch() }
        if next == 0 || before == 0 { ends += 1 }
        if node.has(.ready) { ready.among += 1 }
    }

    private func isAmong(_ node: NodeNumber) -> Bool {
        inBuckets.contains(node) && nodes.kind(of: node) == .among
    }

    /// The line of a delivery alone or of a lane, which must be in use.
    private func checkedLine(of node: Node) throws(Mismatch) -> LineNumber {
        let line = LaneName(low: node.fourth, high: node.fifth).line
        guard line < lines.entries.count, lines[line].id != nil else { throw Mismatch() }
        return line
    }

    private mutating func followFree(_ node: NodeNumber) throws(Mismatch) {
        guard node == 0 || free.contains(node) && reached.insert(Int(node)) else { throw Mismatch() }
    }

    private mutating func followInBucket(_ node: NodeNumber, _ bucket: Int) throws(Mismatch) {
        guard node == 0 || inBuckets.contains(node) && reached.insert(Int(node)) && nodes.bucket(of: node) == bucket
        else { throw Mismatch() }
    }

    private mutating func followInLine(_ node: NodeNumber) throws(Mismatch) {
        guard node == 0 || inLines.contains(node) && reachedInLines.insert(Int(node)) else { throw Mismatch() }
    }
}
