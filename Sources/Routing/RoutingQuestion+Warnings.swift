import Messages

/// What is odd about where a message goes, by the laws that it follows: told to the sender, never a reason to refuse.
extension RoutingQuestion {
    /// The warnings for a message and the recipients it got.
    func warnings(for recipients: [RoutedRecipient]) -> [Problem] {
        var reached: [UnitID] = []
        reached.reserveCapacity(recipients.count)
        for recipient in recipients where recipient.skipped == nil {
            if let unit = recipient.destination.unit { reached.append(unit) }
        }
        let ofReceivers: Problem? =
            switch message.type.name {
            case "AdmissionNotice": openCareMissing(among: reached)
            case "Deviation": deviationToOthers(among: reached)
            case "InterAuthorityTransfer": transferWithinPrincipal(to: reached)
            case "CompulsoryPlanEstablished": attestingDiffer(from: reached)
            default: message.content["invitedUnits"] == nil ? nil : invitedDiffer(from: reached)
            }
        var warnings: [Problem] = []
        if let unlawful = unlawfulSender() { warnings.append(unlawful) }
        if let ofReceivers { warnings.append(ofReceivers) }
        return warnings
    }

    /// Municipal health care gets the notice, and no open care of the region does.
    ///
    /// Source: lag (2017:612) 2 kap. 1 §.
    private func openCareMissing(among reached: [UnitID]) -> Problem? {
        guard reached.contains(where: { directory.units[$0]?.kind == .municipalHealthCare }),
            !reached.contains(where: { directory.units[$0]?.kind.isRegionalOpenCare ?? false })
        else { return nil }
        let missing =
            if case .one(let unit, _) = listedHealthCentre() { unit.id.text } else {
                "the unit where the patient is listed"
            }
        return Problem(
            .openCareReceiverMissing, path: "/receivers",
            detail: "municipal health care gets the notice, so a regional open care unit must get it too: \(missing)")
    }

    /// The sending unit is not of the kind of care that sends the message by the law.
    ///
    /// An invitation has a code of its own, for it is then no kallelse, which payment asks for. Source: lag (2017:612)
    /// 2–3 kap., 4 kap. 3 §.
    private func unlawfulSender() -> Problem? {
        guard let lawful = message.type.lawfulSender,
            directory.units[message.sender.unit]?.kind.belongs(to: lawful) != true
        else { return nil }
        let care =
            switch lawful {
            case .inpatientCare: "a ward"
            case .regionalOpenCare: "open care of the region"
            case .psychiatricInpatientCare: "a psychiatric or forensic ward"
            }
        return Problem(
            message.type.name == "DischargeSipInvitation" ? .invitationNotByOpenCare : .senderKindUnusual,
            path: "/sender/unit", detail: "the sending unit is not \(care) by its kind in the directory")
    }

    /// A deviation reaches a unit that gives care: it may be about somebody there, who need not know who tells of it.
    ///
    /// Source: catalogue, Deviation.
    private func deviationToOthers(among reached: [UnitID]) -> Problem? {
        let others = Set(reached.filter { directory.units[$0]?.kind.takesDeviations != true })
        return Self.list("units without a function for deviations", others)
            .map { Problem(.deviationReceiverUnusual, path: "/receivers", detail: $0) }
    }

    /// What is handed over between authorities reaches a unit whose huvudman is of the sender's kind.
    ///
    /// Of a private provider the directory does not tell for whom it works. Source: catalogue, InterAuthorityTransfer.
    private func transferWithinPrincipal(to reached: [UnitID]) -> Problem? {
        guard let own = principal(of: message.sender.unit), own == .region || own == .municipality else { return nil }
        let same = Set(reached.filter { principal(of: $0) == own })
        return Self.list("units of a \(own.rawValue), as the sender is", same)
            .map { Problem(.transferWithinPrincipal, path: "/receivers", detail: $0) }
    }

    private func principal(of unit: UnitID) -> Principal? {
        directory.units[unit].flatMap { directory.organisations[$0.organisation]?.principal }
    }

    /// Units that are to attest the plan do not get it; others may, and the sender need not.
    ///
    /// Source: LPT 7 a §; catalogue, CompulsoryPlanEstablished.
    private func attestingDiffer(from reached: [UnitID]) -> Problem? {
        let missing = units(named: "attestingUnits").subtracting(reached).subtracting([message.sender.unit])
        let strangers = missing.filter { directory.units[$0] == nil }
        let findings = [
            Self.list("to attest but not reached", missing.subtracting(strangers)),
            strangers.isEmpty ? nil : "to attest but not in the directory: \(strangers.count)",
        ].compactMap(\.self)
        guard !findings.isEmpty else { return nil }
        return Problem(
            .attestingUnitsDiffer, path: "/content/attestingUnits", detail: findings.joined(separator: "; "))
    }

    /// Those who are invited and those who get the invitation are not the same; the sender may invite itself.
    ///
    /// Source: fields, DischargeSipInvitation, `invitedUnits[]`.
    private func invitedDiffer(from reached: [UnitID]) -> Problem? {
        let sender = message.sender.unit
        let invited = units(named: "invitedUnits")
        let unreached = invited.subtracting(reached).subtracting([sender]).filter { directory.units[$0] != nil }
        let strangers = invited.subtracting([sender]).filter { directory.units[$0] == nil }
        let uninvited = Set(reached).subtracting(invited).subtracting([sender])
        let findings = [
            Self.list("invited but not reached", unreached),
            strangers.isEmpty ? nil : "invited but not in the directory: \(strangers.count)",
            Self.list("reached but not invited", uninvited),
        ].compactMap(\.self)
        guard !findings.isEmpty else { return nil }
        return Problem(.invitedDiffer, path: "/content/invitedUnits", detail: findings.joined(separator: "; "))
    }

    /// The units of a list in the content, as far as they have an id.
    private func units(named list: String) -> Set<UnitID> {
        Set(message.content.items(list).compactMap { $0.record?.text("hsaId").flatMap { UnitID($0) } })
    }

    /// Units of the directory by their ids in order; other ids might hold anything, and are only counted.
    private static func list(_ finding: String, _ units: Set<UnitID>) -> String? {
        guard !units.isEmpty else { return nil }
        return "\(finding): \(units.sorted().map(\.text).joined(separator: ", "))"
    }
}
