internal import DurableLog
internal import LinuxSystem
package import Messages
internal import Synchronization

extension MessageQueue {
    /// Lends deliveries to a system; they are on disk as offered before this returns.
    ///
    /// - Parameters:
    ///   - destinations: where to take from, each in turn.
    ///   - system: who answers for them.
    ///   - maximum: how many at most, 1–1,000; fewer when their payloads come to 32 MiB.
    ///   - duration: how long, in seconds, 1–3,600.
    ///   - spared: destinations whose compulsory care is not for the system.
    ///   - openLimit: deliveries that the system may have leased at once, these included; nil without a limit.
    ///   - receipt: makes the application receipt of a delivery that becomes a dead letter here.
    /// - Returns: the deliveries, none when nothing may be leased now. One whose message cannot be read back from the disk
    ///   is not among them: it becomes a dead letter with a fault of its own.
    /// - Throws: `journalFailed`, `diskFull` or `closed`, with nothing lent.
    package func lease(
        from destinations: [Destination], by system: SystemID, maximum: Int, duration: Int,
        sparingCompulsoryAt spared: Set<Destination> = [], openLimit: Int? = nil,
        receipt: @escaping ReceiptBuilder = { _ in nil }
    ) async throws(QueueFailure) -> [LeasedDelivery] {
        if let failure { throw failure }
        let now = now()
        let maximum = min(max(maximum, 1), Limits.deliveriesPerLease)
        let duration = Limits.leaseSeconds.clamp(duration)
        wakeRetries()
        let found = guarded.withLock { guarded in
            for destination in destinations { guarded.polledAt[destination] = now }
            return guarded.pick(
                from: destinations, sparing: spared, by: system, maximum: maximum, openLimit: openLimit)
        }
        guard !found.isEmpty else { return [] }
        defer { if openLimit != nil { guarded.withLock { $0.lending[system, default: 0] -= found.count } } }
        let (picks, deaths) = sort(found, at: now, receipt)
        let records = picks.map { QueueRecord.offered($0.lease, to: system, at: now) } + deaths
        let ends = now.adding(seconds: Double(duration))
        let clock = clock
        let drafts = try await store(
            records.map(\.withoutPayload), as: RecordGroup(records), for: .settlement,
            ending: found.map { .delivery($0.lease.delivery) }
        ) { state in
            // The lease's time starts here and not before the sync, which the poller is not to pay for.
            let deadline = clock.bootNanoseconds() + UInt64(duration) * 1_000_000_000
            return picks.compactMap { pick in
                state.hold(pick.lease, until: deadline, ends)
                return state.draft(of: pick)
            }
        }
        guard !picks.isEmpty else {
            return try await lease(
                from: destinations, by: system, maximum: maximum, duration: duration, sparingCompulsoryAt: spared,
                openLimit: openLimit, receipt: receipt)
        }
        return await complete(drafts, by: system, expiring: ends, receipt)
    }

    /// Sorts what was picked into what may be offered, and the ends of what was offered so often without any answer that it
    /// may itself be what ends its receivers: leases that end by restarts never lapse.
    private func sort(
        _ picks: [QueueState.Pick], at now: Timestamp, _ receipt: ReceiptBuilder
    ) -> (offered: [QueueState.Pick], deaths: [QueueRecord]) {
        var offered: [QueueState.Pick] = []
        var deaths: [QueueRecord] = []
        for pick in picks {
            let id = pick.lease.delivery
            let facts = guarded.withLock { $0.state.isPoison(id, policy) ? $0.state.facts(of: id) : nil }
            guard let facts else {
                offered.append(pick)
                continue
            }
            let last = LeaseID(delivery: id, offer: pick.lease.offer - 1)
            deaths += withReceipt(
                .died(last, at: now, outcome: .lapsed, fault: .poison, cause: .poison), facts, receipt, at: now)
        }
        return (offered, deaths)
    }

    /// How many deliveries a system has leased now.
    package func openLeases(of system: SystemID) -> Int {
        guarded.withLock { $0.state.openLeases[system] ?? 0 }
    }

    /// Waits until a lease of these destinations, sparing the same, may bring something.
    ///
    /// Returns also when the time is over, the task is cancelled or the queues close; several who wait may all return for
    /// one delivery.
    package func waitForDelivery(
        in destinations: [Destination], sparingCompulsoryAt spared: Set<Destination> = [], atMost seconds: Double
    ) async {
        wakeRetries()
        await sleep(for: destinations.map { .ready($0) }, atMost: seconds) { guarded in
            !guarded.isEnding && !guarded.state.hasReady(in: destinations, sparing: spared)
        }
    }

    /// Makes deliveries available whose next attempt is due, and wakes everybody who waits for one of them.
    func wakeRetries() {
        let boot = clock.bootNanoseconds()
        let woken = guarded.withLock { $0.note($0.state.wakeRetries(at: boot)) }
        for sleeper in woken { sleeper.resume() }
    }

    /// Prolongs a lease to so many seconds from now, 1–3,600; not kept over a restart.
    package func renew(_ lease: LeaseID, by system: SystemID, duration: Int) -> RenewOutcome {
        let duration = Limits.leaseSeconds.clamp(duration)
        let boot = clock.bootNanoseconds()
        let ends = now().adding(seconds: Double(duration))
        return guarded.withLock { guarded in
            if let loss = guarded.state.judgeRenewal(of: lease, by: system, at: boot) { return .lost(loss) }
            guarded.state.hold(lease, until: boot + UInt64(duration) * 1_000_000_000, ends)
            return .renewed(until: ends)
        }
    }

