internal import Messages

extension PlanBook {
    /// What is wrong with a message by what is known of its plan; empty for one that is about no plan.
    ///
    /// A message that has been noted before is in order. Source: fields, SipEstablished and SipClosed; catalogue,
    /// CoordinatorAssigned, and SipFollowUp and SipEvaluation, "refersTo plan".
    func findings(
        in message: Message, inCase planCase: PlanCase?, sameOrganisation: (UnitID, UnitID) -> Bool
    ) -> PlanFindings {
        if message.isAssignment {
            return findings(inAssignment: message, inCase: planCase, sameOrganisation: sameOrganisation)
        }
        let named =
            message.isAboutPlan
            ? PlanID(namedIn: message).map { current($0, inCase: planCase) } : named(in: message, inCase: planCase)
        guard message.isPlan || message.isPlanClosing || message.isAboutPlan, let plan = named,
            self[plan]?.holds(message.id) != true
        else { return PlanFindings() }
        if message.isPlan { return findings(inVersion: message, of: plan, sameOrganisation: sameOrganisation) }
        let (findings, state) = findings(inLater: message, of: plan, sameOrganisation: sameOrganisation)
        guard message.isPlanClosing, let state else { return findings }
        return self.findings(inClosing: message, of: state)
    }

    private func findings(
        inVersion message: Message, of plan: PlanID, sameOrganisation: (UnitID, UnitID) -> Bool
    ) -> PlanFindings {
        guard others(than: plan).allSatisfy({ $0.newest == nil }) else {
            return .problem(.planOfOthers, "planId", "the plan id is known for another patient")
        }
        if let replaced = message.replaces.flatMap({ self.plan(of: $0) }), replaced != plan {
            return .problem(.planOfOthers, "planId", "the message that it replaces is a version of another plan")
        }
        guard let state = self[plan], let newest = state.newest else { return PlanFindings() }
        guard state.parties.contains(where: { sameOrganisation($0, message.sender.unit) }) else {
            return .problem(
                .planOfOthers, "planId", "the plan is known, and the sender's organisation has no part in it")
        }
        let version = message.content["planVersion"]?.integer ?? 0
        // An older version that comes late is in order, and changes nothing; the plan may have changed hands since.
        if version < newest.version, message.status == .new { return PlanFindings() }
        let coordinator = state.coordinator(at: message.sentAt)?.unit
        let authors = [newest.senderUnit, newest.coordinatorUnit, coordinator].compactMap(\.self)
        guard authors.contains(where: { sameOrganisation($0, message.sender.unit) }) else {
            return .problem(
                .planOfOthers, "planId",
                "the organisation of the newest version, or of its coordinator, sends the next one")
        }
        return findings(inNumber: version, of: message, after: newest.version)
    }

    private func findings(inNumber version: Int, of message: Message, after newest: Int) -> PlanFindings {
        guard version > newest else {
            return .problem(
                .planVersionNotHigher, "planVersion", "a version with the same or a higher number is known already")
        }
        guard message.status == .replaces else {
            return PlanFindings(
                problems: [Problem(.planNotReplaced, path: "/status", detail: "an earlier version is known")])
        }
        return PlanFindings()
    }

    /// What holds for all that is told of a plan once it is made; the plan too, when it is in order.
    ///
    /// A plan that is not known is no reason to refuse: care must not stop on the order of arrival.
    private func findings(
        inLater message: Message, of plan: PlanID, sameOrganisation: (UnitID, UnitID) -> Bool
    ) -> (PlanFindings, PlanState?) {
        guard let state = self[plan], state.newest != nil else {
            return (PlanFindings(warnings: [Problem(.unknownPlan, path: "/content/planId")]), nil)
        }
        guard state.parties.contains(where: { sameOrganisation($0, message.sender.unit) }) else {
            let problem = PlanFindings.problem(
                .planOfOthers, "planId", "the plan is known, and the sender's organisation has no part in it")
            return (problem, nil)
        }
        return (PlanFindings(), state)
    }

    private func findings(inClosing message: Message, of state: PlanState) -> PlanFindings {
        guard let closer = message.content.record("closedBy").map({ StaffIdentity($0) }),
            let coordinator = state.coordinator(at: message.sentAt)?.person, closer.isSame(as: coordinator)
        else {
            return .problem(
                .closedByOther, "closedBy", "that is not the coordinator of the newest version of the plan")
        }
        return PlanFindings()
    }

    private func findings(
        inAssignment message: Message, inCase planCase: PlanCase?, sameOrganisation: (UnitID, UnitID) -> Bool
    ) -> PlanFindings {
        guard let assignment = PlanAssignment(message, order: .max, inCase: planCase, isCancelled: false) else {
            return PlanFindings()
        }
        let known = plans(of: assignment).compactMap { self[$0] }.filter { $0.newest != nil }
        guard assignment.plan == nil || !known.isEmpty else {
            return PlanFindings(warnings: [Problem(.unknownPlan, path: "/content/planId")])
        }
        guard known.allSatisfy({ $0.parties.contains { sameOrganisation($0, message.sender.unit) } }) else {
            let path = assignment.plan == nil ? "/sender/unit" : "/content/planId"
            return PlanFindings(problems: [
                Problem(.coordinatorByOther, path: path, detail: "the sender's organisation has no part in the plan")
            ])
        }
        return PlanFindings()
    }
}

extension PlanFindings {
    fileprivate static func problem(_ code: RejectionCode, _ member: String, _ detail: String) -> PlanFindings {
        PlanFindings(problems: [Problem(code, path: "/content/\(member)", detail: detail)])
    }
}
