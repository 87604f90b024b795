internal import DurableLog
package import Messages
internal import Synchronization

/// Makes the receipt that a settlement causes; nil when none is wanted. Called without any lock held.
package typealias ReceiptBuilder = @Sendable (DeliveryFacts) -> IncomingMessage?

extension MessageQueue {
    /// The receiver has taken the delivery. Its receipt is in the same record group.
    ///
    /// A lease that has ended is good as long as nobody has leased since, after a restart too.
    ///
    /// - Parameters:
    ///   - reference: the receiver's own.
    ///   - note: what else it says.
    package func complete(
        _ lease: LeaseID, by system: SystemID, reference: String?, note: String?, receipt: ReceiptBuilder
    ) async throws(QueueFailure) -> SettleOutcome {
        try await settle(lease, by: system, as: .completed) { _, at in
            .completed(lease, at: at, reference: reference, note: note)
        } receipt: { receipt($0) }
    }

    /// The receiver has refused the delivery: for good, or for now.
    ///
    /// For good, or when the policy allows no further attempt, it becomes a dead letter; `receipt` is asked only then.
    package func reject(
        _ lease: LeaseID, by system: SystemID, failure: DeliveryFault, permanent: Bool, receipt: ReceiptBuilder
    ) async throws(QueueFailure) -> SettleOutcome {
        try await settle(lease, by: system, as: .rejected) { delivery, at in
            if permanent { return .died(lease, at: at, .rejected, failure) }
            return self.afterFailure(of: delivery, at: at, .rejected, failure)
        } receipt: { receipt($0) }
    }

    /// The receiver gives the delivery back; no attempt is counted.
    ///
    /// - Parameter delay: seconds to hold it back.
    package func release(_ lease: LeaseID, by system: SystemID, delay: Double) async throws(QueueFailure) -> SettleOutcome {
        try await settle(lease, by: system, as: .released) { _, at in
            .postponed(lease, at: at, until: at.adding(seconds: delay), .released, nil)
        } receipt: { _ in nil }
    }

    /// Turns leases that have ended into retries or dead letters; lets deliveries whose time has come be leased again.
    ///
    /// - Returns: how many leases had ended.
    package func settleLapsed(receipt: ReceiptBuilder) async throws(QueueFailure) -> Int {
        let (lapsed, at) = guarded.withLock { guarded in
            let now = now(&guarded)
            guarded.state.promoteDue(now.boot)
            let lapsed = guarded.state.lapsed(now.boot)
            for delivery in lapsed { guarded.state.setBusy(delivery.id) }
            return (lapsed, now.wall)
        }
        wakeWaiters()
        for delivery in lapsed {
            let record = afterFailure(of: delivery, at: at, .lapsed, nil)
            try await commit(record, of: delivery.id, receipt: receipt)
        }
        return lapsed.count
    }

    // MARK: - Deciding

    /// Another attempt later, or the end, as the policy says.
    private func afterFailure(
        of delivery: Delivery, at: Timestamp, _ cause: PostponeCause, _ fault: DeliveryFault?
    ) -> QueueRecord {
        let failed = delivery.failedAttempts + 1
        let first = delivery.firstOfferedAt ?? at
        if failed >= policy.attempts { return .died(delivery.lease, at: at, .attemptsUsedUp, fault) }
        if at >= first.adding(seconds: policy.age) { return .died(delivery.lease, at: at, .tooOld, fault) }
        let delay = policy.delay(afterAttempts: failed, jitter: Double.random(in: 0...1))
        return .postponed(delivery.lease, at: at, until: at.adding(seconds: delay), cause, fault)
    }

    private func settle(
        _ lease: LeaseID, by system: SystemID, as verdict: Delivery.Verdict,
        _ record: (Delivery, Timestamp) -> QueueRecord, receipt: ReceiptBuilder
    ) async throws(QueueFailure) -> SettleOutcome {
        while true {
            let (check, at) = guarded.withLock { guarded in
                let check = guarded.state.verdict(on: lease, by: system, as: verdict)
                if case .mayBeSettled(let delivery) = check { guarded.state.setBusy(delivery.id) }
                return (check, now(&guarded).wall)
            }
            switch check {
            case .alreadySettled: return .alreadySettled
            case .lost(let loss): return .lost(loss)
            case .busy: await waitWhileBusy(lease.delivery)
            case .mayBeSettled(let delivery):
                try await commit(record(delivery, at), of: delivery.id, receipt: receipt)
                return .settled
            }
        }
    }

    /// Writes a settlement, and in the same group the receipt that it causes.
    private func commit(
        _ record: QueueRecord, of id: DeliveryID, receipt: ReceiptBuilder
    ) async throws(QueueFailure) {
        var records = [record]
        if record.asksForReceipt, let facts = guarded.withLock({ $0.state.facts(of: id) }), let message = receipt(facts),
            guarded.withLock({ $0.state.messages[message.id] == nil })
        {
            records.append(.accepted(message, at: record.moment))
        }
        try await write(records, urgency: .settlement, busy: [id]) { _ in }
    }

    private func waitWhileBusy(_ id: DeliveryID) async {
        await withCheckedContinuation { continuation in
            let isFree = guarded.withLock { guarded in
                guard guarded.state.deliveries[id]?.isBusy == true else { return true }
                guarded.settlers[id, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }
}

extension QueueRecord {
    /// Whether the sender is told: a delivery was taken, or given up.
    fileprivate var asksForReceipt: Bool {
        switch self {
        case .completed, .died: true
        case .accepted, .offered, .postponed, .redriven: false
        }
    }

    fileprivate var moment: Timestamp {
        switch self {
        case .accepted(_, let at), .offered(_, _, let at), .completed(_, let at, _, _), .postponed(_, let at, _, _, _),
            .died(_, let at, _, _), .redriven(_, let at, _):
            at
        }
    }
}
