extension OpenDeliveries {
    /// Takes a delivery out of which nothing is known but its name; the line that it stood in, or nil when it is not open.
    ///
    /// Its lane goes on with the next. For rare occasions: it goes through all nodes.
    mutating func withdraw(_ id: DeliveryID) -> LineID? {
        guard let name = DeliveryName(id), let node = node(named: name), let lane = laneName(of: node) else {
            return nil
        }
        let isFirst = nodes.kind(of: node) == .alone || nodes[node, .previousInLane] == 0
        let line = lines[lane.line].id
        leave(node, lane)
        guard isFirst, let next = nodes.find(lane) else { return line }
        _ = standInLine(nodes.kind(of: next) == .lane ? nodes[next, .firstInLane] : next, lane.line)
        return line
    }

    /// The node of a delivery, in whichever lane it stands.
    private func node(named name: DeliveryName) -> NodeNumber? {
        nodes.find(name) ?? firstNode { nodes.kind(of: $0) == .alone && nodes.isDelivery($0, name) }
    }

    /// The lane in which a delivery's node stands.
    private func laneName(of node: NodeNumber) -> LaneName? {
        var first = node
        if nodes.kind(of: node) == .among {
            while nodes[first, .previousInLane] != 0 { first = nodes[first, .previousInLane] }
        }
        let holder =
            nodes.kind(of: node) == .alone
            ? node : firstNode { nodes.kind(of: $0) == .lane && nodes[$0, .firstInLane] == first }
        return holder.map { LaneName(low: nodes[$0, .lane], high: nodes[$0, .laneAndLine]) }
    }

    private func firstNode(where isMeant: (NodeNumber) -> Bool) -> NodeNumber? {
        (1..<max(1, nodes.used)).lazy.map { NodeNumber($0) }.first(where: isMeant)
    }
}
