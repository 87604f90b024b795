/// Looks through an index that was read from a disk, so that nothing in it can lead us astray or round in circles.
///
/// Checksums keep a disk's errors away; this keeps away pages of different snapshots, and our own mistakes. What links lead
/// to must be what is there: each node found by its name is led to once, out of its own bucket; each free one once; each one
/// in line once; and lanes are linked forth as they are linked back. So no two ways meet, and every way ends.
///
/// The nodes are gone through once, in order: each link is added to a sum as one scrambled number, and what it must lead to
/// is subtracted as the same. A sum that is 0 in the end with a link gone astray is as unlikely as a guess of 64 bits.
struct OpenDeliveriesCheck {
    typealias Mismatch = RecordDecoder.Mismatch

    /// What links lead to, less what is there.
    private struct Balance {
        var buckets: UInt64 = 0
        var free: UInt64 = 0
        var lines: UInt64 = 0
        var lanes: UInt64 = 0
        var firsts: UInt64 = 0
        var lasts: UInt64 = 0

        var isEven: Bool { buckets | free | lines | lanes | firsts | lasts == 0 }
    }

    private let nodes: OpenNodes
    private var lines: LineTable
    private let isLine: [Bool]
    /// Deliveries that may be offered, by line.
    private var ready: [Int]
    private var balance = Balance()
    private var earliestReceipts: [UInt64] = []
    private var open = 0
    /// Deliveries among others that may be offered, less the lanes whose first may be.
    private var readyAmong = 0

    init(nodes: OpenNodes, lines: LineTable) {
        self.nodes = nodes
        self.lines = lines
        isLine = lines.entries.map { $0.id != nil }
        ready = Array(repeating: 0, count: lines.entries.count)
    }

    /// The index, when it is one.
    consuming func checked() throws(Mismatch) -> OpenDeliveries {
        for bucket in 0..<nodes.bucketCount { lead(to: nodes.buckets[bucket], outOf: bucket) }
        if nodes.firstFree != 0 { balance.free &+= Self.scrambled(nodes.firstFree) }
        for page in nodes.words.pages.indices { try look(atPage: page) }
        for entry in lines.entries {
            if entry.first != 0 { balance.lines &+= Self.scrambled(entry.first) }
        }
        guard balance.isEven, readyAmong == 0, lines.entries.reduce(0, { $0 &+ $1.open }) == open
        else { throw Mismatch() }
        for (number, count) in ready.enumerated() {
            let line = LineNumber(number)
            guard endsWell(lines[line]) else { throw Mismatch() }
            lines[line].ready = count
        }
        return OpenDeliveries(nodes: nodes, lines: lines, count: open, earliestReceipts: earliestReceipts)
    }

    /// Whether a line has a last delivery when it has a first, and nothing stands behind it.
    private func endsWell(_ line: LineTable.Entry) -> Bool {
        guard line.first != 0, line.last != 0 else { return line.first == line.last }
        return line.last < nodes.used && nodes.has(.inLine, line.last) && nodes[line.last, .nextInLine] == 0
    }

    private mutating func look(atPage place: Int) throws(Mismatch) {
        let page = nodes.words.pages[place]
        let first = place * OpenNodes.nodesPerPage
        var earliest = UInt64.max
        for number in max(first, 1)..<max(min(first + OpenNodes.nodesPerPage, nodes.used), 1) {
            let start = (number - first) * OpenNodes.wordsPerNode
            let node = Node(
                number: NodeNumber(number), words: (page[start], page[start + 1], page[start + 2], page[start + 3]),
                lane: (page[start + 4], page[start + 5]))
            try look(at: node)
            if node.has(.receipt) { earliest = min(earliest, node.name.id.message) }
        }
        earliestReceipts.append(earliest)
    }

    /// A node as it stands in a page.
    private struct Node {
        let number: NodeNumber
        let words: (UInt32, marks: UInt32, inBucket: UInt32, inLine: UInt32)
        let lane: (UInt32, UInt32)

