extension OpenDeliveries {
    /// Nodes of a line looked at for each that stays in it after it was removed.
    ///
    /// With four, those that stay are never more than about a third of the others.
    private static let searchedNodes = 4

    /// Puts a lane's first in its line, unless it is busy or may be offered there already; true when it was put there.
    ///
    /// It stands at the end; one that was busy meanwhile, and that nobody has passed over since, stands where it stood.
    package mutating func lineUp(_ lane: LaneID) -> Bool {
        guard let line = lines.number(of: lane.line), let node = firstNode(in: lane) else { return false }
        return standInLine(node, line)
    }

    mutating func standInLine(_ node: NodeNumber, _ line: LineNumber) -> Bool {
        guard !nodes.has(.busy, node), !nodes.has(.ready, node) else { return false }
        nodes.set(.ready, true, of: node)
        lines[line].ready += 1
        guard !nodes.has(.inLine, node) else { return true }
        nodes.set(.inLine, true, of: node)
        let last = lines[line].last
        if last == 0 { lines[line].first = node } else { nodes[last, .nextInLine] = node }
        lines[line].last = node
        return true
    }

    /// What stands first in a line and may be offered; those that were removed or became busy are let go.
    mutating func firstInLine(_ line: LineID) -> DeliveryID? {
        lines.number(of: line).flatMap { firstReady(in: $0) }.map { nodes.delivery($0) }
    }

    /// Takes what stands first in a line, and may be offered, out of the line.
    package mutating func popFirst(of line: LineID) -> DeliveryID? {
        takeFirst(of: line)?.id
    }

    /// The same, with its place, so that it can be put back without anything else being known of it.
    mutating func takeFirst(of line: LineID) -> (id: DeliveryID, place: OpenPlace)? {
        guard let number = lines.number(of: line), let node = firstReady(in: number) else { return nil }
        nodes.set(.ready, false, of: node)
        lines[number].ready -= 1
        leaveLine(number, node, behind: 0)
        return (nodes.delivery(node), OpenPlace(node: node, line: number))
    }

    /// Puts what was taken out of its line at the line's end; the line, or nil when it is not there any more or is busy.
    mutating func putBack(_ id: DeliveryID, at place: OpenPlace) -> LineID? {
        let node = place.node
        guard let name = DeliveryName(id), [.alone, .among].contains(nodes.kind(of: node)),
            nodes.isDelivery(node, name), standInLine(node, place.line)
        else { return nil }
        return lines[place.line].id
    }

    /// Whether a line has something to offer.
    func hasReady(_ line: LineID) -> Bool {
        lines.number(of: line).map { lines[$0].ready > 0 } ?? false
    }

    /// Lets go of a node that is a delivery no more, at once or when it is passed over in its line.
    mutating func retire(_ node: NodeNumber, from line: LineNumber) {
        if nodes.has(.inLine, node) {
            if nodes.has(.ready, node) { lines[line].ready -= 1 }
            nodes[node, .marks] = OpenNodes.Kind.left.rawValue | OpenNodes.Mark.inLine.bit
            searchLine(line)
        } else {
            nodes.release(node)
        }
        guard lines[line].open == 0 else { return }
        _ = firstReady(in: line)
        lines.releaseIfEmpty(line)
    }

    private mutating func firstReady(in line: LineNumber) -> NodeNumber? {
        while lines[line].first != 0 {
            let node = lines[line].first
            if nodes.has(.ready, node) { return node }
            leaveLine(line, node, behind: 0)
        }
        return nil
    }

    /// Looks at the next few nodes of a line, all of them in turn, and lets go of those that are deliveries no more.
    private mutating func searchLine(_ line: LineNumber) {
        for _ in 0..<Self.searchedNodes {
            let before = lines[line].searched
            let node = before == 0 ? lines[line].first : nodes[before, .nextInLine]
            if node != 0, nodes.kind(of: node) == .left {
                leaveLine(line, node, behind: before)
            } else {
                lines[line].searched = node
            }
        }
    }

    /// Unlinks a node that stands first in a line, or behind another.
    private mutating func leaveLine(_ line: LineNumber, _ node: NodeNumber, behind before: NodeNumber) {
        let next = nodes[node, .nextInLine]
        if before == 0 { lines[line].first = next } else { nodes[before, .nextInLine] = next }
        if next == 0 { lines[line].last = before }
        if lines[line].searched == node { lines[line].searched = before }
        nodes[node, .nextInLine] = 0
        nodes.set(.inLine, false, of: node)
        if nodes.kind(of: node) == .left { nodes.release(node) }
    }
}
