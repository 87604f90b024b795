internal import Messages

/// A `ConsentRegistered` as it is kept.
struct ConsentRegistration: RecordCoded {
    let consent: Consent
    let caseKey: CaseKey?
    let sentAt: Timestamp
    let order: UInt64

    init(consent: Consent, caseKey: CaseKey?, sentAt: Timestamp, order: UInt64) {
        self.consent = consent
        self.caseKey = caseKey
        self.sentAt = sentAt
        self.order = order
    }

    func encode(into encoder: inout RecordEncoder) {
        encoder.consent(consent)
        encoder.optional(caseKey) { $0.integer($1.value) }
        encoder.time(sentAt)
        encoder.integer(order)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        consent = try decoder.consent()
        caseKey = try decoder.flag() ? CaseKey(try decoder.integer()) : nil
        sentAt = try decoder.time()
        order = try decoder.integer()
    }
}

/// A `ConsentWithdrawn` as it is kept.
struct ConsentWithdrawal: RecordCoded {
    let id: MessageID
    /// What it withdraws, here or not.
    let consent: MessageID
    let caseKey: CaseKey?
    let from: Timestamp
    let order: UInt64

    init(id: MessageID, consent: MessageID, caseKey: CaseKey?, from: Timestamp, order: UInt64) {
        self.id = id
        self.consent = consent
        self.caseKey = caseKey
        self.from = from
        self.order = order
    }

    func encode(into encoder: inout RecordEncoder) {
        encoder.uuid(id.bytes)
        encoder.uuid(consent.bytes)
        encoder.optional(caseKey) { $0.integer($1.value) }
        encoder.time(from)
        encoder.integer(order)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        id = MessageID(try decoder.uuid())
        consent = MessageID(try decoder.uuid())
        caseKey = try decoder.flag() ? CaseKey(try decoder.integer()) : nil
        from = try decoder.time()
        order = try decoder.integer()
    }
}

/// What has been said of consent in a case.
struct CaseConsents: RecordCoded {
    var registered: [MessageID] = []
    var withdrawn: [ConsentWithdrawal] = []

    init() {}

    func encode(into encoder: inout RecordEncoder) {
        encoder.list(registered) { $0.uuid($1.bytes) }
        withdrawn.encode(into: &encoder)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        registered = try decoder.list { decoder throws(RecordDecoder.Mismatch) in MessageID(try decoder.uuid()) }
        withdrawn = try [ConsentWithdrawal](from: &decoder)
    }
}
