internal import Messages

/// What the gateway knows of all plans; pure.
struct PlanBook: Sendable {
    private var plans: [PlanID: PlanState] = [:]
    /// The plans of an id, of which there should be one: more when a sender has used an id twice.
    private var plansByID: [String: Set<PlanID>] = [:]
    /// The plan that a version or closing is of.
    private var planOfMessage: [MessageID: PlanID] = [:]
    /// Who a message is about that has been cancelled, also one that has not come yet, and one that is no plan.
    private var cancelled: [MessageID: Set<String>] = [:]

    /// Notes an accepted message; any but the three that plans are made of changes nothing.
    mutating func note(_ message: Message) {
        if message.isCancellation {
            noteCancellation(message)
        } else if let plan = PlanID(message) {
            // A cancellation is about the same patient, or it is not this message that it takes back.
            let isCancelled = cancelled[message.id]?.contains(plan.patient) ?? false
            plans[plan, default: PlanState()].note(message, isCancelled: isCancelled)
            plansByID[plan.plan, default: []].insert(plan)
            planOfMessage[message.id] = plan
        }
    }

    private mutating func noteCancellation(_ message: Message) {
        guard let original = message.refersTo, let patient = message.patient?.id else { return }
        cancelled[original, default: []].insert(patient)
        guard let plan = planOfMessage[original], plan.patient == patient else { return }
        plans[plan]?.cancel(original)
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
