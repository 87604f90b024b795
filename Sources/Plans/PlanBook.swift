internal import Messages

/// What the gateway knows of all plans; pure.
struct PlanBook: Sendable {
    private var plans: [PlanID: PlanState] = [:]
    /// The plans of an id, of which there should be one: more when a sender has used an id twice.
    private var plansByID: [String: Set<PlanID>] = [:]
    /// The plan that a version or closing is of.
    private var planOfMessage: [MessageID: PlanID] = [:]

    private var moves = PlanMoves()
    private var patientChanges: [MessageID: PlanPatientChange] = [:]
    /// Messages that were cancelled before they came.
    private var cancelledEarly: Set<MessageID> = []
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
        } else if let named = PlanID(message) {
            let plan = current(named, inCase: planCase)
            moves.move(named, to: plan, of: moves.owner(of: named, in: planCase))
            plans[plan, default: PlanState()].note(message, order: order, inCase: planCase, isCancelled: isCancelled)
            plansByID[plan.plan, default: []].insert(plan)
            planOfMessage[message.id] = plan
            if let planCase { join(plan, planCase) }
        } else if let assignment = PlanAssignment(message, order: order, inCase: planCase, isCancelled: isCancelled) {
            note(assignment)
        } else if let change = PlanPatientChange(message, inCase: planCase) {
            note(change, by: message.id)
        }
    }

    private mutating func cancel(_ original: MessageID) {
        if let plan = plan(of: original) { plans[plan]?.cancel(original) }
        cancelPatientChange(original)
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

    /// The units of those who coordinate the plans of a case, and of who was named last for the case as a whole.
    func coordinatorUnits(in planCase: PlanCase, at moment: Timestamp) -> [UnitID] {
        let ofPlans = (plansByCase[planCase] ?? []).compactMap { plans[$0]?.coordinator(at: moment)?.unit }
        let ofCase = (assignmentsByCase[planCase] ?? []).compactMap { assignments[$0] }
            .filter { !$0.isCancelled && $0.from <= moment }.max { $0.gives(wayTo: $1) }
        return ofPlans + [ofPlans.isEmpty ? ofCase?.coordinatorUnit : nil].compactMap(\.self)
    }

    /// Notes that the person of a case has another id: its plans are found under that from now on.
    private mutating func note(_ change: PlanPatientChange, by message: MessageID) {
        guard patientChanges[message] == nil, !cancelledEarly.contains(message) else { return }
        patientChanges[message] = change
        replace(change.former, by: change.current, in: change.planCase)
    }

    /// What was changed is changed back, also at a start, where all is noted in the same order.
    private mutating func cancelPatientChange(_ message: MessageID) {
        guard let change = patientChanges[message] else {
            if planOfMessage[message] == nil { cancelledEarly.insert(message) }
            return
        }
        guard !change.isCancelled else { return }
        patientChanges[message]?.isCancelled = true
        replace(change.current, by: change.former, in: change.planCase, isUndone: true)
    }

    private mutating func replace(
        _ former: PlanPatient, by current: PlanPatient, in planCase: PlanCase, isUndone: Bool = false
    ) {
        moves.replace(former, by: current, in: planCase, isUndone: isUndone)
        for old in plansByCase[planCase] ?? [] where old.patient == former.id {
            let new = PlanID(plan: old.plan, patient: current.id)
            moves.move(old, to: new, of: current, isUndone: isUndone)
            guard let state = plans.removeValue(forKey: old) else { continue }
            plans[new, default: PlanState()].merge(state)
            for message in state.messages { planOfMessage[message] = new }
            plansByID[old.plan]?.remove(old)
            plansByID[old.plan, default: []].insert(new)
            for other in plansByCase.keys where plansByCase[other]?.remove(old) != nil {
                plansByCase[other]?.insert(new)
            }
        }
    }

    /// The plan that a message names, under the person id by which it is found now.
    func named(in message: Message, inCase planCase: PlanCase? = nil) -> PlanID? {
        planOfMessage[message.id] ?? PlanID(message).map { current($0, inCase: planCase) }
    }

    /// A plan that is known is the one that is meant; of another the case tells whose it is.
    func current(_ named: PlanID, inCase planCase: PlanCase?) -> PlanID {
        let known = moves.current(named, in: nil)
        return plans[known] == nil ? moves.current(named, in: planCase) : known
    }

    /// The plans that an assignment is about: the one that it names, else all that are known of its case.
    func plans(of assignment: PlanAssignment) -> [PlanID] {
        if let plan = assignment.plan { return [current(plan, inCase: assignment.planCase)] }
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
            guard let original = message.refersTo, let plan = plan(of: original), let state = plans[plan]
            else { return nil }
            return desired(plan, state, isSuperseded: state.isCancellationSuperseded(of: original))
        }
        guard let plan = named(in: message), let state = plans[plan] else { return nil }
        return desired(plan, state, isSuperseded: state.isSuperseded(message.id))
    }

    /// What a change of patient id, or its cancellation, means for 1177 now: for each plan of the case that is shown; nil
    /// for any other message.
    func desiredOfCase(for message: Message) -> [DesiredDisplay]? {
        let subject = message.isCancellation ? message.refersTo : message.id
        guard let change = subject.flatMap({ patientChanges[$0] }) else { return nil }
        return (plansByCase[change.planCase] ?? []).sorted { $0.plan < $1.plan }.compactMap { plan in
            guard let state = plans[plan], state.display != .nothing else { return nil }
            return desired(plan, state, isSuperseded: false)
        }
    }

    /// A plan of the case of a change of patient id, or of its cancellation, that stands at 1177; nil when none does.
    func shownPlan(changedBy message: Message, inCase planCase: PlanCase?) -> PlanID? {
        if message.isCancellation { return desiredOfCase(for: message)?.first?.plan }
        guard let change = PlanPatientChange(message, inCase: planCase) else { return nil }
        return (plansByCase[change.planCase] ?? []).sorted { $0.plan < $1.plan }.first { plan in
            plan.patient == change.former.id && plans[plan].map { $0.display != .nothing } ?? false
        }
    }

    private func desired(_ plan: PlanID, _ state: PlanState, isSuperseded: Bool) -> DesiredDisplay {
        DesiredDisplay(
            plan: plan, display: state.display, patient: moves.owner(of: plan),
            isSuperseded: isSuperseded || isTakenOver(plan, state.display))
    }

    /// Whether there is nothing to show of a plan whose document at 1177 shows another patient's by now: the id of one sent
    /// for the wrong patient may be used again for the right one.
    private func isTakenOver(_ plan: PlanID, _ display: PlanDisplay) -> Bool {
        display == .nothing && others(than: plan).contains { $0.display != .nothing }
    }

    /// The plan that a message is of, or that the message which it cancels is of; nil when none is known.
    func plan(of message: Message) -> PlanID? {
        message.isCancellation ? message.refersTo.flatMap { plan(of: $0) } : named(in: message)
    }

    /// The plan that a version or closing on disk is of.
    func plan(of message: MessageID) -> PlanID? { planOfMessage[message] }
}
