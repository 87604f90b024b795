internal import Messages

/// What the gateway knows of all plans; pure.
struct PlanBook: Sendable {
    private var plans: [PlanID: PlanState] = [:]
    /// The plans of an id, of which there should be one: more when a sender has used an id twice.
    private var plansByID: [String: Set<PlanID>] = [:]
    /// The plan that a version or closing is of.
    private var planOfMessage: [MessageID: PlanID] = [:]

    /// Notes an accepted message; any but the three that plans are made of changes nothing.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - isCancelled: whether it, or the message that it cancels, has been cancelled.
    mutating func note(_ message: Message, isCancelled: Bool) {
        if message.isCancellation {
            guard isCancelled, let original = message.refersTo, let plan = planOfMessage[original] else { return }
            plans[plan]?.cancel(original)
        } else if let plan = PlanID(message) {
            plans[plan, default: PlanState()].note(message, isCancelled: isCancelled)
            plansByID[plan.plan, default: []].insert(plan)
            planOfMessage[message.id] = plan
        }
    }

    /// What the gateway knows of a plan; nil when nothing.
    subscript(plan: PlanID) -> PlanState? { plans[plan] }

    /// What is known of a plan's id with other patients.
    func others(than plan: PlanID) -> [PlanState] {
        (plansByID[plan.plan] ?? []).subtracting([plan]).compactMap { plans[$0] }
    }

    /// What an event means for 1177 now; nil when it is about no plan that is known.
    func desired(for message: Message) -> DesiredDisplay? {
        if message.isCancellation {
            guard let original = message.refersTo, let plan = planOfMessage[original], let state = plans[plan]
            else { return nil }
            return DesiredDisplay(
                plan: plan, display: state.display, isSuperseded: state.isCancellationSuperseded(of: original))
        }
        guard let plan = PlanID(message), let state = plans[plan] else { return nil }
        return DesiredDisplay(plan: plan, display: state.display, isSuperseded: state.isSuperseded(message.id))
    }
}
