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

    /// The lane in which a delivery stands of which nothing is known but its name; nil when it is not open.
    ///
    /// For rare occasions, as `withdraw`.
    ///
    /// - Parameters:
    ///   - id: the delivery.
    ///   - place: where it stands, when that is known.
    /// - Returns: the lane.
    func lane(of id: DeliveryID, at place: OpenPlace? = nil) -> LaneID? {
        guard let name = DeliveryName(id) else { return nil }
        let known = place.flatMap { nodes.isOpen($0.node, name) ? $0.node : nil }
        guard let lane = (known ?? node(named: name)).flatMap({ laneName(of: $0) }), let line = lines[lane.line].id
        else { return nil }
        return LaneID(
            key: lane.key, destination: line.destination, isCompulsory: line.isCompulsory, isReplay: line.isReplay)
    }

    /// Whether a delivery is the answer to another message.
    func isReceipt(_ id: DeliveryID, in lane: LaneID) -> Bool {
        node(of: id, in: lane).map { nodes.has(.receipt, $0) } ?? false
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

extension OpenNodes {
    /// Whether a node is the open delivery of that name.
    fileprivate func isOpen(_ node: NodeNumber, _ name: DeliveryName) -> Bool {
        [.alone, .among].contains(kind(of: node)) && isDelivery(node, name)
    }
}
