internal import Digests
internal import Messages

/// A record begins with a byte that tells its kind; its fields follow in the order in which they are written here.
extension QueueRecord {
    private enum Kind: UInt8 {
        case accepted = 1
        case offered = 2
        case completed = 3
        case postponed = 4
        case died = 5
        case redriven = 6
    }

    /// The record as the journal keeps it.
    var bytes: [UInt8] {
        var writer = RecordWriter()
        switch self {
        case .accepted(let message, let at):
            writer.number(Kind.accepted.rawValue)
            writer.number(at.microseconds)
            writer.message(message)
        case .offered(let lease, let system, let at):
            writer.number(Kind.offered.rawValue)
            writer.lease(lease)
            writer.number(at.microseconds)
            writer.text(system.text)
        case .completed(let lease, let at, let reference, let note):
            writer.number(Kind.completed.rawValue)
            writer.lease(lease)
            writer.number(at.microseconds)
            writer.optional(reference)
            writer.optional(note)
        case .postponed(let lease, let at, let until, let cause, let fault):
            writer.number(Kind.postponed.rawValue)
            writer.lease(lease)
            writer.number(at.microseconds)
            writer.number(until.microseconds)
            writer.number(cause.rawValue)
            writer.fault(fault)
        case .died(let lease, let at, let cause, let fault):
            writer.number(Kind.died.rawValue)
            writer.lease(lease)
            writer.number(at.microseconds)
            writer.number(cause.number)
            writer.fault(fault)
        case .redriven(let delivery, let at, let system):
            writer.number(Kind.redriven.rawValue)
            writer.delivery(delivery)
            writer.number(at.microseconds)
            writer.text(system.text)
        }
        return writer.bytes
    }

    /// Reads a record; nil when the bytes are none that this version understands.
    init?(_ bytes: [UInt8]) {
        var reader = RecordReader(bytes)
        guard let kind = Kind(rawValue: reader.number(UInt8.self)) else { return nil }
        switch kind {
        case .accepted:
            let at = reader.timestamp()
            guard let message = reader.message() else { return nil }
            self = .accepted(message, at: at)
        case .offered:
            let (lease, at) = (reader.lease(), reader.timestamp())
            self = .offered(lease, to: reader.system(), at: at)
        case .completed:
            let (lease, at) = (reader.lease(), reader.timestamp())
            let reference = reader.optional()
            self = .completed(lease, at: at, reference: reference, note: reader.optional())
        case .postponed:
            let (lease, at, until) = (reader.lease(), reader.timestamp(), reader.timestamp())
            guard let cause = PostponeCause(rawValue: reader.number(UInt8.self)) else { return nil }
            self = .postponed(lease, at: at, until: until, cause, reader.fault())
        case .died:
            let (lease, at, number) = (reader.lease(), reader.timestamp(), reader.number(UInt8.self))
            guard let cause = DeadLetterCause.allCases.first(where: { $0.number == number }) else { return nil }
            self = .died(lease, at: at, cause, reader.fault())
        case .redriven:
            let (delivery, at) = (reader.delivery(), reader.timestamp())
            self = .redriven(delivery, at: at, by: reader.system())
        }
        guard reader.isComplete else { return nil }
    }
}

extension RecordWriter {
    fileprivate mutating func delivery(_ delivery: DeliveryID) {
        number(delivery.message)
        number(delivery.recipient)
    }

    fileprivate mutating func lease(_ lease: LeaseID) {
        delivery(lease.delivery)
        number(lease.offer)
    }

    fileprivate mutating func fault(_ fault: DeliveryFault?) {
        optional(fault?.code)
        if let fault { text(fault.reason) }
    }

    fileprivate mutating func uuid(_ uuid: UUIDBytes) {
        number(uuid.high)
        number(uuid.low)
    }

