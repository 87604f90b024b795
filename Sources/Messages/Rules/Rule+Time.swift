extension Rule {
    /// The field lists say of each step that it has happened, and allow five minutes where they count.
    static let sourceOfHappened = "fields.md, the moment of each step; ReadyForDischarge: readyAt"

    /// What a message tells of has happened when it is sent.
    static let stepsHaveHappened = Rule(.timeInFuture, source: sourceOfHappened) { message in
        guard let milestone = message.type.milestone else { return [] }
        return milestone.steps.compactMap { step in
            guard tellsOfThePast(step), message.isSentBefore(milestone.moment(of: step, in: message.content)) else {
                return nil
            }
            return milestone.path(to: step)
        }
    }

    /// A time of the content that is no step of the case and yet has happened when the message is sent.
    static func hasHappened(_ name: String) -> Rule {
        Rule(.timeInFuture, source: sourceOfHappened) { message in
            message.isSentBefore(message.content.text(name)) ? [FieldPath("content", name)] : []
        }
    }

    /// Whether a step is told once it has happened.
    ///
    /// An estimate, a call, and care that changes from a day are about what is to come, and a patient who is not ready
    /// yet is refused by `readyInFuture`.
    private static func tellsOfThePast(_ step: Milestone.Step) -> Bool {
        switch step {
        case .admitted, .readyWithdrawn, .sipDeclined, .consent, .sip, .sipFollowedUp, .sipEvaluated, .sipClosed,
            .discharged, .careContact, .patientInformed, .interrupted, .compulsoryPlan, .compulsoryPlanAttested,
            .compulsoryPlanFollowedUp, .readmitted, .readmissionEnded, .voluntaryCare:
            true
        case .estimate, .called, .ready, .consentWithdrawn, .coordinator, .compulsoryPlanCalled, .openCompulsoryCare,
            .openForensicCare, .outpatientUnitChanged:
            false
        }
    }
}

extension Message {
    /// Whether it is sent before a moment by more than the clocks of two systems may differ, which is five minutes.
    ///
    /// A date begins with the Swedish day; false for what is neither. Source: fields, ReadyForDischarge, `readyAt`.
    func isSentBefore(_ moment: String?) -> Bool {
        let latest = sentAt.adding(seconds: 5 * 60)
        if let day = moment.flatMap({ CivilDate($0) }) { return latest.swedishDate < day }
        guard let moment = moment.flatMap({ Timestamp(rfc3339: $0) }) else { return false }
        return latest < moment
    }
}
