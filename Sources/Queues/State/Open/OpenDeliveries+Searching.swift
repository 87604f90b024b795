extension OpenDeliveries {
    /// The lanes in which deliveries stand of which nothing is known but their names, of those that are open.
    ///
    /// For rare occasions: it goes through all nodes, once for all of them.
    ///
    /// - Parameter places: the deliveries, with where they stand where that is known.
    /// - Returns: the lanes.
    func lanes(of places: [DeliveryID: OpenPlace?]) -> [DeliveryID: LaneID] {
        var lanes: [DeliveryID: LaneID] = [:]
        var alone: Set<DeliveryID> = []
        var behind: [NodeNumber: [DeliveryID]] = [:]
        for (id, place) in places {
            guard let name = DeliveryName(id) else { continue }
            let known = place.flatMap { nodes.isOpen($0.node, name) ? $0.node : nil }
            guard let node = known ?? nodes.find(name) else {
                alone.insert(id)
                continue
            }
            if nodes.kind(of: node) == .alone {
                lanes[id] = laneID(of: node)
            } else {
                behind[firstInLane(before: node), default: []].append(id)
            }
        }
        guard !alone.isEmpty || !behind.isEmpty else { return lanes }
        for node in (1..<max(1, nodes.used)).lazy.map({ NodeNumber($0) }) {
            switch nodes.kind(of: node) {
            case .alone where alone.contains(nodes.delivery(node)): lanes[nodes.delivery(node)] = laneID(of: node)
            case .lane:
                for id in behind[nodes[node, .firstInLane]] ?? [] { lanes[id] = laneID(of: node) }
            default: break
            }
        }
        return lanes
    }

    /// The lane in which a delivery stands of which nothing is known but its name; nil when it is not open.
    ///
    /// For rare occasions, as `lanes(of:)`.
    func lane(of id: DeliveryID) -> LaneID? { lanes(of: [id: nil])[id] }

    /// The next deliveries of a lane behind one that stands in it, so many at most.
    func deliveries(in lane: LaneID, behind id: DeliveryID, maximum: Int) -> [DeliveryID] {
        guard let start = node(of: id, in: lane), nodes.kind(of: start) == .among else { return [] }
        var deliveries: [DeliveryID] = []
        var node = nodes[start, .nextInLane]
        while node != 0, deliveries.count < maximum {
            deliveries.append(nodes.delivery(node))
            node = nodes[node, .nextInLane]
        }
        return deliveries
    }

    /// Whether a delivery is the answer to another message.
    func isReceipt(_ id: DeliveryID, in lane: LaneID) -> Bool {
        node(of: id, in: lane).map { nodes.has(.receipt, $0) } ?? false
    }

    /// The lane as the node has it of a delivery alone, or of the lane itself.
    private func laneName(in node: NodeNumber) -> LaneName {
        LaneName(low: nodes[node, .lane], high: nodes[node, .laneAndLine])
    }

    private func laneID(of node: NodeNumber) -> LaneID? {
        let lane = laneName(in: node)
        return lines[lane.line].id.map {
            LaneID(key: lane.key, destination: $0.destination, isCompulsory: $0.isCompulsory, isReplay: $0.isReplay)
        }
    }

    private func firstInLane(before node: NodeNumber) -> NodeNumber {
        var first = node
        while nodes[first, .previousInLane] != 0 { first = nodes[first, .previousInLane] }
        return first
    }
}

extension OpenNodes {
    /// Whether a node is the open delivery of that name.
    fileprivate func isOpen(_ node: NodeNumber, _ name: DeliveryName) -> Bool {
        [.alone, .among].contains(kind(of: node)) && isDelivery(node, name)
    }
}