        func has(_ mark: OpenNodes.Mark) -> Bool { words.marks & mark.bit != 0 }
        var name: DeliveryName { DeliveryName(sequence: words.0, rest: words.marks) }
        var laneName: LaneName { LaneName(low: lane.0, high: lane.1) }
    }

    private mutating func look(at node: Node) throws(Mismatch) {
        switch OpenNodes.Kind(rawValue: node.words.marks & OpenNodes.kindBits) {
        case .free:
            guard node.words.marks == 0, node.words.inLine == 0 else { throw Mismatch() }
            balance.free &-= Self.scrambled(node.number)
            if node.words.inBucket != 0 { balance.free &+= Self.scrambled(node.words.inBucket) }
        case .left:
            guard node.has(.inLine), !node.has(.ready), !node.has(.receipt), node.words.inBucket == 0
            else { throw Mismatch() }
            stand(inLine: node)
        case .alone:
            let line = try line(of: node)
            if node.has(.ready) { ready[line] += 1 }
            stand(node, inBucketOf: node.laneName.hash)
            try look(atDelivery: node)
        case .among:
            lookAround(node)
            stand(node, inBucketOf: node.name.hash)
            try look(atDelivery: node)
        case .lane:
            guard node.words.marks == OpenNodes.Kind.lane.rawValue else { throw Mismatch() }
            try look(atLane: node)
            stand(node, inBucketOf: node.laneName.hash)
        case nil: throw Mismatch()
        }
    }

    private mutating func look(atDelivery node: Node) throws(Mismatch) {
        open += 1
        if node.has(.inLine) {
            guard !(node.has(.ready) && node.has(.busy)) else { throw Mismatch() }
            stand(inLine: node)
        } else {
            guard !node.has(.ready), node.words.inLine == 0 else { throw Mismatch() }
        }
    }

    /// Looks at the neighbours of a delivery among others: from either side, the link is the same pair.
    private mutating func lookAround(_ node: Node) {
        let (next, before) = node.lane
        if next == 0 {
            balance.lasts &-= Self.scrambled(node.number)
        } else {
            balance.lanes &+= Self.scrambled(node.number, next)
        }
        if before == 0 {
            balance.firsts &-= Self.scrambled(node.number)
        } else {
            balance.lanes &-= Self.scrambled(before, node.number)
        }
        if node.has(.ready) { readyAmong += 1 }
    }

    private mutating func look(atLane node: Node) throws(Mismatch) {
        let (first, last) = (node.words.0, node.words.inLine)
        guard first != last, first != 0, first < nodes.used else { throw Mismatch() }
        balance.firsts &+= Self.scrambled(first)
        balance.lasts &+= Self.scrambled(last)
        let line = try line(of: node)
        if nodes.has(.ready, first) {
            readyAmong -= 1
            ready[line] += 1
        }
    }

    private mutating func stand(_ node: Node, inBucketOf hash: UInt64) {
        let bucket = nodes.bucket(of: hash)
        balance.buckets &-= Self.scrambled(node.number, UInt32(bucket))
        lead(to: node.words.inBucket, outOf: bucket)
    }

    private mutating func lead(to node: NodeNumber, outOf bucket: Int) {
        if node != 0 { balance.buckets &+= Self.scrambled(node, UInt32(bucket)) }
    }

    private mutating func stand(inLine node: Node) {
        balance.lines &-= Self.scrambled(node.number)
        if node.words.inLine != 0 { balance.lines &+= Self.scrambled(node.words.inLine) }
    }

    /// The line of a delivery alone or of a lane, which must be in use.
    private func line(of node: Node) throws(Mismatch) -> Int {
        let line = Int(node.laneName.line)
        guard line < isLine.count, isLine[line] else { throw Mismatch() }
        return line
    }

    private static func scrambled(_ first: UInt32, _ second: UInt32 = 0) -> UInt64 {
        (UInt64(first) << 32 | UInt64(second)).scrambled
    }
}