    fileprivate mutating func message(_ message: IncomingMessage) {
        uuid(message.id.bytes)
        optional(message.transmissionID?.description)
        number(message.digest.high)
        number(message.digest.low)
        text(message.type)
        number(UInt32(message.version))
        text(message.senderUnit.text)
        text(message.senderSystem.text)
        optional(message.caseID?.text)
        optional(message.refersTo?.description)
        number(message.lane.value)
        number(message.sentAt.microseconds)
        number(UInt32(message.recipients.count))
        for recipient in message.recipients { self.recipient(recipient) }
        number(UInt32(message.warnings.count))
        for warning in message.warnings {
            text(warning.path)
            text(warning.code)
            text(warning.detail)
        }
        number(message.form.rawValue)
        text(message.contentType)
        optional(message.traceparent)
        number(UInt8(message.isReceipt ? 1 : 0))
        blob(message.payload)
    }

    private mutating func recipient(_ recipient: Recipient) {
        text(recipient.destination.name)
        text(recipient.name)
        text(recipient.why)
        switch recipient.state {
        case .queued: optional(nil)
        case .skipped(let code, let detail):
            optional(code)
            text(detail)
        }
    }
}

extension RecordReader {
    fileprivate mutating func timestamp() -> Timestamp {
        Timestamp(microseconds: number(Int64.self))
    }

    fileprivate mutating func system() -> SystemID {
        value(SystemID(stored: text()), or: .gateway)
    }

    fileprivate mutating func delivery() -> DeliveryID {
        let message = number(UInt64.self)
        return DeliveryID(message: message, recipient: number(UInt32.self))
    }

    fileprivate mutating func lease() -> LeaseID {
        let delivery = delivery()
        return LeaseID(delivery: delivery, offer: number(UInt32.self))
    }

    fileprivate mutating func fault() -> DeliveryFault? {
        guard let code = optional() else { return nil }
        return DeliveryFault(code: code, reason: text())
    }

    private mutating func uuid() -> UUIDBytes {
        let high = number(UInt64.self)
        return UUIDBytes(high: high, low: number(UInt64.self))
    }

    fileprivate mutating func message() -> IncomingMessage? {
        let id = MessageID(uuid())
        let transmission = optional().flatMap { TransmissionID($0) }
        let digestHigh = number(UInt64.self)
        let digest = Digest128(high: digestHigh, low: number(UInt64.self))
        let type = text()
        let version = Int(number(UInt32.self))
        let senderUnit = UnitID(text())
        let senderSystem = system()
        let caseID = optional().flatMap { CaseID($0) }
        let refersTo = optional().flatMap { MessageID($0) }
        let lane = LaneKey(number(UInt64.self))
        let sentAt = timestamp()
        let recipients = list { $0.recipient() }.compactMap(\.self)
        let warnings = list { reader in
            AcceptanceWarning(path: reader.text(), code: reader.text(), detail: reader.text())
        }
        let form = MessageForm(rawValue: number(UInt8.self))
        let contentType = text()
        let traceparent = optional()
        let isReceipt = number(UInt8.self) == 1
        let payload = blob()
        guard let senderUnit, let form, !hasFailed else { return nil }
        return IncomingMessage(
            id: id, transmissionID: transmission, digest: digest, type: type, version: version, senderUnit: senderUnit,
            senderSystem: senderSystem, caseID: caseID, refersTo: refersTo, lane: lane, sentAt: sentAt,
            recipients: recipients, warnings: warnings, form: form, contentType: contentType, payload: payload,
            traceparent: traceparent, isReceipt: isReceipt)
    }

    private mutating func list<Item>(_ item: (inout RecordReader) -> Item) -> [Item] {
        let count = number(UInt32.self)
        var items: [Item] = []
        for _ in 0..<count where !hasFailed { items.append(item(&self)) }
        return items
    }

    private mutating func recipient() -> Recipient? {
        let destination = Destination(name: text())
        let name = text()
        let why = text()
        let state: Recipient.State
        if let code = optional() {
            state = .skipped(code: code, detail: text())
        } else {
            state = .queued
        }
        guard let destination else { return nil }
        return Recipient(destination: destination, name: name, why: why, state: state)
    }
}
