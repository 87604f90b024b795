internal import Messages

/// What the gateway knows of all plans; pure.
struct PlanBook: Sendable {
    private var plans: [PlanID: PlanState] = [:]
    /// The plans of an id, of which there should be one: more when a sender has used an id twice.
    private var plansByID: [String: Set<PlanID>] = [:]
    /// The plan that a version or closing is of.
    private var planOfMessage: [MessageID: PlanID] = [:]

    private var plansByCase: [PlanCase: Set<PlanID>] = [:]
    private var assignments: [MessageID: PlanAssignment] = [:]
    private var assignmentsByCase: [PlanCase: [MessageID]] = [:]

    /// Notes an accepted message; any but those that tell of plans changes nothing.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - order: its place in the order of acceptance.
    ///   - planCase: the case that it was found to belong to.
    ///   - isCancelled: whether it, or the message that it cancels, has been cancelled.
    mutating func note(_ message: Message, order: UInt64, inCase planCase: PlanCase?, isCancelled: Bool) {
        if message.isCancellation {
            if isCancelled, let original = message.refersTo { cancel(original) }
        } else if let plan = PlanID(message) {
            plans[plan, default: PlanState()].note(message, order: order, inCase: planCase, isCancelled: isCancelled)
            plansByID[plan.plan, default: []].insert(plan)
            planOfMessage[message.id] = plan
            if let planCase { join(plan, planCase) }
        } else if let assignment = PlanAssignment(message, order: order, inCase: planCase, isCancelled: isCancelled) {
            note(assignment)
        }
    }

    private mutating func cancel(_ original: MessageID) {
        if let plan = planOfMessage[original] { plans[plan]?.cancel(original) }
        guard let assignment = assignments[original] else { return }
        assignments[original]?.isCancelled = true
        for plan in plans(of: assignment) { plans[plan]?.cancel(original) }
    }

    /// Notes that a plan is of a case, whose coordinator may have been named before.
    private mutating func join(_ plan: PlanID, _ planCase: PlanCase) {
        plansByCase[planCase, default: []].insert(plan)
        for assignment in assignmentsByCase[planCase] ?? [] {
            if let assignment = assignments[assignment] { plans[plan]?.note(assignment) }
        }
    }

    private mutating func note(_ assignment: PlanAssignment) {
        guard assignments[assignment.id] == nil else { return }
        assignments[assignment.id] = assignment
        for plan in plans(of: assignment) { plans[plan, default: PlanState()].note(assignment) }
        if assignment.plan == nil, let planCase = assignment.planCase {
            assignmentsByCase[planCase, default: []].append(assignment.id)
        }
    }

    /// The plans that an assignment is about: the one that it names, else all that are known of its case.
    func plans(of assignment: PlanAssignment) -> [PlanID] {
        if let plan = assignment.plan { return [plan] }
        return Array(assignment.planCase.flatMap { plansByCase[$0] } ?? [])
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
                plan: plan, display: state.display,
                isSuperseded: state.isCancellationSuperseded(of: original) || isTakenOver(plan, state.display))
        }
        guard let plan = PlanID(message), let state = plans[plan] else { return nil }
        return DesiredDisplay(
            plan: plan, display: state.display,
            isSuperseded: state.isSuperseded(message.id) || isTakenOver(plan, state.display))
    }

    /// Whether there is nothing to show of a plan whose document at 1177 shows another patient's by now: the id of one sent
    /// for the wrong patient may be used again for the right one.
    private func isTakenOver(_ plan: PlanID, _ display: PlanDisplay) -> Bool {
        display == .nothing && others(than: plan).contains { $0.display != .nothing }
    }

    /// The plan that a message is of, or that the message which it cancels is of; nil when none is known.
    func plan(of message: Message) -> PlanID? {
        message.isCancellation ? message.refersTo.flatMap { planOfMessage[$0] } : PlanID(message)
    }

    /// The plan that a version or closing on disk is of.
    func plan(of message: MessageID) -> PlanID? { planOfMessage[message] }
}
