internal import Digests
internal import Messages

extension IncomingMessage {
    /// About how many bytes its record takes, rather more than fewer: what has to grow is copied whole.
    private var expectedBytes: Int {
        512 + recipients.count * 192 + warnings.count * 320 + payload.count
    }

    /// The body of its record, behind so many bytes of zeros.
    func recordBody(acceptedAt time: Timestamp, behind room: Int = 0) -> [UInt8] {
        var encoder = RecordEncoder(reserving: room + expectedBytes, behind: room)
        encoder.time(time)
        encoder.message(self)
        return encoder.bytes
    }
}

extension RecordEncoder {
    /// A message with its recipients; the payload comes last.
    mutating func message(_ message: IncomingMessage) {
        uuid(message.id.bytes)
        optional(message.transmissionID) { $0.uuid($1.bytes) }
        integer(message.digest.high)
        integer(message.digest.low)
        text(message.type)
        integer(Int32(clamping: message.version))
        text(message.senderUnit.text)
        text(message.senderSystem.text)
        optional(message.caseID) { $0.text($1.text) }
        optional(message.refersTo) { $0.uuid($1.bytes) }
        integer(message.lane.value)
        integer(message.sentAt.microseconds)
        flag(message.isReceipt)
        list(message.recipients) { $0.recipient($1) }
        list(message.warnings) { encoder, warning in
            encoder.text(warning.path)
            encoder.text(warning.code)
            encoder.text(warning.detail)
        }
        integer(message.form.rawValue)
        text(message.contentType)
        optional(message.traceparent) { $0.text($1) }
        context(of: message)
        blob(message.payload)
    }

    /// What ties a message to others: organisations, patient, case, effect.
    private mutating func context(of message: IncomingMessage) {
        optional(message.senderOrganisation) { $0.text($1.text) }
        list(message.recipients) { $0.optional($1.organisation) { $0.text($1.text) } }
        optional(message.patient) { $0.patient($1) }
        optional(message.replaces) { $0.uuid($1.bytes) }
        optional(message.publicationLane) { $0.integer($1.value) }
        flag(message.isCompulsory)
        optional(message.caseKey) { $0.integer($1.value) }
        effect(message.effect)
    }

    private mutating func effect(_ effect: MessageEffect?) {
        switch effect {
        case nil:
            integer(UInt8(0))
        case .cancels(let original, let isWrongPatient):
            integer(UInt8(1))
            uuid(original.bytes)
            flag(isWrongPatient)
        case .reads(let original, let units, let moment):
            integer(UInt8(2))
            uuid(original.bytes)
            list(units) { $0.text($1.text) }
            integer(moment.microseconds)
        case .answers(let original, let unit, let outcome):
            integer(UInt8(3))
            uuid(original.bytes)
            text(unit.text)
            integer(outcome.rawValue)
        case .changesPatient(let former):
            integer(UInt8(4))
            patient(former)
        case .registersConsent(let consent):
            integer(UInt8(5))
            self.consent(consent)
        case .withdrawsConsent(let consent, let moment):
            integer(UInt8(6))
            uuid(consent.bytes)
            integer(moment.microseconds)
        case .changesParties(let change):
            integer(UInt8(7))
            partyChange(change)
        case .forwards(let original, let unit):
            integer(UInt8(8))
            uuid(original.bytes)
            text(unit.text)
        case .misdirects(let original):
            integer(UInt8(9))
            uuid(original.bytes)
        }
    }

    mutating func partyChange(_ change: PartyChange) {
        list(change.added) { encoder, party in
            encoder.text(party.unit.text)
            encoder.optional(party.organisation) { $0.text($1.text) }
        }
        list(change.removed) { $0.text($1.text) }
        integer(change.from.microseconds)
    }

    mutating func consent(_ consent: Consent) {
        list(consent.questions.sorted { $0.rawValue < $1.rawValue }) { $0.integer($1.rawValue) }
        flag(consent.isGiven)
        optional(consent.endsAt) { $0.integer($1.microseconds) }
    }

    mutating func patient(_ patient: PatientKey) {
        integer(patient.digest.high)
        integer(patient.digest.low)
        flag(patient.isReserve)
    }

    mutating func uuid(_ bytes: UUIDBytes) {
        integer(bytes.high)
        integer(bytes.low)
    }

    private mutating func recipient(_ recipient: Recipient) {
        text(recipient.destination.name)
        text(recipient.name)
        text(recipient.why)
        switch recipient.state {
        case .queued:
            flag(false)
        case .skipped(let code, let detail):
            flag(true)
            text(code)
            text(detail)
        }
    }
}

extension RecordDecoder {
    mutating func message(isFormer: Bool) throws(Mismatch) -> IncomingMessage {
        let id = MessageID(try uuid())
        let transmission = try flag() ? TransmissionID(try uuid()) : nil
        let digest = Digest128(high: try integer(), low: try integer())
        let type = try text()
        let version = Int(try integer(Int32.self))
        let unit = UnitID(try text())
        let system = try sender()
        let caseID = try flag() ? CaseID(try text()) : nil
        let refersTo = try flag() ? MessageID(try uuid()) : nil
        let lane = LaneKey(try integer())
        let sentAt = Timestamp(microseconds: try integer())
        let isReceipt = try flag()
        let recipients = try list { decoder throws(Mismatch) in try decoder.recipient() }
        let warnings = try list { decoder throws(Mismatch) in
            AcceptanceWarning(path: try decoder.text(), code: try decoder.text(), detail: try decoder.text())
        }
        let form = MessageForm(rawValue: try integer())
        let contentType = try text()
        let traceparent = try flag() ? try text() : nil
        let context = try isFormer ? Context() : context()
        let payload = try blob()
        guard let unit, let form, isFormer || context.organisations.count == recipients.count else { throw Mismatch() }
        var message = IncomingMessage(
            id: id, transmissionID: transmission, digest: digest, type: type, version: version, senderUnit: unit,
            senderSystem: system, caseID: caseID, refersTo: refersTo, lane: lane, sentAt: sentAt,
            recipients: recipients, warnings: warnings, form: form, contentType: contentType, payload: payload,
            traceparent: traceparent, isReceipt: isReceipt)
        message.take(context)
        if isFormer { message.recordKind = QueueRecord.formerMessageKind }
        return message
    }

