extension OpenNodes {
    /// Nodes for one bucket.
    static let load = 2

    /// How many buckets there are with so many nodes made.
    static func bucketCount(used: Int) -> Int {
        used == 0 ? 0 : used / load + 1
    }

    var bucketCount: Int { Self.bucketCount(used: used) }

    /// The delivery alone or the lane of several that has a name.
    func find(_ lane: LaneName) -> NodeNumber? {
        guard bucketCount > 0 else { return nil }
        var node = buckets[bucket(of: lane.hash)]
        while node != 0 {
            if self[node, .lane] == lane.low, self[node, .laneAndLine] == lane.high {
                let kind = kind(of: node)
                if kind == .alone || kind == .lane { return node }
            }
            node = self[node, .nextInBucket]
        }
        return nil
    }

    /// The delivery among others that has a name.
    func find(_ name: DeliveryName) -> NodeNumber? {
        guard bucketCount > 0 else { return nil }
        var node = buckets[bucket(of: name.hash)]
        while node != 0 {
            if isDelivery(node, name), kind(of: node) == .among { return node }
            node = self[node, .nextInBucket]
        }
        return nil
    }

    /// Puts a node in its bucket; its name and kind must have been set.
    mutating func enterBucket(_ node: NodeNumber) {
        let bucket = bucket(of: node)
        self[node, .nextInBucket] = buckets[bucket]
        buckets[bucket] = node
    }

    /// Takes a node out of its bucket, before its name or kind changes.
    mutating func leaveBucket(_ node: NodeNumber) {
        let bucket = bucket(of: node)
        let next = self[node, .nextInBucket]
        var before: NodeNumber = 0
        var found = buckets[bucket]
        while found != node {
            guard found != 0 else { return }
            before = found
            found = self[found, .nextInBucket]
        }
        if before != 0 {
            self[before, .nextInBucket] = next
        } else {
            buckets[bucket] = next
        }
        self[node, .nextInBucket] = 0
    }

    /// Makes the buckets that the nodes made so far are to have.
    mutating func growBuckets() {
        let count = bucketCount
        guard count > Self.bucketCount(used: used - 1) else { return }
        if count > buckets.count { buckets.addPage() }
        if count > 1 { split(into: count - 1) }
    }

    /// Where a node belongs that is found by its name.
    func bucket(of node: NodeNumber) -> Int {
        bucket(of: hash(of: node))
    }

    private func hash(of node: NodeNumber) -> UInt64 {
        if kind(of: node) == .among {
            return DeliveryName(sequence: self[node, .sequence], rest: self[node, .marks]).hash
        }
        return LaneName(low: self[node, .lane], high: self[node, .laneAndLine]).hash
    }

    /// Where a hash belongs: by as many bits as number all buckets, and by one less where that bucket is not made yet.
    func bucket(of hash: UInt64) -> Int {
        let mask = Self.mask(of: bucketCount - 1)
        let bucket = Int(truncatingIfNeeded: hash) & mask
        return bucket < bucketCount ? bucket : bucket & mask >> 1
    }

    /// Moves what belongs in a new bucket there, out of the only one in which it can be.
    private mutating func split(into new: Int) {
        let mask = Self.mask(of: new)
        let old = new & mask >> 1
        var (stay, go): (NodeNumber, NodeNumber) = (0, 0)
        var node = buckets[old]
        while node != 0 {
            let next = self[node, .nextInBucket]
            if Int(truncatingIfNeeded: hash(of: node)) & mask == new {
                self[node, .nextInBucket] = go
                go = node
            } else {
                self[node, .nextInBucket] = stay
                stay = node
            }
            node = next
        }
        buckets[old] = stay
        buckets[new] = go
    }

    /// The ones that cover a number.
    private static func mask(of number: Int) -> Int {
        (1 << (Int.bitWidth - number.leadingZeroBitCount)) - 1
    }
}
