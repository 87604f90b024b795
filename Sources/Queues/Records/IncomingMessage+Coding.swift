internal import Digests
internal import Messages

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
        blob(message.payload)
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
    mutating func message() throws(Mismatch) -> IncomingMessage {
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
        let payload = try blob()
        guard let unit, let form else { throw Mismatch() }
        return IncomingMessage(
            id: id, transmissionID: transmission, digest: digest, type: type, version: version, senderUnit: unit,
            senderSystem: system, caseID: caseID, refersTo: refersTo, lane: lane, sentAt: sentAt,
            recipients: recipients, warnings: warnings, form: form, contentType: contentType, payload: payload,
            traceparent: traceparent, isReceipt: isReceipt)
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
