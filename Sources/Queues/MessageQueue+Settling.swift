internal import DurableLog
internal import LinuxSystem
package import Messages

extension MessageQueue {
    /// Ends a delivery well: its receiver has it.
    ///
    /// The receipt is stored with the settlement or not at all. A late answer holds as long as nobody else has been offered the delivery, also after a restart.
    /// - Parameters:
    ///   - lease: the offer that is answered.
    ///   - system: who answers; it must be who leased.
    ///   - reference: the receiver's own reference.
    ///   - note: the receiver's note.
    ///   - receipt: makes the application receipt.
    /// - Returns: whether the answer holds.
    /// - Throws: `journalFailed`, `diskFull` or `closed`; in the last two nothing was changed.
    package func complete(
        _ lease: LeaseID, by system: SystemID, reference: String? = nil, note: String? = nil,
        receipt: @escaping ReceiptBuilder
    ) async throws(QueueFailure) -> SettleOutcome {
        try await answer(lease, by: system, same: [.completed], receipt) { _, now in
            .completed(lease, at: now, reference: reference, note: note)
        }
    }

    /// Ends an attempt badly: permanently, or until another attempt by the policy.
    ///
    /// - Parameters:
    ///   - lease: the offer that is answered.
    ///   - system: who answers; it must be who leased.
    ///   - failure: what the receiver says about it.
    ///   - permanent: whether trying again is of no use.
    ///   - receipt: makes the application receipt; asked only when the delivery becomes a dead letter.
    /// - Returns: whether the answer holds.
    /// - Throws: as `complete`.
    package func reject(
        _ lease: LeaseID, by system: SystemID, failure: DeliveryFault, permanent: Bool,
        receipt: @escaping ReceiptBuilder
    ) async throws(QueueFailure) -> SettleOutcome {
        let policy = policy
        let chance = chance()
        let age = agingTime()
        return try await answer(
            lease, by: system, same: [.rejected, .failed], refusing: permanent, receipt
        ) { state, now in
            state.afterFailure(
                of: lease, permanent ? .rejected : .failed, failure, at: now, age: age, policy: policy, chance: chance)
        }
    }

    /// Gives a delivery back untried; no attempt is consumed.
    ///
    /// - Parameters:
    ///   - lease: the offer that is given back.
    ///   - system: who gives it back; it must be who leased.
    ///   - delay: seconds before it may be leased again, 0–86,400.
    /// - Returns: whether that holds.
    /// - Throws: as `complete`.
    package func release(
        _ lease: LeaseID, by system: SystemID, delay: Double
    ) async throws(QueueFailure) -> SettleOutcome {
        let delay = Limits.releaseSeconds.clamp(delay.isNaN ? 0 : delay)
        let outcome = try await answer(lease, by: system, same: [.released], { _ in nil }) { _, now in
            .returned(lease, at: now, outcome: .released, fault: nil, again: now.adding(seconds: delay))
        }
        // Who waits for it need not wait for the ticker.
        if delay == 0 { await wakeReleased() }
        return outcome
    }

    /// Ends the leases whose time is over, each with another attempt or as a dead letter, and wakes those who wait for
    /// attempts now due.
    ///
    /// Called by a ticker, at the latest when `nextWakeup` says.
    /// - Returns: how many leases were ended.
    /// - Throws: as `complete`.
    package func settleLapsed(receipt: @escaping ReceiptBuilder) async throws(QueueFailure) -> Int {
        let now = now()
        let age = agingTime()
        let boot = clock.bootNanoseconds()
        var count = 0
        while true {
            if let failure { throw failure }
            await wakeRetries()
            let lapsed = guarded.withLock {
                $0.state.takeLapsed(at: boot, maximum: Limits.deliveriesPerLease)
            }
            guard let lapsed else { return count }
            guard !lapsed.isEmpty else { continue }
            var records: [QueueRecord] = []
            for lease in lapsed {
                let chance = chance()
                let (record, facts) = guarded.withLock { guarded in
                    let record = guarded.state.afterFailure(
                        of: lease, .lapsed, .lapsed, at: now, age: age, policy: policy, chance: chance)
                    return (record, guarded.state.facts(of: lease.delivery))
                }
                records += withReceipt(record, facts, receipt, at: now)
            }
            try await commit(records, ending: lapsed.map(\.delivery))
            count += lapsed.count
        }
    }

