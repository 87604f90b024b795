internal import Messages

extension PlanBook {
    /// What is wrong with a message by what is known of its plan; empty for one that is neither plan nor closing.
    ///
    /// A message that has been noted before is in order. Source: fields, SipEstablished and SipClosed.
    func findings(in message: Message, sameOrganisation: (UnitID, UnitID) -> Bool) -> PlanFindings {
        guard let plan = PlanID(message), self[plan]?.holds(message.id) != true else { return PlanFindings() }
        return message.isPlan
            ? findings(inVersion: message, of: plan, sameOrganisation: sameOrganisation)
            : findings(inClosing: message, of: plan)
    }

    private func findings(
        inVersion message: Message, of plan: PlanID, sameOrganisation: (UnitID, UnitID) -> Bool
    ) -> PlanFindings {
        guard others(than: plan).allSatisfy({ $0.newest == nil }) else {
            return .problem(.planOfOthers, "planId", "the plan id is known for another patient")
        }
        guard let state = self[plan], let newest = state.newest else { return PlanFindings() }
        guard state.parties.contains(where: { sameOrganisation($0, message.sender.unit) }) else {
            return .problem(
                .planOfOthers, "planId", "the plan is known, and the sender's organisation has no part in it")
        }
        guard message.status == .replaces, let version = message.content["planVersion"]?.integer,
            version <= newest.version
        else { return PlanFindings() }
        return .problem(
            .planVersionNotHigher, "planVersion", "a version with the same or a higher number is known already")
    }

    /// A plan that is not known is no reason to refuse: care must not stop on the order of arrival.
    private func findings(inClosing message: Message, of plan: PlanID) -> PlanFindings {
        guard let state = self[plan], state.newest != nil else {
            return PlanFindings(warnings: [Problem(.unknownPlan, path: "/content/planId")])
        }
        guard let closer = message.content.record("closedBy").map({ StaffIdentity($0) }),
            let coordinator = state.coordinator, closer.isSame(as: coordinator)
        else {
            return .problem(
                .closedByOther, "closedBy", "that is not the coordinator of the newest version of the plan")
        }
        return PlanFindings()
    }
}

extension PlanFindings {
    fileprivate static func problem(_ code: RejectionCode, _ member: String, _ detail: String) -> PlanFindings {
        PlanFindings(problems: [Problem(code, path: "/content/\(member)", detail: detail)])
    }
}
