internal import Messages

/// Which plan stands for which since persons have got other ids.
///
/// An id takes the place of another in one case only: who has no part in that case changes nothing by saying so.
struct PlanMoves: Sendable {
    /// In each case the id that took the place of another; what it leads to leads nowhere, so that no way is endless.
    private var successors: [PlanCase: [String: PlanPatient]] = [:]
    private var moved: [PlanID: PlanID] = [:]
    private var owners: [PlanID: PlanPatient] = [:]

    /// Notes that in a case one id has taken the place of another.
    mutating func replace(_ former: PlanPatient, by current: PlanPatient, in planCase: PlanCase, isUndone: Bool) {
        successors[planCase, default: [:]][current.id] = nil
        successors[planCase, default: [:]][former.id] = isUndone || former.id == current.id ? nil : current
    }

    /// Notes that a plan is found under another person id from now on.
    ///
    /// - Parameters:
    ///   - old: the plan under the id until now.
    ///   - new: the plan under the id from now on.
    ///   - owner: whose plan it is; nil when that is known.
    ///   - isUndone: whether the id until now was never the person's, so that no message means the plan by it.
    mutating func move(_ old: PlanID, to new: PlanID, of owner: PlanPatient?, isUndone: Bool = false) {
        guard old != new else { return }
        moved[new] = nil
        moved[old] = isUndone ? nil : new
        if let owner { owners[new] = owner }
    }

    /// Under which person id a plan is found now.
    ///
    /// - Parameters:
    ///   - plan: the plan as a message names it.
    ///   - planCase: the case of that message.
    /// - Returns: the plan with the id of now.
    func current(_ plan: PlanID, in planCase: PlanCase?) -> PlanID {
        var plan = PlanID(plan: plan.plan, patient: owner(of: plan, in: planCase)?.id ?? plan.patient)
        while let next = moved[plan] { plan = next }
        return plan
    }

    /// The id by which a case knows the person of a plan now; nil when it has not changed there.
    func owner(of plan: PlanID, in planCase: PlanCase?) -> PlanPatient? {
        let chain = planCase.flatMap { successors[$0] } ?? [:]
        var owner = chain[plan.patient]
        while let next = owner.flatMap({ chain[$0.id] }) { owner = next }
        return owner
    }

    /// Whose plan it is by an id that took the place of another; nil when the id of its messages stands.
    func owner(of plan: PlanID) -> PlanPatient? { owners[plan] }
}
