internal import DurableLog
internal import Messages

extension QueueState {
    /// Applies a record at start.
    ///
    /// - Returns: nil, or why the record cannot be applied: it is not understood, or speaks of what was never made.
    mutating func replay(_ stored: StoredRecord) -> QueueFailure? {
        guard let record = try? QueueRecord.decode(kind: stored.kind, stored.body) else {
            return faults.take() ?? .unreadableRecord(sequence: stored.sequence)
        }
        if !canApply(record) {
            if let fault = faults.take() {
                guard case .unreadable(.damaged) = fault, passOverDamaged(record) else { return fault }
                return nil
            }
            guard isOfDropped(record) else { return .unreadableRecord(sequence: stored.sequence) }
            passOver(record)
            return nil
        }
        let applied = withoutLostEffect(record.withoutPayload)
        do throws(QueueFailure) {
            _ = try follow(
                applied, sequence: stored.sequence, byteCount: stored.byteCount, boot: bootOfSnapshot)
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

    /// Whether what a record speaks of is not there because retention has dropped it.
    private func isOfDropped(_ record: QueueRecord) -> Bool {
        let missing = record.mentions.filter { messages[$0] == nil }
        return !missing.isEmpty && faults.take() == nil && missing.allSatisfy(records.isThinned)
    }

    /// Goes on past a record of a message that retention has dropped; programs before this one did so to messages that were
    /// settled behind the older snapshot.
    private mutating func passOver(_ record: QueueRecord) {
        passedOver += 1
        switch record {
        case .completed(let lease, _, _, _): letGo(lease.delivery, as: \.completed)
        case .discarded(let id, _, _, _): letGo(id, as: \.discarded)
        case .expired(let id, _): letGo(id, as: \.expired)
        // Something behind it has settled what it speaks of.
        case .accepted, .offered, .returned, .died, .redriven, .resent, .lost, .act: break
        }
    }

    /// Whether a record from disk speaks of a delivery or message that exists.
    private func canApply(_ record: QueueRecord) -> Bool {
        switch record {
        case .accepted: true
        case .offered(let lease, _, _), .completed(let lease, _, _, _), .returned(let lease, _, _, _, _),
            .died(let lease, _, _, _, _):
            delivery(lease.delivery) != nil
        case .discarded(let id, _, _, _): isLost(id) || delivery(id) != nil
        case .redriven(let id, _, _), .expired(let id, _): delivery(id) != nil
        // Only that the message came again is kept, which needs nothing of it; and what was lost is told by the record.
        case .resent, .lost: true
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
