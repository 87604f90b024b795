internal import DurableLog
internal import Messages

/// What a start does with records about deliveries whose messages the disk has damaged: one bad sector must not keep all
/// others from going on.
extension QueueState {
    /// Goes on past a record about a delivery whose message is damaged, keeping what can be kept without that: how it ended.
    ///
    /// What has not ended stays where it stood: whoever comes to it finds the damage, and gives it up.
    ///
    /// - Returns: whether that is enough; not of what would be offered to people who are not to see it.
    mutating func passOverDamaged(_ record: QueueRecord) -> Bool {
        switch record {
        case .completed(let lease, let time, _, _): conclude(lease.delivery, as: \.completed, .letBe, at: time)
        // What was put aside has not reached its receiver: who comes behind it is told.
        case .discarded(let id, let time, _, _): conclude(id, as: \.discarded, .discarded, at: time, isMissing: true)
        case .expired(let id, let time): conclude(id, as: \.expired, .discarded, at: time)
        case .died(let lease, let time, _, _, _):
            for loss in losses(of: [lease.delivery]) { _ = lose(loss, at: time) }
        case .offered, .returned, .redriven: break
        case .accepted, .resent, .lost, .act: return false
        }
        passedOver += 1
        return true
    }

    /// A message without its effect when that only tells more of one that is damaged.
    ///
    /// A cancellation is not such a one: what it makes void must not come back with a file that is put back.
    mutating func withoutLostEffect(_ record: QueueRecord) -> QueueRecord {
        guard case .accepted(var message, let time) = record else { return record }
        switch message.effect {
        case .reads(let original, _, _), .answers(let original, _, _), .forwards(let original, _):
            guard let sequence = sequences[original]?.sequence, !messages.fetch(sequence),
                case .unreadable(.damaged)? = faults.take()
            else { return record }
            message.effect = nil
            return .accepted(message, at: time)
        case .cancels, .misdirects, .changesPatient, .registersConsent, .withdrawsConsent, .changesParties, nil:
            return record
        }
    }

    /// Looks for the ids of messages that were found to be damaged only now: nothing leads from their numbers to them but a
    /// look at all.
    mutating func nameLosses() {
        let nameless = messages.losses.namelessMessages
        guard passedOver > 0, !nameless.isEmpty else { return }
        messages.losses.name(sequences.ids(of: nameless))
    }

    /// Has a delivery that is open or a dead letter be over.
    private mutating func conclude(
        _ id: DeliveryID, as count: WritableKeyPath<Conservation, Int>, _ end: LostDelivery.End, at time: Timestamp,
        isMissing: Bool = false
    ) {
        guard let lane = lane(ofUnsettled: id) else { return }
        let loss = messages.losses[id]?.loss ?? Loss(delivery: id, lane: lane, message: nil)
        guard !lane.isReplay else {
            _ = lose(loss, at: time)
            return
        }
        letGo(id, as: count, isMissing: isMissing)
        messages.losses.note(LostDelivery(loss: loss, at: time, end: end, endedAt: time))
    }
}
