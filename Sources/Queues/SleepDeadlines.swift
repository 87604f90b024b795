/// When those who sleep wake by themselves, the earliest first.
///
/// Who wakes before is taken out, so nothing outlives its sleep.
struct SleepDeadlines {
    private struct Entry {
        let deadline: UInt64
        let number: UInt64
    }

    /// A heap: none comes before the one above it.
    private var entries: [Entry] = []
    /// Where each sleeper stands in it.
    private var places: [UInt64: Int] = [:]

    var count: Int { entries.count }

    /// The earliest deadline.
    var first: UInt64? { entries.first?.deadline }

    /// Notes when a sleeper wakes by itself; one number at a time.
    mutating func insert(_ number: UInt64, at deadline: UInt64) {
        entries.append(Entry(deadline: deadline, number: number))
        rise(from: entries.count - 1)
    }

    /// Takes a sleeper out, if it has a deadline.
    mutating func remove(_ number: UInt64) {
        guard let place = places.removeValue(forKey: number), let last = entries.popLast() else { return }
        guard place < entries.count else { return }
        entries[place] = last
        rise(from: place)
        sink(from: places[last.number] ?? place)
    }

    /// Takes out those whose time has come, the earliest first.
    mutating func takeDue(at now: UInt64) -> [UInt64] {
        var due: [UInt64] = []
        while let first = entries.first, first.deadline <= now {
            due.append(first.number)
            remove(first.number)
        }
        return due
    }

    private mutating func rise(from place: Int) {
        let entry = entries[place]
        var place = place
        while place > 0, entries[(place - 1) / 2].deadline > entry.deadline {
            put(entries[(place - 1) / 2], at: place)
            place = (place - 1) / 2
        }
        put(entry, at: place)
    }

    private mutating func sink(from place: Int) {
        let entry = entries[place]
        var place = place
        while true {
            var child = 2 * place + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].deadline < entries[child].deadline { child += 1 }
            guard entries[child].deadline < entry.deadline else { break }
            put(entries[child], at: place)
            place = child
        }
        put(entry, at: place)
    }

    private mutating func put(_ entry: Entry, at place: Int) {
        entries[place] = entry
        places[entry.number] = place
    }
}
