internal import Messages

/// What of the figures of each queue is about compulsory care, so that it can be left out for those who may not see it.
///
/// Counts are found anew at each start. Ages, volumes and replays are kept in snapshots.
struct RestrictedShare: Hashable {
    /// What of a replay is about compulsory care.
    struct ReplayShare: Hashable {
        let id: UInt64
        var released = 0
        var completed = 0
        var givenUp = 0
        var withdrawn = 0
        /// What retention has dropped, as portions have told, and since the last.
        var dropped = 0
        var droppedSince = 0
    }

    var counts: [Destination: Conservation] = [:]
    var ages: [Destination: AgeHistogram] = [:]
    var volumes = VolumeLedger()
    private var replays: [Destination: ReplayShare] = [:]

    /// Counts a delivery that waits for the first time.
    mutating func addNew(_ bytes: Int, at destination: Destination, availableAt time: Timestamp) {
        counts[destination, default: Conservation()].addNew()
        ages[destination, default: AgeHistogram()].add(at: time)
        volumes.hold(bytes, at: destination)
    }

    /// Notes that deliveries of a replay have come again.
    mutating func noteRelease(of replay: UInt64, at destination: Destination, _ count: Int) {
        guard count > 0 else { return }
        change(replay, at: destination) { $0.released += count }
    }

    /// Notes what retention had dropped of a portion.
    mutating func noteDropped(_ count: Int, of replay: UInt64, at destination: Destination) {
        guard count > 0 || droppedSince(of: replay, at: destination) > 0 else { return }
        change(replay, at: destination) { share in
            share.dropped += count
            share.droppedSince = 0
        }
    }

    /// Notes what it has dropped since the last portion.
    mutating func noteSkipped(_ count: Int, of replay: UInt64, at destination: Destination) {
        if count > 0 { change(replay, at: destination) { $0.droppedSince = count } }
    }

    func droppedSince(of replay: UInt64, at destination: Destination) -> Int {
        replays[destination].map { $0.id == replay ? $0.droppedSince : 0 } ?? 0
    }

    /// Notes how the replay of one delivery ended.
    mutating func note(_ end: ReplayRegister.End, of replay: UInt64, at destination: Destination) {
        change(replay, at: destination) { share in
            switch end {
            case .completed: share.completed += 1
            case .givenUp: share.givenUp += 1
            case .withdrawn: share.withdrawn += 1
            }
        }
    }

    private mutating func change(_ replay: UInt64, at destination: Destination, _ body: (inout ReplayShare) -> Void) {
        var share = replays[destination].flatMap { $0.id == replay ? $0 : nil } ?? ReplayShare(id: replay)
        body(&share)
        replays[destination] = share
    }

    /// A replay without what is about compulsory care.
    func without(_ replay: ReplayRegister.Replay) -> ReplayRegister.Replay {
        guard let share = replays[replay.order.destination], share.id == replay.id else { return replay }
        var rest = replay
        rest.released -= share.released
        rest.completed -= share.completed
        rest.givenUp -= share.givenUp
        rest.withdrawn -= share.withdrawn
        rest.dropped -= share.dropped
        rest.droppedSince -= share.droppedSince
        return rest
    }

    /// Deliveries of the queue's replay that are about compulsory care and have not been taken yet.
    func openReplay(of id: UInt64, at destination: Destination) -> Int {
        guard let share = replays[destination], share.id == id else { return 0 }
        return max(share.released - share.completed - share.givenUp - share.withdrawn, 0)
    }
}

extension QueueState {
    /// Counts anew what of the open and dead deliveries is about compulsory care: what is open by the index, what of it is
    /// busy by its messages, which a start has read.
    mutating func recountRestricted() {
        restricted.counts = [:]
        for entry in open.lines.entries {
            guard let line = entry.id, line.isCompulsory, !line.isReplay else { continue }
            restricted.counts[line.destination, default: Conservation()].waiting += entry.open
        }
        for (lane, trouble) in troubles where lane.isCompulsory {
            restricted.counts[lane.destination, default: Conservation()].dead += trouble.dead.count
        }
        for id in active {
            guard let delivery = delivery(id), delivery.lane.isCompulsory, delivery.replay == nil else { continue }
            var waiting = delivery
            waiting.phase = .waiting
            restricted.counts[delivery.lane.destination]?.move(from: waiting, to: delivery)
        }
    }
}

extension AgeHistogram {
    /// The earliest second of which more is counted here than in a part of it.
    func oldest(without part: AgeHistogram) -> Timestamp? {
        var rest = Array(part.seconds)[...]
        for second in seconds {
            while let first = rest.first, first.number < second.number { rest.removeFirst() }
            guard let same = rest.first, same.number == second.number else { return second.firstMoment }
            if second.count > same.count {
                return second.first < same.first
                    ? second.firstMoment : Timestamp(microseconds: second.number * 1_000_000)
            }
        }
        return nil
    }
}

extension AgeHistogram.Second {
    fileprivate var firstMoment: Timestamp {
        Timestamp(microseconds: number * 1_000_000 + Int64(first))
    }
}

extension Conservation {
    /// The counts without those of a part; never less than none.
    func without(_ part: Conservation) -> Conservation {
        var rest = self
        for count in [
            \Conservation.created, \.completed, \.waiting, \.leased, \.retrying, \.held, \.dead, \.cancelled,
            \.discarded, \.expired,
        ] { rest[keyPath: count] = max(self[keyPath: count] - part[keyPath: count], 0) }
        return rest
    }
}

/// For snapshots: `count | (destination, ages)… | volumes | count | (destination, id 8, six figures of 8)…`; four before the
/// fourth form.
extension RestrictedShare {
    func encode(into encoder: inout RecordEncoder) {
        encoder.list(ages.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.text(entry.key.name)
            entry.value.encode(to: &encoder)
        }
        volumes.encode(into: &encoder)
        encoder.list(replays.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.text(entry.key.name)
            encoder.integer(entry.value.id)
            for figure in [
                entry.value.released, entry.value.completed, entry.value.givenUp, entry.value.withdrawn,
                entry.value.dropped, entry.value.droppedSince,
            ] { encoder.integer(Int64(figure)) }
        }
    }

    init(from decoder: inout RecordDecoder, form: UInt8) throws(RecordDecoder.Mismatch) {
        let ages = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            (try Self.destination(from: &decoder), try AgeHistogram(from: &decoder))
        }
        self.ages = Dictionary(ages) { first, _ in first }
        volumes = try VolumeLedger(from: &decoder)
        let replays = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            let destination = try Self.destination(from: &decoder)
            var share = ReplayShare(id: try decoder.integer())
            share.released = Int(try decoder.integer(Int64.self))
            share.completed = Int(try decoder.integer(Int64.self))
            share.givenUp = Int(try decoder.integer(Int64.self))
            share.withdrawn = Int(try decoder.integer(Int64.self))
            if form >= 4 {
                share.dropped = Int(try decoder.integer(Int64.self))
                share.droppedSince = Int(try decoder.integer(Int64.self))
            }
            return (destination, share)
        }
        self.replays = Dictionary(replays) { first, _ in first }
    }

    private static func destination(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) -> Destination {
        guard let destination = Destination(name: try decoder.text()) else { throw RecordDecoder.Mismatch() }
        return destination
    }
}
