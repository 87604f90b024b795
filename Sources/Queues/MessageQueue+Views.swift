internal import LinuxSystem
package import Messages

extension MessageQueue {
    /// What is known of the delivery that was leased; nil when there was no such offer.
    ///
    /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`, as all that asks does: what cannot be read is never
    ///   taken for what is not there.
    package func facts(of lease: LeaseID) async throws(QueueFailure) -> DeliveryFacts? {
        try await recalling { guarded in
            guard let delivery = guarded.state.delivery(lease.delivery), lease.offer > 0,
                lease.offer <= delivery.offers
            else { return nil }
            return guarded.state.facts(of: lease.delivery)
        }
    }

    /// What became of a message; nil when it was never accepted.
    ///
    /// Without `fromMemory` it may be read from disk by the thread that asks, and everybody waits for that: doors ask
    /// `statuses`.
    ///
    /// - Throws: `unread` from memory alone; else `unreadable`, `unreadableRecord` or `unreadableSnapshot`.
    package func status(of message: MessageID, fromMemory: Bool = false) throws(QueueFailure) -> MessageStatus? {
        try reading(fromMemory: fromMemory) { $0.state.status(of: message) }
    }

    /// What became of messages, in their order; those that were never accepted are left out.
    ///
    /// What is not in memory is read outside the lock, a few at a time.
    ///
    /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`.
    package func statuses(of messages: some Collection<MessageID>) async throws(QueueFailure) -> [MessageStatus] {
        var found: [MessageStatus] = []
        var rest = Array(messages)[...]
        while !rest.isEmpty {
            let portion = rest.prefix(Limits.deliveriesPerRead)
            rest = rest.dropFirst(portion.count)
            found += try await recalling { guarded in portion.compactMap { guarded.state.status(of: $0) } }
        }
        return found
    }

    /// What became of the message of a delivery, and of the delivery; nil when there is none of that name.
    ///
    /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`.
    package func status(
        of delivery: DeliveryID
    ) async throws(QueueFailure) -> (message: MessageStatus, delivery: DeliveryStatus)? {
        try await recalling { guarded in
            guard let message = guarded.state.status(at: delivery.message),
                let own = message.deliveries.first(where: { $0.delivery == delivery })
            else { return nil }
            return (message, own)
        }
    }

    /// The cases of an id, oldest first: another organisation may have chosen the same.
    ///
    /// - Throws: `unreadableSnapshot`.
    package func cases(named id: CaseID) throws(QueueFailure) -> [CaseFacts] {
        try reading { $0.state.cases.facts(named: id) }
    }

    /// A case by the gateway's own name; nil when there is none.
    ///
    /// - Throws: `unreadableSnapshot`.
    package func facts(of key: CaseKey) throws(QueueFailure) -> CaseFacts? {
        try reading { $0.state.cases.facts(of: key) }
    }

    /// The case that an organisation means by an id in a message about that patient; nil when it has none that fits.
    ///
    /// What holds is decided when the message is accepted: another message may open the case meanwhile.
    ///
    /// - Throws: as `status`.
    package func likelyCase(
        named id: CaseID?, of organisation: UnitID?, about patient: PatientKey?, referringTo references: [MessageID],
        fromMemory: Bool = false
    ) throws(QueueFailure) -> CaseFacts? {
        guard let id, let organisation else { return nil }
        return try reading(fromMemory: fromMemory) { guarded in
            let verdict = guarded.state.cases.judge(
                named: id, of: organisation, about: patient, near: guarded.state.referredCase(references))
            guard case .belongs(let key) = verdict else { return nil }
            return guarded.state.cases.facts(of: key)
        }
    }

    /// How the person's answer to a question of consent stands, for a message that rests on it.
    ///
    /// - Parameters:
    ///   - question: what it is about.
    ///   - reference: the `ConsentRegistered` that the message names; without one the latest answer of the case counts.
    ///   - key: the case of the message.
    ///   - moment: now.
    ///   - fromMemory: whether nothing may be read from disk for it.
    /// - Returns: how the consent stands.
    /// - Throws: as `status`.
    package func consent(
        to question: ConsentQuestion, naming reference: MessageID?, in key: CaseKey?, at moment: Timestamp,
        fromMemory: Bool = false
    ) throws(QueueFailure) -> ConsentStanding {
        try reading(fromMemory: fromMemory) { guarded in
            guard guarded.state.consents.isAnythingKnown(naming: reference, in: key) else { return .unknown }
            return guarded.state.consent(to: question, naming: reference, in: key, at: moment)
        }
    }

    /// A page of dead letters in the order of acceptance; the queues are held for a few of them at a time only.
    ///
    /// - Parameters:
    ///   - after: the last one of the page before.
    ///   - limit: how many at most.
    ///   - isWanted: which of them.
    ///   - isWantedLost: which of those of whose messages the disk gives nothing back.
    /// - Returns: the page; fewer than `limit` when it is the last.
    package func deadLetters(
        after: DeliveryID? = nil, limit: Int, where isWanted: @Sendable (DeadLetter) -> Bool = { _ in true },
        whereLost isWantedLost: @Sendable (LostLetter) -> Bool = { _ in true }
    ) async -> DeadLetterPage {
        var page = DeadLetterPage()
        var last = after
        while page.letters.count + page.lost.count < limit {
            let ids = guarded.withLock { $0.state.deadLetterIDs(after: last, limit: Limits.deliveriesPerRead) }
            guard let end = ids.last else { break }
            last = end
            await remember(ids.map(\.message))
            for id in ids where page.letters.count + page.lost.count < limit {
                if let lost = lostLetter(id) {
                    if isWantedLost(lost) { page.lost.append(lost) }
                    continue
                }
                do {
                    guard let letter = try await deadLetter(id), isWanted(letter) else { continue }
                    page.letters.append(letter)
                } catch {
                    page.unreadable.insert(id)
                }
            }
        }
        return page
    }

    /// A dead letter; nil when the delivery is none, or no longer one.
    ///
    /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`.
    package func deadLetter(_ id: DeliveryID) async throws(QueueFailure) -> DeadLetter? {
        try await recalling { $0.state.deadLetter(id) }
    }

    /// Waits until dead letters have come or gone since a revision, and returns the revision now.
    ///
    /// Revisions count from 1 at every start, so 0 returns at once. Returns also when the task is cancelled or the queues
    /// close.
    package func waitForDeadLetterChange(since revision: UInt64) async -> UInt64 {
        await sleep(for: [.deadLetters]) { !$0.isEnding && $0.deadLetterRevision <= revision }
        return guarded.withLock { $0.deadLetterRevision }
    }

    /// Seconds until `settleLapsed` has something to do, 0 when it has now; nil while nothing is under way.
    package func nextWakeup() -> Double? {
        let deadlines = guarded.withLock { guarded in
            [
                guarded.state.leaseDeadlines.first, guarded.state.retryDeadlines.first,
                guarded.state.restDeadlines.first,
            ].compactMap { $0?.deadline }
        }
        let boot = clock.bootNanoseconds()
        return deadlines.min().map { Double($0 > boot ? $0 - boot : 0) / 1e9 }
    }

    /// The sum over all deliveries.
    package func conservation() -> Conservation {
        guarded.withLock { $0.state.conservation() }
    }
}