    /// Gives a delivery back until something has been mended; no attempt is consumed, however often.
    ///
    /// - Parameters:
    ///   - lease: the offer that is given back.
    ///   - system: who gives it back; it must be who leased.
    ///   - fault: what must be mended.
    ///   - seconds: after how long it is looked at again, 0–86,400.
    /// - Returns: whether that holds.
    /// - Throws: as `complete`.
    package func hold(
        _ lease: LeaseID, by system: SystemID, fault: DeliveryFault, seconds: Double
    ) async throws(QueueFailure) -> SettleOutcome {
        let delay = Limits.releaseSeconds.clamp(seconds.isNaN ? 0 : seconds)
        return try await answer(lease, by: system, same: [.held], { _ in nil }) { _, now in
            .returned(lease, at: now, outcome: .held, fault: fault, again: now.adding(seconds: delay))
        }
    }

    /// Ends the deliveries of receipts that nobody has fetched for so long, in seconds.
    ///
    /// Of deliveries only receipts expire. Source: interfaces §3.
    /// - Returns: how many were ended.
    /// - Throws: as `complete`.
    package func expireReceipts(after seconds: Double) async throws(QueueFailure) -> Int {
        let now = now()
        let age = agingTime()
        var count = 0
        while true {
            if let failure { throw failure }
            let expired = guarded.withLock {
                $0.state.takeExpired(since: age.adding(seconds: -seconds), maximum: Limits.deliveriesPerLease)
            }
            guard !expired.isEmpty else { return count }
            try await commit(expired.map { .expired($0, at: now) }, ending: expired)
            count += expired.count
        }
    }

    /// Puts a dead letter aside for good, also one whose message is damaged: nothing of that is needed.
    ///
    /// - Parameters:
    ///   - id: the dead letter.
    ///   - system: who does it.
    ///   - reason: why, for the history; without any value of the message.
    /// - Returns: whether it is put aside, or was no dead letter.
    /// - Throws: as `complete`.
    package func discard(
        _ id: DeliveryID, by system: SystemID, reason: String
    ) async throws(QueueFailure) -> DiscardOutcome {
        let damaged = await damagedDeadLetter(id)
        let isDone = try await settleDead(id, damaged) { .discarded(id, at: $0, by: system, reason: reason) }
        return isDone ? .discarded : .notDead
    }

    /// Has a dead letter tried again, at the end of its lane.
    ///
    /// One whose message could not be read is tried when the disk gives that after all.
    ///
    /// - Throws: as `complete`.
    package func retryDeadLetter(_ id: DeliveryID, by system: SystemID) async throws(QueueFailure) -> RetryOutcome {
        if lostLetter(id) != nil, !(await isReadable(id)) { return .unreadable }
        if try await settleDead(id, sparingLost: true, { .redriven(id, at: $0, by: system) }) { return .redriven }
        // It may have been let go from memory in between.
        return lostLetter(id) == nil ? .notDead : .unreadable
    }

    /// Takes a dead letter out of where it lies.
    ///
    /// - Parameters:
    ///   - id: the dead letter.
    ///   - damaged: what is known of it when its message is damaged and need not be read.
    ///   - sparingLost: whether it must be one whose message can be read.
    ///   - record: what is stored.
    /// - Returns: false when there is no dead letter of that name.
    /// - Throws: as `complete`, and `unreadable` or `unreadableSnapshot`.
    private func settleDead(
        _ id: DeliveryID, _ damaged: DamagedLetter? = nil, sparingLost: Bool = false,
        _ record: (Timestamp) -> QueueRecord
    ) async throws(QueueFailure) -> Bool {
        while true {
            if let failure { throw failure }
            // A dead letter that the disk does not give is not one that is none.
            let claimed = try guarded.withLock { guarded throws(QueueFailure) in
                if damaged != nil, !guarded.state.messages.isInMemory(id.message) {
                    return guarded.state.claimDamaged(id)
                }
                return try guarded.reading { sparingLost && $0.state.isLost(id) ? nil : $0.state.claimDead(id) }
            }
            switch claimed {
            case nil: return false
            case false?: await turn(of: id)
            case true?:
                let records = [record(now())]
                try await store(records, as: RecordGroup(records), for: .settlement, ending: [.delivery(id)]) { state in
                    if let message = damaged?.message { state.messages.losses.name([id.message: message]) }
                }
                return true
            }
        }
    }

