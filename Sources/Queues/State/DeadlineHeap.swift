/// Deliveries by the time at which something must be done about them; the earliest first.
///
/// Entries are not removed when a delivery moves on: the one who takes them looks whether they still hold.
struct DeadlineHeap {
    struct Entry: Comparable {
        let deadline: UInt64
        let delivery: DeliveryID

        /// Of those that are due together the older delivery comes first, so that there is one order.
        static func < (one: Entry, other: Entry) -> Bool {
            (one.deadline, one.delivery) < (other.deadline, other.delivery)
        }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }
    var count: Int { entries.count }

    /// What is due, so many at most: those that `removeFirst` takes away, in the same order.
    func due(at deadline: UInt64, maximum: Int) -> [DeliveryID] {
        var found: [DeliveryID] = []
        // Where the next may be, the earliest last.
        var places = entries.isEmpty ? [] : [0]
        while found.count < maximum, let place = places.popLast(), entries[place].deadline <= deadline {
            found.append(entries[place].delivery)
            for child in [2 * place + 1, 2 * place + 2] where child < entries.count {
                var (low, high) = (0, places.count)
                while low < high {
                    let middle = (low + high) / 2
                    if entries[child] < entries[places[middle]] { low = middle + 1 } else { high = middle }
                }
                places.insert(child, at: low)
            }
        }
        return found
    }

    mutating func insert(_ delivery: DeliveryID, at deadline: UInt64) {
        entries.append(Entry(deadline: deadline, delivery: delivery))
        var child = entries.count - 1
        while child > 0, entries[child] < entries[(child - 1) / 2] {
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
                if entries[child] < entries[least] { least = child }
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
