internal import DurableLog
internal import Messages
package import SnapshotFiles

extension QueueState {
    /// Takes over what a snapshot holds.
    ///
    /// - Throws: `SnapshotFailure` when it cannot be read, `newerFormat` when a newer program wrote it, and
    ///   `RecordDecoder.Mismatch` when it is not understood.
    mutating func begin(with snapshot: LoadedSnapshot) throws {
        var decoder = RecordDecoder(snapshot.blob)
        let form = try decoder.integer(UInt8.self)
        try MessageQueue.expectKnownForm(of: snapshot)
        guard form >= 1 else { throw RecordDecoder.Mismatch() }
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
        replays = try ReplayRegister(from: &decoder, form: form)
        volumes = try VolumeLedger(from: &decoder)
        let types = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.text() }
        let sequences = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.integer(UInt64.self) }
        isListIncomplete = types != listedTypes.sorted()
        listed = isListIncomplete ? [] : sequences
        let header = try decoder.blob()
        if form >= 3 { restricted = try RestrictedShare(from: &decoder, form: form) }
        if form >= 4 { messages.losses = LossRegister(try [LostDelivery](from: &decoder)) }
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

extension MessageQueue {
    /// Looks whether this program understands what a sound snapshot keeps besides tables and pages.
    ///
    /// - Throws: `newerFormat`.
    package static func expectKnownForm(of snapshot: LoadedSnapshot) throws(SnapshotFailure) {
        guard let form = snapshot.blob.first, form > QueueSummary.form else { return }
        throw .newerFormat(version: UInt32(form))
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

extension RecordDecoder {
    fileprivate mutating func deliveries() throws(Mismatch) -> [DeliveryID] {
        try list { decoder throws(Mismatch) in try decoder.delivery() }
    }
}
