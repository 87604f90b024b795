extension Rule {
    /// The field lists say of each step that it has happened, and allow five minutes where they count.
    static let sourceOfHappened = "fields.md, the moment of each step; ReadyForDischarge: readyAt"

    /// What a message tells of has happened when it is sent.
    static let stepsHaveHappened = Rule(.timeInFuture, source: sourceOfHappened) { message in
        guard let milestone = message.type.milestone else { return [] }
        return milestone.steps.compactMap { step in
            let moment = milestone.moment(of: step, in: message.content)
            return tellsOfThePast(step) && message.isSentBefore(moment) ? milestone.path(to: step) : nil
        }
    }

    /// Whether a step is told once it has happened.
    ///
    /// An estimate and a call are about what is to come, and a patient who is not ready yet is refused by `readyInFuture`.
    private static func tellsOfThePast(_ step: Milestone.Step) -> Bool {
        switch step {
        case .admitted, .readyWithdrawn, .sipDeclined, .consent, .sip, .sipClosed, .discharged: true
        case .estimate, .called, .ready, .consentWithdrawn, .coordinator: false
        }
    }
}

extension Message {
    /// Whether it is sent before a moment by more than the clocks of two systems may differ, which is five minutes.
    ///
    /// False for what is no moment. Source: fields, ReadyForDischarge, `readyAt`.
    func isSentBefore(_ moment: String?) -> Bool {
        guard let moment = moment.flatMap({ Timestamp(rfc3339: $0) }) else { return false }
        return sentAt.adding(seconds: 5 * 60) < moment
    }
}
