internal import Messages

/// The replays that run, and of each queue the last one that ended: one at a time for a queue.
struct ReplayRegister: Hashable {
    /// One replay: how far it has looked, and what became of what it has put into the queue.
    struct Replay: Hashable {
        let id: UInt64
        let order: ReplayOrder
        let orderedAt: Timestamp
        /// The message up to which has been looked; only messages accepted before the order come.
        var through: UInt64 = 0
        var isThrough = false
        var released = 0
        var completed = 0
        var givenUp = 0
        var withdrawn = 0
        /// What retention has dropped, as its portions have told.
        var dropped = 0
        /// And since the last portion.
        var droppedSince = 0
        /// Records that could not be read, as its portions have told.
        var unread: [ClosedRange<UInt64>] = []
        /// And since the last portion.
        var unreadSince: [ClosedRange<UInt64>] = []
        var endedAt: Timestamp?

        var open: Int { released - completed - givenUp - withdrawn }
    }

    /// How a delivery's replay ended.
    enum End {
        case completed, givenUp, withdrawn
    }

    private(set) var replays: [Destination: Replay] = [:]

    /// The queues at which a replay runs.
    var running: [Destination] {
        replays.filter { $0.value.endedAt == nil }.keys.sorted()
    }

    /// The replay that runs at a queue.
    func running(at destination: Destination) -> Replay? {
        replays[destination].flatMap { $0.endedAt == nil ? $0 : nil }
    }

    mutating func begin(_ order: ReplayOrder, id: UInt64, at time: Timestamp) {
        replays[order.destination] = Replay(id: id, order: order, orderedAt: time)
    }

    /// Notes that a portion was put into the queue, and how many of it could be.
    mutating func note(_ portion: ReplayPortion, released: Int, at time: Timestamp) {
        guard var replay = replays[portion.destination], replay.id == portion.replay else { return }
        replay.through = max(replay.through, portion.through)
        replay.isThrough = replay.isThrough || portion.isLast
        replay.released += released
        replay.dropped += portion.dropped
        replay.droppedSince = 0
        replay.unread = replay.unread.joined(with: portion.unread)
        replay.unreadSince = []
        replays[portion.destination] = replay
        endIfDone(portion.destination, at: time)
    }

    /// Notes how far has been looked without finding anything but what retention has dropped, and how much of that there was
    /// or could not be read since the last portion; not kept over a start, which looks again.
    mutating func skip(
        through sequence: UInt64, dropped: Int, unread: [ClosedRange<UInt64>], at destination: Destination
    ) {
        replays[destination]?.through = sequence
        replays[destination]?.unreadSince = unread
        replays[destination]?.droppedSince = dropped
    }

    /// Notes how the replay of one delivery ended.
    mutating func note(_ end: End, of id: UInt64, at destination: Destination, _ time: Timestamp) {
        guard replays[destination]?.id == id else { return }
        switch end {
        case .completed: replays[destination]?.completed += 1
        case .givenUp: replays[destination]?.givenUp += 1
        case .withdrawn: replays[destination]?.withdrawn += 1
        }
        endIfDone(destination, at: time)
    }

    private mutating func endIfDone(_ destination: Destination, at time: Timestamp) {
        guard let replay = replays[destination], replay.isThrough, replay.open == 0, replay.endedAt == nil else {
            return
        }
        replays[destination]?.endedAt = time
    }

    func progress(at destination: Destination) -> ReplayProgress? {
        replays[destination]?.progress
    }
}

extension ReplayRegister.Replay {
    var progress: ReplayProgress {
        ReplayProgress(
            id: id, order: order, orderedAt: orderedAt, released: released, completed: completed, givenUp: givenUp,
            withdrawn: withdrawn, dropped: dropped + droppedSince,
            unread: unread.joined(with: unreadSince), endedAt: endedAt)
    }
}

/// For snapshots: `count | (the order as its record, its sequence, how far, figures, end)…`, by destination.
extension ReplayRegister {
    func encode(into encoder: inout RecordEncoder) {
        encoder.list(replays.sorted { $0.key < $1.key }.map(\.value)) { encoder, replay in
            encoder.integer(replay.id)
            encoder.blob(QueueAct.replayOrdered(replay.order, at: replay.orderedAt).encoded())
            encoder.integer(replay.through)
            encoder.flag(replay.isThrough)
            for figure in [
                replay.released, replay.completed, replay.givenUp, replay.withdrawn, replay.dropped,
                replay.droppedSince,
            ] { encoder.integer(Int64(figure)) }
            encoder.list(replay.unread) { $0.range($1) }
            encoder.list(replay.unreadSince) { $0.range($1) }
            encoder.optional(replay.endedAt) { $0.integer($1.microseconds) }
        }
    }

    /// Reads what a snapshot holds; those of the first form count nothing that was dropped, those of the second nothing that
    /// could not be read.
    init(from decoder: inout RecordDecoder, form: UInt8) throws(RecordDecoder.Mismatch) {
        let replays = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            try Replay(from: &decoder, form: form)
        }
        self.init(replays: Dictionary(replays.map { ($0.order.destination, $0) }) { first, _ in first })
    }
}

extension ReplayRegister.Replay {
    fileprivate init(from decoder: inout RecordDecoder, form: UInt8) throws(RecordDecoder.Mismatch) {
        let id = try decoder.integer(UInt64.self)
        var body = RecordDecoder(try decoder.blob())
        guard case .replayOrdered(let order, let time) = try QueueAct.decode(kind: 22, &body) else {
            throw RecordDecoder.Mismatch()
        }
        self.init(id: id, order: order, orderedAt: time)
        through = try decoder.integer()
        isThrough = try decoder.flag()
        released = Int(try decoder.integer(Int64.self))
        completed = Int(try decoder.integer(Int64.self))
        givenUp = Int(try decoder.integer(Int64.self))
        withdrawn = Int(try decoder.integer(Int64.self))
        if form > 1 {
            dropped = Int(try decoder.integer(Int64.self))
            droppedSince = Int(try decoder.integer(Int64.self))
        }
        if form > 2 {
            unread = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.range() }
            unreadSince = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.range() }
        }
        endedAt = try decoder.flag() ? Timestamp(microseconds: try decoder.integer()) : nil
    }
}

extension [ClosedRange<UInt64>] {
    /// Ranges in order with others behind them; what touches becomes one, and so does what is too much to be told.
    func joined(with others: [ClosedRange<UInt64>]) -> [ClosedRange<UInt64>] {
        others.reduce(into: self) { joined, range in
            if let last = joined.last, range.lowerBound <= last.upperBound + 1 || joined.count >= Limits.unreadRanges {
                joined[joined.count - 1] = last.lowerBound...Swift.max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
    }
}

extension RecordEncoder {
    mutating func range(_ range: ClosedRange<UInt64>) {
        integer(range.lowerBound)
        integer(range.upperBound)
    }
}

extension RecordDecoder {
    mutating func range() throws(Mismatch) -> ClosedRange<UInt64> {
        let (first, last) = (try integer(UInt64.self), try integer(UInt64.self))
        guard first <= last else { throw Mismatch() }
        return first...last
    }
}
