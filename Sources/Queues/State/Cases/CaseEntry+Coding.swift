internal import Messages

/// A case under an id, of which there may be several.
struct NamedCase: Hashable, RecordCoded {
    let id: CaseID
    let key: CaseKey

    init(id: CaseID, key: CaseKey) {
        self.id = id
        self.key = key
    }

    func encode(into encoder: inout RecordEncoder) {
        encoder.text(id.text)
        encoder.integer(key.value)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        id = try decoder.caseID()
        key = CaseKey(try decoder.integer())
    }
}

/// What the table `cases` keeps of a case: all of it, sets sorted, lists after their length.
extension CaseEntry: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        encoder.text(id.text)
        encoder.optional(opener) { $0.text($1.text) }
        encoder.integer(order)
        encoder.units(organisations.sorted())
        encoder.units(senders.sorted())
        encoder.list(patients) { $0.patient($1) }
        encoder.list(patients.filter(formerPatients.contains)) { $0.patient($1) }
        encoder.units(parties)
        encoder.units(participants.sorted())
        encoder.list(partyChanges) { $0.partyChange($1) }
        encoder.list(messages) { $0.uuid($1.bytes) }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        let id = try decoder.caseID()
        let opener = try decoder.optionalUnit()
        self.init(id: id, opener: opener, order: try decoder.integer())
        organisations = Set(try decoder.units())
        senders = Set(try decoder.units())
        patients = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.patient() }
        formerPatients = Set(try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.patient() })
        parties = try decoder.units()
        participants = Set(try decoder.units())
        partyChanges = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.partyChange() }
        messages = try decoder.list { decoder throws(RecordDecoder.Mismatch) in MessageID(try decoder.uuid()) }
    }
}

extension RecordEncoder {
    mutating func units(_ units: [UnitID]) {
        list(units) { $0.text($1.text) }
    }
}

extension RecordDecoder {
    mutating func caseID() throws(Mismatch) -> CaseID {
        guard let id = CaseID(try text()) else { throw Mismatch() }
        return id
    }

    mutating func units() throws(Mismatch) -> [UnitID] {
        try list { decoder throws(Mismatch) in try decoder.unit() }
    }
}