    private mutating func context() throws(Mismatch) -> Context {
        var context = Context()
        context.sender = try optionalUnit()
        context.organisations = try list { decoder throws(Mismatch) in try decoder.optionalUnit() }
        context.patient = try flag() ? try patient() : nil
        context.replaces = try flag() ? MessageID(try uuid()) : nil
        context.publicationLane = try flag() ? LaneKey(try integer()) : nil
        context.isCompulsory = try flag()
        context.caseKey = try flag() ? CaseKey(try integer()) : nil
        context.effect = try effect()
        return context
    }

    private mutating func effect() throws(Mismatch) -> MessageEffect? {
        let kind = try integer(UInt8.self)
        switch kind {
        case 0: return nil
        case 1:
            let original = MessageID(try uuid())
            return .cancels(original, isWrongPatient: try flag())
        case 2:
            let original = MessageID(try uuid())
            let units = try list { decoder throws(Mismatch) in try decoder.unit() }
            return .reads(original, by: units, at: Timestamp(microseconds: try integer()))
        case 3:
            let original = MessageID(try uuid())
            let unit = try unit()
            guard let outcome = ReceiptOutcome(rawValue: try integer()) else { throw Mismatch() }
            return .answers(original, by: unit, outcome)
        default: return try laterEffect(kind)
        }
    }

    private mutating func laterEffect(_ kind: UInt8) throws(Mismatch) -> MessageEffect {
        switch kind {
        case 4: return .changesPatient(from: try patient())
        case 5: return .registersConsent(try consent())
        case 6:
            let consent = MessageID(try uuid())
            return .withdrawsConsent(consent, from: Timestamp(microseconds: try integer()))
        case 7: return .changesParties(try partyChange())
        case 8:
            let original = MessageID(try uuid())
            return .forwards(original, to: try unit())
        case 9: return .misdirects(MessageID(try uuid()))
        default: throw Mismatch()
        }
    }

    mutating func partyChange() throws(Mismatch) -> PartyChange {
        let added = try list { decoder throws(Mismatch) in
            PartyChange.Party(try decoder.unit(), of: try decoder.optionalUnit())
        }
        let removed = try list { decoder throws(Mismatch) in try decoder.unit() }
        return PartyChange(added: added, removed: removed, from: Timestamp(microseconds: try integer()))
    }

    mutating func consent() throws(Mismatch) -> Consent {
        let questions = try list { decoder throws(Mismatch) in
            guard let question = ConsentQuestion(rawValue: try decoder.integer()) else { throw Mismatch() }
            return question
        }
        let isGiven = try flag()
        return Consent(
            Set(questions), isGiven: isGiven, endsAt: try flag() ? Timestamp(microseconds: try integer()) : nil)
    }

    mutating func patient() throws(Mismatch) -> PatientKey {
        let digest = Digest128(high: try integer(), low: try integer())
        return PatientKey(digest: digest, isReserve: try flag())
    }

    mutating func unit() throws(Mismatch) -> UnitID {
        guard let unit = UnitID(try text()) else { throw Mismatch() }
        return unit
    }

    mutating func optionalUnit() throws(Mismatch) -> UnitID? {
        try flag() ? try unit() : nil
    }

    mutating func uuid() throws(Mismatch) -> UUIDBytes {
        let high = try integer(UInt64.self)
        return UUIDBytes(high: high, low: try integer())
    }

    private mutating func sender() throws(Mismatch) -> SystemID {
        guard let system = SystemID(stored: try text()) else { throw Mismatch() }
        return system
    }

    private mutating func recipient() throws(Mismatch) -> Recipient {
        guard let destination = Destination(name: try text()) else { throw Mismatch() }
        let name = try text()
        let why = try text()
        let state: RecipientState = try flag() ? .skipped(code: try text(), detail: try text()) : .queued
        return Recipient(destination: destination, name: name, why: why, state: state)
    }
}

/// What ties a message to others; absent in records of the first form.
private struct Context {
    var sender: UnitID?
    /// The organisations of the recipients, one for each.
    var organisations: [UnitID?] = []
    var patient: PatientKey?
    var replaces: MessageID?
    var publicationLane: LaneKey?
    var isCompulsory = false
    var caseKey: CaseKey?
    var effect: MessageEffect?
}

extension IncomingMessage {
    fileprivate mutating func take(_ context: Context) {
        senderOrganisation = context.sender
        recipients = zip(recipients, context.organisations + Array(repeating: nil, count: recipients.count)).map {
            Recipient(
                destination: $0.destination, name: $0.name, why: $0.why, state: $0.state, organisation: $1)
        }
        patient = context.patient
        replaces = context.replaces
        publicationLane = context.publicationLane
        isCompulsory = context.isCompulsory
        caseKey = context.caseKey
        effect = context.effect
    }
}
