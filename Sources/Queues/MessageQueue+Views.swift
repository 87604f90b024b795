internal import LinuxSystem
package import Messages
internal import Synchronization

extension MessageQueue {
    /// What is known of the delivery that was leased; nil when there was no such offer.
    package func facts(of lease: LeaseID) -> DeliveryFacts? {
        guarded.withLock { guarded in
            guard let delivery = guarded.state.delivery(lease.delivery), lease.offer > 0,
                lease.offer <= delivery.offers
            else { return nil }
            return guarded.state.facts(of: lease.delivery)
        }
    }

    /// What became of a message; nil when it was never accepted.
    package func status(of message: MessageID) -> MessageStatus? {
        guarded.withLock { $0.state.status(of: message) }
    }

    /// What became of the message of a delivery, and of the delivery; nil when there is none of that name.
    package func status(of delivery: DeliveryID) -> (message: MessageStatus, delivery: DeliveryStatus)? {
        guarded.withLock { guarded in
            guard let message = guarded.state.status(at: delivery.message),
                let own = message.deliveries.first(where: { $0.delivery == delivery })
            else { return nil }
            return (message, own)
        }
    }

    /// The cases of an id, oldest first: another organisation may have chosen the same.
    package func cases(named id: CaseID) -> [CaseFacts] {
        guarded.withLock { $0.state.cases.facts(named: id) }
    }

    /// A case by the gateway's own name; nil when there is none.
    package func facts(of key: CaseKey) -> CaseFacts? {
        guarded.withLock { $0.state.cases.facts(of: key) }
    }

    /// The case that an organisation means by an id in a message about that patient; nil when it has none that fits.
    ///
    /// What holds is decided when the message is accepted: another message may open the case meanwhile.
    package func likelyCase(
        named id: CaseID?, of organisation: UnitID?, about patient: PatientKey?, referringTo references: [MessageID]
    ) -> CaseFacts? {
        guard let id, let organisation else { return nil }
        return guarded.withLock { guarded in
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
    /// - Returns: how the consent stands.
    package func consent(
        to question: ConsentQuestion, naming reference: MessageID?, in key: CaseKey?, at moment: Timestamp
    ) -> ConsentStanding {
        guarded.withLock { guarded in
            guarded.state.consents.standing(of: question, naming: reference, in: key, at: moment) { id in
                guarded.state.message(id)?.cancellation != nil
            }
        }
    }

    /// A page of dead letters in the order of acceptance.
    ///
    /// - Parameters:
    ///   - destinations: whose; nil for all.
    ///   - after: the last one of the page before.
    ///   - limit: how many at most.
    /// - Returns: the page; fewer than `limit` when it is the last.
    package func deadLetters(in destinations: Set<Destination>?, after: DeliveryID?, limit: Int) -> [DeadLetter] {
        guarded.withLock { $0.state.deadLetters(in: destinations, after: after, limit: limit) }
    }

    /// A dead letter; nil when the delivery is none, or no longer one.
    package func deadLetter(_ id: DeliveryID) -> DeadLetter? {
        guarded.withLock { $0.state.deadLetter(id) }
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
            [guarded.state.leaseDeadlines, guarded.state.retryDeadlines, guarded.state.restDeadlines]
                .compactMap { $0.first?.deadline }
        }
        let boot = clock.bootNanoseconds()
        return deadlines.min().map { Double($0 > boot ? $0 - boot : 0) / 1e9 }
    }

    /// The sum over all deliveries.
    package func conservation() -> Conservation {
        guarded.withLock { $0.state.conservation() }
    }
}
