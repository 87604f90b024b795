internal import Messages

/// The deliveries that are neither settled nor dead, in their lanes, and the lanes that have something to offer, in their
/// lines.
///
/// A delivery belongs to one lane, is appended to it once, and is asked for in that lane only. It takes 26 bytes when it is
/// alone in its lane, and at most 39 with its share of the lane when it is not. Every step takes about the same time,
/// however many there are, but for `deliveries(in:)` and `receipts(through:maximum:)`. Room that was made is kept for what
/// comes later.
package struct OpenDeliveries: Sendable {
    /// Why a message cannot be taken: what the index has no numbers for.
    enum Refusal: Error, Hashable {
        /// The journal's sequence number is too large.
        case sequence
        /// The message has too many receivers.
        case recipients
        /// Too many destinations have something open.
        case lines
        /// Too many deliveries are open.
        case deliveries
    }

    var nodes: OpenNodes
    var lines: LineTable
    /// For each page of nodes, a sequence number that no receipt in it comes before.
    var earliestReceipts: [UInt64] = []
    /// Open deliveries.
    package private(set) var count: Int

    /// An index without deliveries.
    package init() {
        nodes = OpenNodes()
        lines = LineTable()
        count = 0
    }

    /// Takes over what was checked.
    init(nodes: OpenNodes, lines: LineTable, count: Int, earliestReceipts: [UInt64]) {
        self.nodes = nodes
        self.lines = lines
        self.count = count
        self.earliestReceipts = earliestReceipts
    }

    /// What hinders a message from being taken; nil when nothing does.
    ///
    /// To be asked before the message is stored. Some room is kept for messages that are on their way to the disk by then.
    ///
    /// - Parameters:
    ///   - lanes: those of the deliveries that it would make.
    ///   - recipients: how many receivers it has, those without a delivery included.
    ///   - sequence: about which number it would get.
    /// - Returns: the hindrance.
    func refusal(of lanes: [LaneID], recipients: Int, sequence: UInt64) -> Refusal? {
        if sequence > Limits.largestOpenSequence - UInt64(Limits.openReserve) { return .sequence }
        if recipients > Int(Limits.largestOpenRecipient) + 1 { return .recipients }
        // A delivery may need a node and make its lane need one.
        if nodes.used + 2 * lanes.count > Limits.openNodes - Limits.openReserve { return .deliveries }
        if lines.count + lanes.count > Limits.openLines - Limits.openReserve {
            let new = Set(lanes.map(\.line)).filter { lines.number(of: $0) == nil }
            if lines.count + new.count > Limits.openLines - Limits.openReserve { return .lines }
        }
        return nil
    }

    /// Whether a message of so many receivers finds room wherever it goes; when not, `refusal` knows better.
    func isRoomy(for recipients: Int, sequence: UInt64) -> Bool {
        sequence <= Limits.largestOpenSequence - UInt64(Limits.openReserve)
            && recipients <= Int(Limits.largestOpenRecipient) + 1
            && nodes.used + 2 * recipients <= Limits.openNodes - Limits.openReserve
            && lines.count + recipients <= Limits.openLines - Limits.openReserve
    }

    /// Adds a delivery at the end of its lane; true when it is the lane's first.
    ///
    /// `refusal` must have been asked before the delivery's message was stored.
    package mutating func append(_ id: DeliveryID, to lane: LaneID, isReceipt: Bool) -> Bool {
        guard let name = DeliveryName(id), let line = lines.makeNumber(of: lane.line) else {
            preconditionFailure("a message was stored that the index of open deliveries has no room for")
        }
        let node = nodes.allocate()
        nodes[node, .sequence] = name.sequence
        nodes[node, .marks] = name.rest | (isReceipt ? OpenNodes.Mark.receipt.bit : 0)
        nodes[node, .nextInLine] = 0
        if isReceipt { noteReceipt(node, of: id.message) }
        lines[line].open += 1
        count += 1
        return join(node, LaneName(lane.key, line: line))
    }

    /// The delivery of a lane that may be offered first.
    func first(in lane: LaneID) -> DeliveryID? {
        firstNode(in: lane).map { nodes.delivery($0) }
    }

    func contains(_ id: DeliveryID, in lane: LaneID) -> Bool {
        node(of: id, in: lane) != nil
    }

    /// A lane's deliveries in order.
    func deliveries(in lane: LaneID) -> [DeliveryID] {
        guard var node = firstNode(in: lane) else { return [] }
        guard nodes.kind(of: node) == .among else { return [nodes.delivery(node)] }
        var deliveries: [DeliveryID] = []
        while node != 0 {
            deliveries.append(nodes.delivery(node))
            node = nodes[node, .nextInLane]
        }
        return deliveries
    }

    /// Takes a delivery out, wherever in its lane it stands; true when it was there.
    package mutating func remove(_ id: DeliveryID, from lane: LaneID) -> Bool {
        guard let line = lines.number(of: lane.line), let node = node(of: id, in: lane) else { return false }
        leave(node, LaneName(lane.key, line: line))
        return true
    }

    /// Takes a delivery's node out of its lane and its line.
    mutating func leave(_ node: NodeNumber, _ lane: LaneName) {
        part(node, lane)
        count -= 1
        lines[lane.line].open -= 1
        retire(node, from: lane.line)
    }

    /// Notes whether a delivery is leased, waits for a retry, or has its next step on its way to the disk.
    ///
    /// A busy one leaves its line at once; `lineUp` puts it there again when it is busy no more.
    mutating func setBusy(_ isBusy: Bool, _ id: DeliveryID, in lane: LaneID) {
        guard let line = lines.number(of: lane.line), let node = node(of: id, in: lane) else { return }
        nodes.set(.busy, isBusy, of: node)
        guard isBusy, nodes.has(.ready, node) else { return }
        nodes.set(.ready, false, of: node)
        lines[line].ready -= 1
    }

    func isBusy(_ id: DeliveryID, in lane: LaneID) -> Bool {
        node(of: id, in: lane).map { nodes.has(.busy, $0) } ?? false
    }
}
