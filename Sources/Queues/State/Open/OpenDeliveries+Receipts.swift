extension OpenDeliveries {
    /// The earliest receipts up to a sequence number, in order.
    ///
    /// Those that have become due together stand in few pages mostly, and only these are gone through. At worst, when they
    /// are scattered, all are: some ten milliseconds with ten million deliveries.
    package mutating func receipts(through sequence: UInt64, maximum: Int) -> [DeliveryID] {
        let pages = earliestReceipts.indices.filter { earliestReceipts[$0] <= sequence }
            .sorted { earliestReceipts[$0] < earliestReceipts[$1] }
        var bound = sequence
        var found: [DeliveryID] = []
        for page in pages where maximum > 0 {
            if earliestReceipts[page] > bound { break }
            collectReceipts(on: page, through: bound, into: &found)
            if found.count / 2 >= maximum, let last = found.earliest(maximum).last {
                found = found.earliest(maximum)
                bound = last.message
            }
        }
        return found.earliest(maximum)
    }

    /// Makes a receipt a delivery like any other, so that it is not found as a receipt again.
    mutating func forgetReceipt(_ id: DeliveryID, in lane: LaneID) {
        if let node = node(of: id, in: lane) { nodes.set(.receipt, false, of: node) }
    }

    mutating func noteReceipt(_ node: NodeNumber, of sequence: UInt64) {
        let page = Int(node) / OpenNodes.nodesPerPage
        while earliestReceipts.count <= page { earliestReceipts.append(.max) }
        earliestReceipts[page] = min(earliestReceipts[page], sequence)
    }

    /// Adds a page's receipts up to a sequence number, and notes anew which is its earliest.
    private mutating func collectReceipts(on page: Int, through bound: UInt64, into found: inout [DeliveryID]) {
        var earliest = UInt64.max
        let first = page * OpenNodes.nodesPerPage
        for number in first..<min(first + OpenNodes.nodesPerPage, nodes.used) {
            let node = NodeNumber(number)
            guard nodes.has(.receipt, node) else { continue }
            let id = nodes.delivery(node)
            earliest = min(earliest, id.message)
            if id.message <= bound { found.append(id) }
        }
        earliestReceipts[page] = earliest
    }
}

extension [DeliveryID] {
    /// So many of the earliest, in order.
    fileprivate func earliest(_ count: Int) -> [DeliveryID] {
        Array(sorted().prefix(count))
    }
}
