internal import Messages

/// What tells one plan from another: its id and its patient together, so that nobody's plan can silence another person's.
package struct PlanID: Hashable, Sendable {
    /// The `planId`, which is the documentId at 1177: a UUID in lower case.
    package let plan: String
    /// The person id; never to be printed.
    let patient: String

    init(plan: String, patient: String) {
        self.plan = plan
        self.patient = patient
    }

    /// Reads it out of a `SipEstablished` or a `SipClosed`, which a plan is made of; nil for any other message.
    init?(_ message: Message) {
        guard message.isPlan || message.isPlanClosing else { return nil }
        self.init(namedIn: message)
    }

    /// Reads it out of a message whose content names a plan.
    init?(namedIn message: Message) {
        guard let plan = message.content.text("planId"), let patient = message.patient?.id else { return nil }
        self.plan = plan
        self.patient = patient
    }
}

extension Message {
    /// Whether it is a version of a plan.
    var isPlan: Bool { type.name == MessageType.sipEstablished.name }

    /// Whether it closes a plan.
    var isPlanClosing: Bool { type.name == MessageType.sipClosed.name }

    /// Whether it names who coordinates.
    var isAssignment: Bool { type.name == MessageType.coordinatorAssigned.name }

    /// Whether it tells how a plan has gone, or calls to a meeting about it, which changes nothing in the plan.
    var isAboutPlan: Bool {
        let types: [MessageType] = [.sipFollowUp, .sipEvaluation, .sipMeetingInvitation]
        return types.contains { $0.name == type.name }
    }

    /// Whether it takes another message back.
    var isCancellation: Bool { type.name == MessageType.messageCancelled.name }
}
