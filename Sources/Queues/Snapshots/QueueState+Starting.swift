internal import DurableLog
internal import Messages

extension QueueState {
    /// Applies a record at start.
    ///
    /// - Returns: nil, or why the record cannot be applied: it is not understood, or speaks of what was never made.
    mutating func replay(_ stored: StoredRecord) -> QueueFailure? {
        guard let record = try? QueueRecord.decode(kind: stored.kind, stored.body), canApply(record) else {
            return faults.take() ?? .unreadableRecord(sequence: stored.sequence)
        }
        do throws(QueueFailure) {
            _ = try follow(
                record.withoutPayload, sequence: stored.sequence, byteCount: stored.byteCount, boot: bootOfSnapshot)
        } catch {
            return error
        }
        // Not by the number alone: a mark of the journal's own may have it.
        if stored.sequence >= shedAt + Limits.recordsBetweenSheds {
            messages.shed(above: 0)
            shedAt = stored.sequence
        }
        return nil
    }

    /// Lists a message of a type that was not listed when the snapshot was taken.
    mutating func list(_ stored: StoredRecord) {
        guard let head = MessageHead(stored), listedTypes.contains(head.message.type) else { return }
        listed.append(stored.sequence)
    }

    /// Whether a record from disk speaks of a delivery or message that exists.
    private func canApply(_ record: QueueRecord) -> Bool {
        switch record {
        case .accepted: true
        case .offered(let lease, _, _), .completed(let lease, _, _, _), .returned(let lease, _, _, _, _),
            .died(let lease, _, _, _, _):
            delivery(lease.delivery) != nil
        case .redriven(let id, _, _), .discarded(let id, _, _, _), .expired(let id, _): delivery(id) != nil
        case .resent(let message, _, _): messages[message] != nil
        case .act(let act): canApply(act)
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
