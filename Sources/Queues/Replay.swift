internal import DurableLog
internal import Messages
internal import Synchronization

/// Builds the queues' state from the journal's records at start.
final class Replay: Sendable {
    private let guarded = Mutex(MessageQueue.Guarded())
    private let passesOver: Bool

    /// Begins a replay.
    ///
    /// - Parameter passesOver: whether records are passed over that are not understood or speak of what was lost.
    init(passingOver passesOver: Bool = false) {
        self.passesOver = passesOver
    }

    /// Applies a record; the first one that is not understood stops the replay, unless such are passed over.
    func apply(_ stored: StoredRecord) {
        guarded.withLock { guarded in
            guard guarded.unreadable == nil else { return }
            do {
                let record = try QueueRecord.decode(kind: stored.kind, stored.body)
                guard guarded.state.canApply(record) else { throw RecordDecoder.Mismatch() }
                _ = guarded.state.apply(record.withoutPayload, sequence: stored.sequence, place: stored.place, boot: 0)
            } catch {
                if !passesOver { guarded.unreadable = stored.sequence }
            }
        }
    }

    /// The state after the last record, every lease ended and every wait counted from now on.
    func finish(at now: Timestamp, boot: UInt64) -> MessageQueue.Guarded {
        guarded.withLock { guarded in
            guarded.state.resume(at: now, boot: boot)
            return guarded
        }
    }
}

extension QueueRecord {
    /// The record as the memory keeps it.
    var withoutPayload: QueueRecord {
        guard case .accepted(var message, let time) = self else { return self }
        message.payload = []
        return .accepted(message, at: time)
    }
}

extension QueueState {
    /// Whether a record from disk speaks of a delivery or message that exists.
    fileprivate func canApply(_ record: QueueRecord) -> Bool {
        switch record {
        case .accepted: true
        case .offered(let lease, _, _), .completed(let lease, _, _, _), .returned(let lease, _, _, _, _),
            .died(let lease, _, _, _, _):
            deliveries[lease.delivery] != nil
        case .redriven(let delivery, _, _), .discarded(let delivery, _, _, _), .expired(let delivery, _):
            deliveries[delivery] != nil
        case .resent(let message, _, _): messages[message] != nil
        }
    }
}
