internal import Messages

/// What is known of consent: what was registered, and what was withdrawn.
///
/// Messages may be noted in any order. Of a case the latest answer to a question holds, by when it was sent; a withdrawal
/// comes after what it withdraws, and holds in its own case only, so that nobody else's can end a consent. Source: rules, "Consent, secrecy, compulsory care".
struct ConsentRegistry {
    private struct Registration {
        let consent: Consent
        let caseKey: CaseKey?
        let sentAt: Timestamp
        let order: UInt64
    }

    private struct Withdrawal {
        let id: MessageID
        /// What it withdraws, here or not.
        let consent: MessageID
        let caseKey: CaseKey?
        let from: Timestamp
        let order: UInt64
    }

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

    private var registrations: [MessageID: Registration] = [:]
    private var withdrawals: [MessageID: [Withdrawal]] = [:]
    private var registeredInCase: [CaseKey: [MessageID]] = [:]
    private var withdrawnInCase: [CaseKey: [Withdrawal]] = [:]

    /// Notes a message that is on disk; any that says nothing of consent changes nothing.
    mutating func note(_ head: IncomingMessage, order: UInt64) {
        switch head.effect {
        case .registersConsent(let consent):
            registrations[head.id] = Registration(
                consent: consent, caseKey: head.caseKey, sentAt: head.sentAt, order: order)
            if let key = head.caseKey { registeredInCase[key, default: []].append(head.id) }
        case .withdrawsConsent(let consent, let moment):
            let withdrawal = Withdrawal(
                id: head.id, consent: consent, caseKey: head.caseKey, from: moment, order: order)
            withdrawals[consent, default: []].append(withdrawal)
            if let key = head.caseKey { withdrawnInCase[key, default: []].append(withdrawal) }
        case .cancels, .reads, .answers, .changesPatient, .changesParties, .forwards, .misdirects, nil: break
        }
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
        let isDenied = (registeredInCase[key] ?? []).contains { id in
            guard let other = registrations[id], other.consent.questions.contains(question), !isCancelled(id) else {
                return false
            }
            return !other.consent.isGiven && (named.sentAt, named.order) < (other.sentAt, other.order)
                && !isOvertaken(other, by: question, in: key, isCancelled)
        }
        return isDenied ? .notGiven : .given
    }

    private func standing(
        of registration: Registration, _ id: MessageID, at moment: Timestamp, _ isCancelled: (MessageID) -> Bool
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
        _ registration: Registration, by question: ConsentQuestion, in key: CaseKey, _ isCancelled: (MessageID) -> Bool
    ) -> Bool {
        (registeredInCase[key] ?? []).contains { id in
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
        for id in registeredInCase[key] ?? [] where !isCancelled(id) {
            guard let registration = registrations[id], registration.consent.questions.contains(question) else {
                continue
            }
            let standing = standing(of: registration, id, at: moment, isCancelled)
            events.append(Event(at: registration.sentAt, order: registration.order, standing: standing))
        }
        for end in withdrawnInCase[key] ?? [] where end.from <= moment && !isCancelled(end.id) {
            let withdrawn = registrations[end.consent]
            guard withdrawn?.consent.questions.contains(question) ?? true else { continue }
            events.append(
                Event(at: max(end.from, withdrawn?.sentAt ?? end.from), order: end.order, standing: .withdrawn))
        }
        return events.max(by: Event.isBefore)?.standing
    }
}
