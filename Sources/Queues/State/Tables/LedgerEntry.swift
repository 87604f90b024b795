internal import Messages

/// Where an id was used: by it a duplicate is known.
struct LedgerEntry: Hashable, RecordCoded {
    /// The number of the message's record.
    let sequence: UInt64
    /// When the message was accepted, in whole days; by it the entry is dropped in its time.
    let day: Int32

    init(_ sequence: UInt64, at time: Timestamp) {
        self.sequence = sequence
        day = time.day
    }

    func encode(into encoder: inout RecordEncoder) {
        encoder.integer(sequence)
        encoder.integer(day)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        sequence = try decoder.integer()
        day = try decoder.integer()
    }
}

extension Timestamp {
    /// Whole days since 1970.
    var day: Int32 { Int32(clamping: microseconds / 86_400_000_000) }
}

/// Cancellations that came before the message that they cancel, one for an organisation: only the message's own can.
struct EarlyCancellations: RecordCoded {
    var byOrganisation: [UnitID: Cancellation] = [:]

    init() {}

    func encode(into encoder: inout RecordEncoder) {
        encoder.list(byOrganisation.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.text(entry.key.text)
            entry.value.encode(into: &encoder)
        }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        for (unit, cancellation) in try decoder.list({ decoder throws(RecordDecoder.Mismatch) in
            (try decoder.unit(), try Cancellation(from: &decoder))
        }) {
            byOrganisation[unit] = cancellation
        }
    }
}
