internal import Messages
internal import SnapshotFiles

/// What is known of consent: what was registered, and what was withdrawn.
///
/// Messages may be noted in any order. Of a case the latest answer to a question holds, by when it was sent; a withdrawal
/// comes after what it withdraws, and holds in its own case only, so that nobody else's can end a consent. Source: rules, "Consent, secrecy, compulsory care".
struct ConsentRegistry {
    /// One thing that was said in a case about a question.
    private struct Event {
        let at: Timestamp
        let order: UInt64
        let standing: ConsentStanding

        /// Of what was said at one moment the withdrawal holds.
        static func isBefore(_ left: Event, _ right: Event) -> Bool {
            (left.at, left.standing == .withdrawn ? 1 : 0, left.order)
                < (right.at, right.standing == .withdrawn ? 1 : 0, right.order)
        }
    }

    private var registrations: Table<MessageID, ConsentRegistration>
    private var withdrawals: Table<MessageID, [ConsentWithdrawal]>
    private var cases: Table<CaseKey, CaseConsents>

    init(faults: ReadFaults) {
        registrations = Table("consents", faults: faults)
        withdrawals = Table("consent-withdrawals", faults: faults)
        cases = Table("case-consents", faults: faults)
    }

    /// Notes a message that is on disk; any that says nothing of consent changes nothing.
    mutating func note(_ head: IncomingMessage, order: UInt64) {
        switch head.effect {
        case .registersConsent(let consent):
            registrations.set(
                ConsentRegistration(consent: consent, caseKey: head.caseKey, sentAt: head.sentAt, order: order),
                for: head.id)
            if let key = head.caseKey { cases.change(key, from: CaseConsents()) { $0.registered.append(head.id) } }
        case .withdrawsConsent(let consent, let moment):
            let withdrawal = ConsentWithdrawal(
                id: head.id, consent: consent, caseKey: head.caseKey, from: moment, order: order)
            withdrawals.change(consent, from: []) { $0.append(withdrawal) }
            if let key = head.caseKey { cases.change(key, from: CaseConsents()) { $0.withdrawn.append(withdrawal) } }
        case .cancels, .reads, .answers, .changesPatient, .changesParties, .forwards, .misdirects, nil: break
        }
    }

    /// Reads what noting a message will need.
    mutating func fetch(for head: IncomingMessage) {
        switch head.effect {
        case .registersConsent: cases.fetch(head.caseKey)
        case .withdrawsConsent(let consent, _):
            withdrawals.fetch(consent)
            cases.fetch(head.caseKey)
        case .cancels, .reads, .answers, .changesPatient, .changesParties, .forwards, .misdirects, nil: break
        }
    }

    /// Whether anything was said of consent in a case, or by the message that another one names.
    ///
    /// Most messages rest on what was said elsewhere; looking no further for them spares holding the lock.
    func isAnythingKnown(naming reference: MessageID?, in key: CaseKey?) -> Bool {
        key.map { cases[$0] != nil } ?? false || reference.map { registrations[$0] != nil } ?? false
    }

    /// How the answer to a question stands.
    ///
    /// - Parameters:
    ///   - question: what it is about.
    ///   - reference: the `ConsentRegistered` that a message names; without one the case's latest answer counts.
    ///   - key: the case of the message.
    ///   - moment: now.
    ///   - isCancelled: whether a message was cancelled, so that it says nothing.
    /// - Returns: the standing; of a reference that is not here that of the case.
    func standing(
        of question: ConsentQuestion, naming reference: MessageID?, in key: CaseKey?, at moment: Timestamp,
        isCancelled: (MessageID) -> Bool
    ) -> ConsentStanding {
        guard let reference, let named = registrations[reference] else {
            return key.flatMap { latest(of: question, in: $0, at: moment, isCancelled) } ?? .unknown
        }
        if isCancelled(reference) { return .notGiven }
        guard named.consent.questions.contains(question) else { return .notAsked }
        let own = standing(of: named, reference, at: moment, isCancelled)
        guard own == .given, let key = named.caseKey else { return own }
        // What was answered after it in its case takes its place, unless that was a yes too.
        let isDenied = (cases[key]?.registered ?? []).contains { id in
            guard let other = registrations[id], other.consent.questions.contains(question), !isCancelled(id) else {
                return false
            }
            return !other.consent.isGiven && (named.sentAt, named.order) < (other.sentAt, other.order)
                && !isOvertaken(other, by: question, in: key, isCancelled)
        }
        return isDenied ? .notGiven : .given
    }

    private func standing(
        of registration: ConsentRegistration, _ id: MessageID, at moment: Timestamp, _ isCancelled: (MessageID) -> Bool
    ) -> ConsentStanding {
        guard registration.consent.isGiven else { return .notGiven }
        let isWithdrawn = (withdrawals[id] ?? []).contains {
            $0.caseKey == registration.caseKey && $0.from <= moment && !isCancelled($0.id)
        }
        let isOver = registration.consent.endsAt.map { $0 <= moment } ?? false
        return isWithdrawn || isOver ? .withdrawn : .given
    }

    /// Whether a yes in its case came after an answer.
    private func isOvertaken(
        _ registration: ConsentRegistration, by question: ConsentQuestion, in key: CaseKey,
        _ isCancelled: (MessageID) -> Bool
    ) -> Bool {
        (cases[key]?.registered ?? []).contains { id in
            guard let other = registrations[id], other.consent.isGiven, other.consent.questions.contains(question),
                !isCancelled(id)
            else { return false }
            return (registration.sentAt, registration.order) < (other.sentAt, other.order)
        }
    }

    /// What was said last in a case; nil when nothing was.
    private func latest(
        of question: ConsentQuestion, in key: CaseKey, at moment: Timestamp, _ isCancelled: (MessageID) -> Bool
    ) -> ConsentStanding? {
        var events: [Event] = []
        for id in cases[key]?.registered ?? [] where !isCancelled(id) {
            guard let registration = registrations[id], registration.consent.questions.contains(question) else {
                continue
            }
            let standing = standing(of: registration, id, at: moment, isCancelled)
            events.append(Event(at: registration.sentAt, order: registration.order, standing: standing))
        }
        for end in cases[key]?.withdrawn ?? [] where end.from <= moment && !isCancelled(end.id) {
            let withdrawn = registrations[end.consent]
            guard withdrawn?.consent.questions.contains(question) ?? true else { continue }
            events.append(
                Event(at: max(end.from, withdrawn?.sentAt ?? end.from), order: end.order, standing: .withdrawn))
        }
        return events.max(by: Event.isBefore)?.standing
    }

    // MARK: Snapshots

    var changes: Int { registrations.changes + withdrawals.changes + cases.changes }

    mutating func freeze() -> [any FrozenPart] { [registrations.freeze(), withdrawals.freeze(), cases.freeze()] }

    mutating func settle(on snapshot: LoadedSnapshot) {
        registrations.settle(on: snapshot)
        withdrawals.settle(on: snapshot)
        cases.settle(on: snapshot)
    }

    mutating func takeBack() {
        registrations.takeBack()
        withdrawals.takeBack()
        cases.takeBack()
    }
}
