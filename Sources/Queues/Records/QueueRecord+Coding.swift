internal import Digests
internal import Messages

extension QueueRecord {
    /// The record's body; its kind stands beside it in the journal.
    func encoded() -> [UInt8] {
        var encoder: RecordEncoder
        switch self {
        case .accepted(let message, let time):
            return message.recordBody(acceptedAt: time)
        case .offered(let lease, let system, let time):
            encoder = RecordEncoder()
            encoder.lease(lease, at: time)
            encoder.text(system.text)
        case .completed(let lease, let time, let reference, let note):
            encoder = RecordEncoder()
            encoder.lease(lease, at: time)
            encoder.optional(reference) { $0.text($1) }
            encoder.optional(note) { $0.text($1) }
        case .returned(let lease, let time, let outcome, let fault, let again):
            encoder = RecordEncoder()
            encoder.lease(lease, at: time)
            encoder.integer(outcome.rawValue)
            encoder.optional(fault) { $0.fault($1) }
            encoder.time(again)
        case .died(let lease, let time, let outcome, let fault, let cause):
            encoder = RecordEncoder()
            encoder.lease(lease, at: time)
            encoder.integer(outcome.rawValue)
            encoder.fault(fault)
            encoder.integer(cause.rawValue)
        case .redriven(let delivery, let time, let system):
            encoder = RecordEncoder()
            encoder.delivery(delivery)
            encoder.time(time)
            encoder.text(system.text)
        case .discarded(let delivery, let time, let system, let reason):
            encoder = RecordEncoder()
            encoder.delivery(delivery)
            encoder.time(time)
            encoder.text(system.text)
            encoder.text(reason)
        case .expired(let delivery, let time):
            encoder = RecordEncoder()
            encoder.delivery(delivery)
            encoder.time(time)
        case .resent(let message, let transmission, let time):
            encoder = RecordEncoder()
            encoder.integer(message)
            encoder.uuid(transmission.bytes)
            encoder.time(time)
        case .lost(let loss, let time):
            encoder = RecordEncoder()
            loss.encode(into: &encoder)
            encoder.time(time)
        case .act(let act):
            return act.encoded()
        }
        return encoder.bytes
    }

    /// Reads a body of a kind.
    static func decode(kind: UInt8, _ body: [UInt8]) throws(RecordDecoder.Mismatch) -> QueueRecord {
        var decoder = RecordDecoder(body)
        let record: QueueRecord
        switch kind {
        case messageKind, formerMessageKind:
            let time = try decoder.time()
            record = .accepted(try decoder.message(isFormer: kind == formerMessageKind), at: time)
        case 2:
            let (lease, time) = try decoder.lease()
            record = .offered(lease, to: try decoder.system(), at: time)
        case 3:
            let (lease, time) = try decoder.lease()
            record = .completed(
                lease, at: time, reference: try decoder.optionalText(), note: try decoder.optionalText())
        case 4:
            let (lease, time) = try decoder.lease()
            let outcome = try decoder.outcome()
            let fault = try decoder.flag() ? try decoder.fault() : nil
            record = .returned(lease, at: time, outcome: outcome, fault: fault, again: try decoder.time())
        case 5:
            let (lease, time) = try decoder.lease()
            let outcome = try decoder.outcome()
            let fault = try decoder.fault()
            guard let cause = DeathCause(rawValue: try decoder.integer()) else { throw RecordDecoder.Mismatch() }
            record = .died(lease, at: time, outcome: outcome, fault: fault, cause: cause)
        case 6:
            let delivery = try decoder.delivery()
            let time = try decoder.time()
            record = .redriven(delivery, at: time, by: try decoder.system())
        case 7:
            let message = try decoder.integer(UInt64.self)
            record = .resent(message: message, TransmissionID(try decoder.uuid()), at: try decoder.time())
        case 9:
            let delivery = try decoder.delivery()
            let time = try decoder.time()
            record = .discarded(delivery, at: time, by: try decoder.system(), reason: try decoder.text())
        case 10:
            let delivery = try decoder.delivery()
            record = .expired(delivery, at: try decoder.time())
        case 11:
            let loss = try Loss(from: &decoder)
            record = .lost(loss, at: try decoder.time())
        default:
            record = .act(try QueueAct.decode(kind: kind, &decoder))
        }
        try decoder.finish()
        return record
    }
}

extension RecordEncoder {
    mutating func time(_ time: Timestamp) { integer(time.microseconds) }

    mutating func delivery(_ delivery: DeliveryID) {
        integer(delivery.message)
        integer(delivery.recipient)
    }

    fileprivate mutating func lease(_ lease: LeaseID, at moment: Timestamp) {
        delivery(lease.delivery)
        integer(lease.offer)
        time(moment)
    }

    mutating func fault(_ fault: DeliveryFault) {
        text(fault.code)
        text(fault.reason)
    }
}

extension RecordDecoder {
    mutating func time() throws(Mismatch) -> Timestamp { Timestamp(microseconds: try integer()) }

    mutating func delivery() throws(Mismatch) -> DeliveryID {
        let message = try integer(UInt64.self)
        return DeliveryID(message: message, recipient: try integer())
    }

    fileprivate mutating func lease() throws(Mismatch) -> (LeaseID, Timestamp) {
        let delivery = try delivery()
        let offer = try integer(UInt32.self)
        return (LeaseID(delivery: delivery, offer: offer), try time())
    }

    mutating func fault() throws(Mismatch) -> DeliveryFault {
        let code = try text()
        return DeliveryFault(code: code, reason: try text())
    }

    mutating func outcome() throws(Mismatch) -> AttemptOutcome {
        guard let outcome = AttemptOutcome(rawValue: try integer()) else { throw Mismatch() }
        return outcome
    }

    mutating func optionalText() throws(Mismatch) -> String? {
        try flag() ? try text() : nil
    }

    mutating func system() throws(Mismatch) -> SystemID {
        guard let system = SystemID(stored: try text()) else { throw Mismatch() }
        return system
    }
}
