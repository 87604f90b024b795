internal import Messages

extension QueueRecord {
    /// The numbers of the messages, stored before, that it names.
    var mentions: [UInt64] {
        switch self {
        // What was lost needs nothing of its message.
        case .accepted, .lost: []
        case .offered(let lease, _, _), .completed(let lease, _, _, _), .returned(let lease, _, _, _, _),
            .died(let lease, _, _, _, _):
            [lease.delivery.message]
        case .redriven(let id, _, _), .discarded(let id, _, _, _), .expired(let id, _): [id.message]
        case .resent(let message, _, _): [message]
        case .act(.replayed(let portion, _)): portion.deliveries.map(\.message)
        case .act(.paused), .act(.resumed), .act(.replayOrdered): []
        }
    }
}
