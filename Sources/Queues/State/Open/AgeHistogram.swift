internal import Messages

/// How many deliveries became available in which second; it grows with the seconds, not with the deliveries.
struct AgeHistogram: Sendable, Hashable {
    /// A second in which deliveries became available that are still counted.
    struct Second: Sendable, Hashable {
        /// Seconds since 1970-01-01T00:00:00Z.
        let number: Int64
        /// Microseconds of the earliest moment that was noted in it.
        var first: UInt32
        var count: UInt32
    }

    /// Seconds that stand in one part: what one step may have to move.
    private static let secondsPerPart = 512

    /// The seconds in order, in parts that are never empty.
    private var parts: [[Second]] = []
    /// Deliveries in all.
    private(set) var count = 0

    init() {}

    /// Takes seconds in order.
    init(_ seconds: [Second]) {
        for start in stride(from: 0, to: seconds.count, by: Self.secondsPerPart) {
            parts.append(Array(seconds[start..<min(start + Self.secondsPerPart, seconds.count)]))
        }
        count = seconds.reduce(0) { $0 + Int($1.count) }
    }

    /// The seconds in order.
    var seconds: some Sequence<Second> { parts.joined() }

    var secondCount: Int { parts.reduce(0) { $0 + $1.count } }

    /// The earliest moment that was noted in the first second of which something is left.
    var oldest: Timestamp? {
        (parts.first?.first).map { Timestamp(microseconds: $0.number * 1_000_000 + Int64($0.first)) }
    }

    mutating func add(at time: Timestamp) {
        count += 1
        let second = Second(
            number: time.seconds, first: UInt32(time.microseconds - time.seconds * 1_000_000), count: 1)
        guard !parts.isEmpty else { return parts.append([second]) }
        let part = part(of: second.number)
        let place = parts[part].place(of: second.number)
        if place < parts[part].count, parts[part][place].number == second.number {
            parts[part][place].count += 1
            parts[part][place].first = min(parts[part][place].first, second.first)
        } else {
            parts[part].insert(second, at: place)
            if parts[part].count > Self.secondsPerPart { split(part) }
        }
    }

    /// Takes a delivery out that was added at this moment.
    ///
    /// When none is left of its second, it was taken out in the place of one that was added later, by `removeFirst`: then the
    /// next one is taken, so that nothing is left when all have gone.
    mutating func settle(at time: Timestamp) {
        if !remove(at: time) { _ = removeFirst(from: time) }
    }

    /// Takes a delivery out that was added at this moment; nothing when none is left that was added in its second.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    mutating func remove(at time: Timestamp) -> Bool {
        guard !parts.isEmpty else { return false }
        let part = part(of: time.seconds)
        let place = parts[part].place(of: time.seconds)
        guard place < parts[part].count, parts[part][place].number == time.seconds else { return false }
        count -= 1
        parts[part][place].count -= 1
        guard parts[part][place].count == 0 else { return true }
        parts[part].remove(at: place)
        if parts[part].isEmpty { parts.remove(at: part) } else { join(part) }
        return true
    }

    /// Takes a delivery out of which is known only that it was not added before a moment: the earliest such.
    ///
    /// - Returns: the beginning of the second in which that was; nil when none is left from then on.
    mutating func removeFirst(from time: Timestamp) -> Timestamp? {
        guard let second = seconds.first(where: { $0.number >= time.seconds }) else { return nil }
        let beginning = Timestamp(microseconds: second.number * 1_000_000)
        remove(at: beginning)
        return beginning
    }

    /// The part in which a second stands or would stand.
    private func part(of second: Int64) -> Int {
        var (low, high) = (0, parts.count)
        while low < high {
            let middle = (low + high) / 2
            if parts[middle][0].number <= second { low = middle + 1 } else { high = middle }
        }
        return max(low - 1, 0)
    }

    /// Leaves a full last part as it is, since what comes next comes behind it; any other is halved.
    private mutating func split(_ part: Int) {
        let kept = part == parts.count - 1 ? Self.secondsPerPart : Self.secondsPerPart / 2
        parts.insert(Array(parts[part][kept...]), at: part + 1)
        parts[part].removeSubrange(kept...)
    }

    /// Makes one of two parts when they have become small.
    private mutating func join(_ part: Int) {
        guard part + 1 < parts.count, parts[part].count + parts[part + 1].count <= Self.secondsPerPart / 2
        else { return }
        parts[part] += parts[part + 1]
        parts.remove(at: part + 1)
    }
}

extension [AgeHistogram.Second] {
    /// Where a second stands or is to be put.
    fileprivate func place(of second: Int64) -> Int {
        if let last, last.number < second { return count }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].number < second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