    /// Reads the bytes of a delivery's message; nil when there is no such delivery.
    ///
    /// - Throws: `unreadable`.
    package func payload(of delivery: DeliveryID) async throws(QueueFailure) -> DeliveryPayload? {
        let place = guarded.withLock { guarded in
            guarded.state.deliveries[delivery].flatMap { guarded.state.messages[$0.id.message]?.location }
        }
        return try await payload(at: place)
    }

    /// Reads the bytes of a message; nil when there is no such message.
    ///
    /// - Throws: `unreadable`.
    package func payload(of message: MessageID) async throws(QueueFailure) -> DeliveryPayload? {
        let place = guarded.withLock { guarded in
            guarded.state.sequences[message].flatMap { guarded.state.messages[$0]?.location }
        }
        return try await payload(at: place)
    }

    private func payload(at location: MessageLocation?) async throws(QueueFailure) -> DeliveryPayload? {
        guard let location, let stored = await messages(at: [location]).first else { return nil }
        switch stored {
        case .success(let message):
            return DeliveryPayload(form: message.form, contentType: message.contentType, bytes: message.payload)
        case .failure(let failure):
            throw .unreadable(failure)
        }
    }

    private func complete(
        _ drafts: [LeaseDraft], by system: SystemID, expiring: Timestamp,
        _ receipt: @escaping ReceiptBuilder
    ) async -> [LeasedDelivery] {
        var leased: [LeasedDelivery] = []
        var unreadable: [LeaseID] = []
        for (draft, stored) in zip(drafts, await messages(at: drafts.map(\.location))) {
            switch stored {
            case .success(let message): leased.append(LeasedDelivery(draft, message, expiring: expiring))
            case .failure: unreadable.append(draft.lease)
            }
        }
        if !unreadable.isEmpty { await bury(unreadable, by: system, receipt: receipt) }
        return leased
    }

    private func messages(at locations: [MessageLocation]) async -> [Result<IncomingMessage, JournalFailure>] {
        zip(locations, await journal.read(locations.map(\.place))).map { location, stored in
            stored.map { body in
                guard case .accepted(let message, _)? = try? QueueRecord.decode(kind: location.kind, body)
                else {
                    preconditionFailure("a record that this program understood at start or wrote is not understood")
                }
                return message
            }
        }
    }
}

extension LeasedDelivery {
    fileprivate init(_ draft: LeaseDraft, _ message: IncomingMessage, expiring: Timestamp) {
        self.init(
            facts: draft.facts, lease: draft.lease, leaseExpiresAt: expiring, attempt: draft.facts.attempt,
            enqueuedAt: draft.enqueuedAt, missingBefore: draft.missingBefore, overtakenBy: draft.overtakenBy,
            originalOffered: draft.originalOffered, isReplayed: draft.isReplayed, form: message.form,
            contentType: message.contentType,
            payload: message.payload,
            traceparent: message.traceparent)
    }
}

/// A leased delivery before its message has been read from disk.
struct LeaseDraft: Sendable {
    let facts: DeliveryFacts
    let lease: LeaseID
    let enqueuedAt: Timestamp
    let missingBefore: [MessageID]
    let overtakenBy: [MessageID]
    let originalOffered: Bool?
    let isReplayed: Bool
    let location: MessageLocation
}

extension QueueState {
    /// What is handed out for an offer that the disk has; nil when a cancellation came between.
    fileprivate func draft(of pick: Pick) -> LeaseDraft? {
        let id = pick.lease.delivery
        guard let facts = facts(of: id), let delivery = deliveries[id], case .leased = delivery.phase else {
            return nil
        }
        return LeaseDraft(
            facts: facts, lease: pick.lease, enqueuedAt: delivery.availableAt, missingBefore: missing(before: id),
            overtakenBy: delivery.replay == nil ? delivery.overtakenBy : [],
            originalOffered: isOriginalOffered(of: id), isReplayed: delivery.replay != nil, location: pick.location)
    }

    /// Of a cancellation: whether the original had been offered at the same destination; nil of any other message.
    func isOriginalOffered(of id: DeliveryID) -> Bool? {
        guard case .cancels(let original, _) = messages[id.message]?.head.effect, let own = deliveries[id] else {
            return nil
        }
        guard let sequence = sequences[original], let recipients = messages[sequence]?.head.recipients else {
            return false
        }
        return recipients.indices.contains { index in
            let delivery = deliveries[DeliveryID(message: sequence, recipient: UInt32(index))]
            return delivery?.lane.destination == own.lane.destination && delivery?.firstOfferedAt != nil
        }
    }
}

extension RecordGroup {
    init(_ records: [QueueRecord]) {
        self.init()
        for record in records { append(kind: record.kind, body: record.encoded()) }
    }
}

extension ClosedRange {
    /// The value nearest to one given.
    func clamp(_ value: Bound) -> Bound {
        Swift.min(Swift.max(value, lowerBound), upperBound)
    }
}

extension MessageQueue.Guarded {
    /// Picks what may be offered to a system, no more than its open leases leave room for; what others of its calls are being
    /// lent at the moment counts.
    fileprivate mutating func pick(
        from destinations: [Destination], sparing spared: Set<Destination>, by system: SystemID, maximum: Int,
        openLimit: Int?
    ) -> [QueueState.Pick] {
        guard let openLimit else { return state.pick(from: destinations, sparing: spared, maximum: maximum) }
        let room = openLimit - (state.openLeases[system] ?? 0) - (lending[system] ?? 0)
        guard room > 0 else { return [] }
        let picks = state.pick(from: destinations, sparing: spared, maximum: min(maximum, room))
        lending[system, default: 0] += picks.count
        return picks
    }
}
