/// Deliveries by the time at which something must be done about them; the earliest first.
///
/// Entries are not removed when a delivery moves on: the one who takes them looks whether they still hold.
struct DeadlineHeap {
    struct Entry {
        let deadline: UInt64
        let delivery: DeliveryID
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }
    var count: Int { entries.count }

    /// What is due, so many at most, in no order.
    func due(at deadline: UInt64, maximum: Int) -> [DeliveryID] {
        var found: [DeliveryID] = []
        var places = [0]
        while found.count < maximum, let place = places.popLast() {
            guard place < entries.count, entries[place].deadline <= deadline else { continue }
            found.append(entries[place].delivery)
            places += [2 * place + 2, 2 * place + 1]
        }
        return found
    }

    mutating func insert(_ delivery: DeliveryID, at deadline: UInt64) {
        entries.append(Entry(deadline: deadline, delivery: delivery))
        var child = entries.count - 1
        while child > 0, entries[child].deadline < entries[(child - 1) / 2].deadline {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].deadline < entries[least].deadline { least = child }
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
