/// Some of the nodes, a bit for each.
struct NodeSet {
    private var words: [UInt64]
    private(set) var count = 0

    init(capacity: Int) {
        words = Array(repeating: 0, count: (capacity + 63) / 64)
    }

    /// Whether a node is in the set; one beyond its capacity is not.
    func contains(_ node: NodeNumber) -> Bool {
        let place = Int(node) / 64
        return place < words.count && words[place] & 1 << (node % 64) != 0
    }

    /// Adds a node within the capacity; true when it is new.
    @discardableResult
    mutating func insert(_ node: Int) -> Bool {
        let bit: UInt64 = 1 << (node % 64)
        guard words[node / 64] & bit == 0 else { return false }
        words[node / 64] |= bit
        count += 1
        return true
    }
}
