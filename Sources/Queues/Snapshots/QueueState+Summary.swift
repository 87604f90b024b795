internal import DurableLog
internal import Messages
internal import SnapshotFiles

/// What a snapshot keeps of the queues besides tables and pages:
///
///     bytes  what (integers little-endian)
///         1  form, 2; in form 1 replays do not count what was dropped
///         8  boot clock in nanoseconds when it was taken
///         8  latest acceptance, and the number of its record
///        80  counts of all deliveries, ten of 8 bytes
///         …  for each destination: name, counts, ages, when it was last served
///         …  ages of receipts, and overdue receipts
///         …  deliveries leased or waiting for a retry, and those of them that wait for something to be mended
///         …  deliveries that were being offered or took a step just then
///         …  dead letters
///         …  lanes with troubles
///         …  leases by system
///         …  pauses, replays and volumes
///         …  messages of listed types, after the types
///         …  header of the index of open deliveries
///         …  what of ages, volumes and replays is about compulsory care; a former program wrote nothing here
extension QueueState {
    private static let form: UInt8 = 2

    func summary(openHeader: [UInt8], boot: UInt64) -> [UInt8] {
        var encoder = RecordEncoder(reserving: 4_096)
        encoder.integer(Self.form)
        encoder.integer(boot)
        encoder.time(latestAcceptance)
        encoder.integer(latestSequence)
        tally.encode(into: &encoder)
        encoder.integer(servings)
        encoder.list(tallies.keys.sorted()) { encoder, destination in
            encoder.text(destination.name)
            (tallies[destination] ?? Conservation()).encode(into: &encoder)
            (ages[destination] ?? AgeHistogram()).encode(to: &encoder)
            encoder.integer(served[destination] ?? 0)
        }
        receiptAges.encode(to: &encoder)
        for ids in [
            overdueReceipts.sorted(), active.sorted(), held.sorted(), reserved.union(picked.keys).sorted(), dead,
        ] {
            encoder.list(ids) { $0.delivery($1) }
        }
        encoder.list(Array(troubles)) { encoder, trouble in
            encoder.lane(trouble.key)
            encoder.list(trouble.value.dead) { $0.delivery($1) }
            encoder.list(trouble.value.missing) { $0.delivery($1) }
        }
        encoder.list(Array(openLeases)) { encoder, leases in
            encoder.text(leases.key.text)
            encoder.integer(Int64(leases.value))
        }
        pauses.encode(into: &encoder)
        replays.encode(into: &encoder)
        volumes.encode(into: &encoder)
        encoder.list(listedTypes.sorted()) { $0.text($1) }
        encoder.list(listed) { $0.integer($1) }
        encoder.blob(openHeader)
        restricted.encode(into: &encoder)
        return encoder.bytes
    }

    /// Takes over what a snapshot holds.
    ///
    /// - Throws: `SnapshotFailure` when it cannot be read, and `RecordDecoder.Mismatch` when it is not understood.
    mutating func begin(with snapshot: LoadedSnapshot) throws {
        var decoder = RecordDecoder(snapshot.blob)
        let form = try decoder.integer(UInt8.self)
        guard (1...Self.form).contains(form) else { throw RecordDecoder.Mismatch() }
        bootOfSnapshot = try decoder.integer()
        latestAcceptance = try decoder.time()
        latestSequence = try decoder.integer()
        tally = try Conservation(from: &decoder)
        servings = try decoder.integer()
        try takeDestinations(from: &decoder)
        receiptAges = try AgeHistogram(from: &decoder)
        overdueReceipts = Set(try decoder.deliveries())
        active = Set(try decoder.deliveries())
        held = Set(try decoder.deliveries())
        reserved = Set(try decoder.deliveries())
        dead = try decoder.deliveries()
        for (lane, trouble) in try decoder.list({ decoder throws(RecordDecoder.Mismatch) in
            (
                try decoder.lane(),
                LaneTroubles(dead: try decoder.deliveries(), missing: try decoder.deliveries())
            )
        }) { troubles[lane] = trouble }
        for (system, count) in try decoder.list({ decoder throws(RecordDecoder.Mismatch) in
            (try decoder.system(), Int(try decoder.integer(Int64.self)))
        }) { openLeases[system] = count }
        pauses = try PauseRegister(from: &decoder)
        replays = try ReplayRegister(from: &decoder, countsDropped: form > 1)
        volumes = try VolumeLedger(from: &decoder)
        let types = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.text() }
        let sequences = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.integer(UInt64.self) }
        isListIncomplete = types != listedTypes.sorted()
        listed = isListIncomplete ? [] : sequences
        let header = try decoder.blob()
        if !decoder.isAtEnd { restricted = try RestrictedShare(from: &decoder) }
        try decoder.finish()
        open = try OpenDeliveries(header: header, pages: try snapshot.pages())
        settle(on: snapshot)
    }

    private mutating func takeDestinations(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        let count = Int(try decoder.integer(UInt32.self))
        for _ in 0..<count {
            guard let destination = Destination(name: try decoder.text()) else { throw RecordDecoder.Mismatch() }
            tallies[destination] = try Conservation(from: &decoder)
            ages[destination] = try AgeHistogram(from: &decoder)
            let serving: UInt64 = try decoder.integer()
            if serving > 0 { served[destination] = serving }
        }
    }
}

extension Conservation: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        for count in [
            created, completed, waiting, leased, retrying, held, dead, cancelled, discarded, expired,
        ] { encoder.integer(Int64(count)) }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        self.init()
        for path in [
            \Conservation.created, \.completed, \.waiting, \.leased, \.retrying, \.held, \.dead, \.cancelled,
            \.discarded, \.expired,
        ] { self[keyPath: path] = Int(try decoder.integer(Int64.self)) }
    }
}

extension RecordEncoder {
    fileprivate mutating func lane(_ lane: LaneID) {
        integer(lane.key.value)
        text(lane.destination.name)
        flag(lane.isCompulsory)
        flag(lane.isReplay)
    }
}

extension RecordDecoder {
    fileprivate mutating func lane() throws(Mismatch) -> LaneID {
        let key = LaneKey(try integer())
        guard let destination = Destination(name: try text()) else { throw Mismatch() }
        return LaneID(key: key, destination: destination, isCompulsory: try flag(), isReplay: try flag())
    }

    fileprivate mutating func deliveries() throws(Mismatch) -> [DeliveryID] {
        try list { decoder throws(Mismatch) in try decoder.delivery() }
    }
}
