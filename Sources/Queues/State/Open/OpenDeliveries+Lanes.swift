extension OpenDeliveries {
    func firstNode(in lane: LaneID) -> NodeNumber? {
        guard let line = lines.number(of: lane.line), let node = nodes.find(LaneName(lane.key, line: line))
        else { return nil }
        return nodes.kind(of: node) == .lane ? nodes[node, .firstInLane] : node
    }

    /// The node of a delivery that stands in a lane.
    func node(of id: DeliveryID, in lane: LaneID) -> NodeNumber? {
        guard let name = DeliveryName(id), let line = lines.number(of: lane.line),
            let node = nodes.find(LaneName(lane.key, line: line))
        else { return nil }
        if nodes.kind(of: node) == .lane { return nodes.find(name) }
        return nodes.isDelivery(node, name) ? node : nil
    }

    /// Has a new delivery stand at the end of a lane; true when it is alone there.
    mutating func join(_ node: NodeNumber, _ name: LaneName) -> Bool {
        guard let found = nodes.find(name) else {
            beAlone(node, name)
            return true
        }
        let lane = nodes.kind(of: found) == .lane ? found : makeLane(for: found, name)
        let last = nodes[lane, .lastInLane]
        nodes[last, .nextInLane] = node
        nodes[lane, .lastInLane] = node
        beAmong(node, behind: last)
        return false
    }

    /// Takes a delivery out of its lane, which then is a delivery alone when one is left.
    mutating func part(_ node: NodeNumber, _ name: LaneName) {
        nodes.leaveBucket(node)
        guard nodes.kind(of: node) == .among, let lane = nodes.find(name) else { return }
        let (before, next) = (nodes[node, .previousInLane], nodes[node, .nextInLane])
        if before == 0 { nodes[lane, .firstInLane] = next } else { nodes[before, .nextInLane] = next }
        if next == 0 { nodes[lane, .lastInLane] = before } else { nodes[next, .previousInLane] = before }
        let first = nodes[lane, .firstInLane]
        guard first == nodes[lane, .lastInLane] else { return }
        nodes.leaveBucket(lane)
        nodes.leaveBucket(first)
        nodes.release(lane)
        beAlone(first, name)
    }

    private mutating func beAlone(_ node: NodeNumber, _ name: LaneName) {
        nodes.setKind(.alone, of: node)
        nodes[node, .lane] = name.low
        nodes[node, .laneAndLine] = name.high
        nodes.enterBucket(node)
    }

    private mutating func beAmong(_ node: NodeNumber, behind before: NodeNumber) {
        nodes.setKind(.among, of: node)
        nodes[node, .nextInLane] = 0
        nodes[node, .previousInLane] = before
        nodes.enterBucket(node)
    }

    /// Gives the lane of a delivery that was alone a node of its own.
    private mutating func makeLane(for alone: NodeNumber, _ name: LaneName) -> NodeNumber {
        nodes.leaveBucket(alone)
        beAmong(alone, behind: 0)
        let lane = nodes.allocate()
        nodes[lane, .firstInLane] = alone
        nodes[lane, .lastInLane] = alone
        nodes[lane, .marks] = OpenNodes.Kind.lane.rawValue
        nodes[lane, .lane] = name.low
        nodes[lane, .laneAndLine] = name.high
        nodes.enterBucket(lane)
        return lane
    }
}
