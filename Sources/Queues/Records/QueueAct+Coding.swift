internal import Messages

/// The bodies of acts, in the order in which their fields are written; integers little-endian, texts after their length.
///
/// ```
/// 20 paused          time 8 | destination text | by text | reason text
/// 21 resumed         time 8 | destination text | by text
/// 22 replay ordered  time 8 | destination text | from 8 | to 8 | by text | reason text
/// 23 replayed        time 8 | destination text | replay 8 | through 8 | is last 1 | count 4 | (message 8, recipient 4)…
/// 24 replayed        as 23, then dropped 4
/// 25 replayed        as 24, dropped may be 0, then count 4 | (first 8, last 8)… of records that could not be read
/// 26 replayed        as 25, which may be none, then how many of the dropped are about compulsory care 4
/// ```
extension QueueAct {
    func encoded() -> [UInt8] {
        var encoder = RecordEncoder()
        switch self {
        case .paused(let destination, let pause):
            encoder.begin(destination, at: pause.since)
            encoder.text(pause.by.text)
            encoder.text(pause.reason)
        case .resumed(let destination, let time, let system):
            encoder.begin(destination, at: time)
            encoder.text(system.text)
        case .replayOrdered(let order, let time):
            encoder.begin(order.destination, at: time)
            encoder.integer(order.from.microseconds)
            encoder.integer(order.to.microseconds)
            encoder.text(order.by.text)
            encoder.text(order.reason)
        case .replayed(let portion, let time):
            encoder.begin(portion.destination, at: time)
            encoder.integer(portion.replay)
            encoder.integer(portion.through)
            encoder.flag(portion.isLast)
            encoder.list(portion.deliveries) { encoder, delivery in
                encoder.integer(delivery.message)
                encoder.integer(delivery.recipient)
            }
            guard kind > 23 else { break }
            encoder.integer(UInt32(clamping: portion.dropped))
            guard kind > 24 else { break }
            encoder.list(portion.unread) { $0.range($1) }
            if kind > 25 { encoder.integer(UInt32(clamping: portion.droppedRestricted)) }
        }
        return encoder.bytes
    }

    /// Reads a body of a kind; `Mismatch` when it is of no act.
    static func decode(kind: UInt8, _ decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) -> QueueAct {
        guard (20...26).contains(kind) else { throw RecordDecoder.Mismatch() }
        let time = Timestamp(microseconds: try decoder.integer())
        guard let destination = Destination(name: try decoder.text()) else { throw RecordDecoder.Mismatch() }
        switch kind {
        case 20:
            let system = try decoder.actor()
            return .paused(destination, QueuePause(since: time, by: system, reason: try decoder.text()))
        case 21:
            return .resumed(destination, at: time, by: try decoder.actor())
        case 22:
            let from = Timestamp(microseconds: try decoder.integer())
            let to = Timestamp(microseconds: try decoder.integer())
            let system = try decoder.actor()
            let order = ReplayOrder(
                destination: destination, from: from, to: to, by: system, reason: try decoder.text())
            return .replayOrdered(order, at: time)
        default:
            let replay = try decoder.integer(UInt64.self)
            let through = try decoder.integer(UInt64.self)
            let isLast = try decoder.flag()
            let deliveries = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
                let message = try decoder.integer(UInt64.self)
                return DeliveryID(message: message, recipient: try decoder.integer())
            }
            let dropped = kind > 23 ? Int(try decoder.integer(UInt32.self)) : 0
            let unread =
                kind > 24
                ? try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.range() } : []
            let restricted = kind > 25 ? Int(try decoder.integer(UInt32.self)) : 0
            let portion = ReplayPortion(
                replay: replay, destination: destination, deliveries: deliveries, dropped: dropped,
                droppedRestricted: restricted, unread: unread, through: through, isLast: isLast)
            let act = QueueAct.replayed(portion, at: time)
            guard act.kind == kind, restricted <= dropped else { throw RecordDecoder.Mismatch() }
            return act
        }
    }
}

extension RecordEncoder {
    fileprivate mutating func begin(_ destination: Destination, at time: Timestamp) {
        integer(time.microseconds)
        text(destination.name)
    }
}

extension RecordDecoder {
    fileprivate mutating func actor() throws(Mismatch) -> SystemID {
        guard let system = SystemID(stored: try text()) else { throw Mismatch() }
        return system
    }
}