    /// Makes dead letters of leased deliveries whose messages the disk does not give back.
    ///
    /// A delivery that cannot be buried now stays leased: its lease lapses, and whoever leases it next tries again.
    func bury(_ leases: [LostLease], by system: SystemID, receipt: ReceiptBuilder) async {
        let now = now()
        let claimed = guarded.withLock { guarded in
            leases.filter { lost in
                let verdict = guarded.state.claim(lost.lease, by: system, completing: false)
                return if case .holds = verdict { true } else { false }
            }.map { ($0, guarded.state.facts(of: $0.lease.delivery)) }
        }
        guard !claimed.isEmpty else { return }
        let records = claimed.flatMap { lost, facts in
            let cause: DeathCause = lost.isDamage ? .unreadable : .attemptsSpent
            return withReceipt(
                .died(lost.lease, at: now, outcome: .failed, fault: .unreadable, cause: cause), facts, receipt, at: now)
        }
        try? await commit(records, ending: claimed.map(\.0.lease.delivery))
    }

    private func answer(
        _ lease: LeaseID, by system: SystemID, same: Set<AttemptOutcome>, refusing: Bool = false,
        _ receipt: ReceiptBuilder, _ decide: (QueueState, Timestamp) -> QueueRecord
    ) async throws(QueueFailure) -> SettleOutcome {
        while true {
            if let failure { throw failure }
            let now = now()
            let (verdict, record, facts, woken) = try guarded.withLock { guarded throws(QueueFailure) in
                try guarded.reading { guarded in
                    let woken = guarded.note(guarded.state.resumeIfReadable(lease.delivery))
                    let verdict = guarded.state.claim(
                        lease, by: system, completing: same.contains(.completed), refusing: refusing)
                    guard case .holds = verdict else { return (verdict, QueueRecord?.none, DeliveryFacts?.none, woken) }
                    return (verdict, decide(guarded.state, now), guarded.state.facts(of: lease.delivery), woken)
                }
            }
            for sleeper in woken { sleeper.resume() }
            switch verdict {
            case .busy:
                await turn(of: lease.delivery)
            case .answered(let outcome):
                return same.contains(outcome) ? .alreadySettled : .lost(outcome.loss)
            case .lost(let loss):
                return .lost(loss)
            case .holds:
                guard let record else { preconditionFailure("an answer that holds has a record") }
                try await commit(withReceipt(record, facts, receipt, at: now), ending: [lease.delivery])
                return .settled
            }
        }
    }

    /// The record, and after it the receipt when the record ends the delivery and the receipt is new.
    ///
    /// A unit that has said ok in a receipt of its own has answered: neither another ok nor a negative follows. Nor is
    /// it said that nobody took a message that nobody is to see any more.
    func withReceipt(
        _ record: QueueRecord, _ facts: DeliveryFacts?, _ receipt: ReceiptBuilder, at now: Timestamp
    ) -> [QueueRecord] {
        guard record.endsDelivery, let facts, let message = receipt(facts) else { return [record] }
        let isAnswered = guarded.withLock { guarded in
            guarded.state.sequences[message.id] != nil
                || guarded.state.delivery(facts.delivery)?.answer?.outcome == .ok
                || record.isDeath && guarded.state.isHidden(facts.delivery)
        }
        return isAnswered ? [record] : [record, .accepted(message, at: now)]
    }

    private func commit(_ records: [QueueRecord], ending deliveries: [DeliveryID]) async throws(QueueFailure) {
        try await store(
            records.map(\.withoutPayload), as: RecordGroup(records), for: .settlement,
            ending: deliveries.map { .delivery($0) }
        ) { _ in }
    }

    private func turn(of delivery: DeliveryID) async {
        await sleep(for: [.delivery(delivery)], evenIfCancelled: true) {
            $0.state.reserved.contains(delivery)
        }
    }
}

extension QueueRecord {
    /// Whether the delivery is given up by this.
    fileprivate var isDeath: Bool {
        if case .died = self { true } else { false }
    }

    /// Whether nothing more is tried after this.
    fileprivate var endsDelivery: Bool {
        switch self {
        case .completed, .died: true
        case .accepted, .offered, .returned, .redriven, .resent, .discarded, .expired, .lost, .act: false
        }
    }
}

extension AttemptOutcome {
    /// What an answer hears that comes after another answer to the same lease.
    fileprivate var loss: LeaseLoss {
        switch self {
        case .completed: .completed
        case .rejected, .failed: .rejected
        case .released, .held: .released
        case .open, .lapsed: .lapsed
        }
    }
}
