internal import DurableLog
internal import Messages

extension QueueState {
    /// What of a record is to be kept, of an extent that the snapshots cover.
    ///
    /// What is open or dead is kept whole, however old, and so is what a replay that runs may still have come again. Messages of listed types keep their bytes as long as their heads: what
    /// is known of plans is read from them at each start.
    ///
    /// - Returns: what is to be kept, and since when no more than that; nil for what is in the snapshots, and was of use to
    ///   replays alone.
    func retention(
        of stored: StoredRecord, by policy: RetentionPolicy, at now: Timestamp
    ) -> (kept: Kept, dueSince: Timestamp?) {
        guard case .accepted(let message, let acceptedAt)? = try? QueueRecord.decode(kind: stored.kind, stored.body)
        else { return (.dropped, nil) }
        var head = message
        head.payload = []
        guard
            let entry = messages.entry(
                of: MessageHead(head, acceptedAt: acceptedAt, byteCount: stored.byteCount), sequence: stored.sequence),
            let settledAt = entry.settledAt, !mayBeReplayed(entry)
        else { return (.whole, nil) }
        let payloadGoes = settledAt.adding(days: policy.payloadDays)
        let headGoes = max(acceptedAt.adding(days: policy.headDays), payloadGoes)
        if headGoes <= now { return (.dropped, headGoes) }
        // A record of the first form can only be written as one of today's, under another kind.
        guard payloadGoes <= now, !message.payload.isEmpty, !listedTypes.contains(message.type),
            stored.kind == QueueRecord.messageKind
        else { return (.whole, nil) }
        return (.body(QueueRecord.accepted(head, at: acceptedAt).encoded()), payloadGoes)
    }
}

extension QueueState {
    /// Whether a replay that runs has come to the message's deliveries, or may.
    private func mayBeReplayed(_ entry: MessageEntry) -> Bool {
        entry.deliveries.contains { delivery in
            replays.running(at: delivery.lane.destination).map {
                $0.order.from <= entry.acceptedAt && entry.acceptedAt <= $0.order.to
            } ?? false
        }
    }
}

extension MessageEntry {
    /// When the last of its deliveries was settled, or it was accepted without any; nil while one is not settled.
    var settledAt: Timestamp? {
        var latest = acceptedAt
        for delivery in deliveries {
            switch delivery.phase {
            case .waiting, .leased, .retrying, .dead: return nil
            case .completed(let time), .cancelled(let time), .discarded(let time), .expired(let time):
                latest = max(latest, time)
            }
            if delivery.isReserved { return nil }
        }
        return latest
    }
}

extension Timestamp {
    func adding(days: Int) -> Timestamp { adding(seconds: Double(days) * 86_400) }
}
