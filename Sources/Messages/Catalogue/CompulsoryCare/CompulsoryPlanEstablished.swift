extension MessageType {
    /// Samordnad vårdplan upprättad: the plan for a person in open compulsory care, to the units that are to attest it.
    ///
    /// It is made only when every unit has attested it (`CompulsoryPlanAttested`). The sending unit attests it by sending it.
    package static let compulsoryPlanEstablished = MessageType(
        name: "CompulsoryPlanEstablished", title: "Samordnad vårdplan upprättad",
        summary: "The coordinated plan of a person who is to be in open compulsory care, for the units to attest.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 7 och 7 a §§; LRV",
        deadline: "with the application to the court (LPT 7 §)", receipts: [.transport, .application],
        refersTo: .optional, refersToTypes: ["CompulsoryPlanInvitation", "AdmissionNotice"],
        lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone(
            [.compulsoryPlan: "establishedAt"],
            facts: ["planId", "planVersion", "law", "attestingUnits", "nextFollowUpAt"]),
        fields: planFields + contentFields + courtFields,
        rules: [
            .basisOfCompulsoryCare, .lawIsBasis, .effortNamesUnit, .effortIsDecided, .attestingUnitHasID,
            .responsibleUnitAttests, .inOrder("establishedAt", "nextFollowUpAt"),
        ])

    /// Which plan it is, by whom, and who must attest it.
    private static let planFields = [
        Field("planId", .uuid, .required, .law, "Plan-id", "Stable over the versions of the plan."),
        Field("planVersion", .scalar(.positiveInteger), .required, .law, "Version", "Higher in every version."),
        Field("law", .closedCode(.compulsoryLaw), .required, .law, "Lag", "LPT or LRV; that of legalBasis."),
        Field("establishedAt", .dateTime, .required, .law, "Upprättad", "When the chefsöverläkare made the plan."),
        Field("chiefPhysician", .part(.person), .required, .law, "Chefsöverläkare", "Who made it. Source: LPT 7 a §."),
        Field(
            "attestingUnits", .nonEmptyList(of: .part(.unitRef), item: "attestingUnit"), .required, .law,
            "Enheter som ska justera",
            "Each unit of region and municipality that answers for an effort, by its HSA-id. Source: LPT 7 a §."),
        Field(
            "attestBy", .dateTime, .optional, .law, "Justeras senast", "When the units are to have answered."),
    ]

    /// What the law wants in the plan.
    ///
    /// Source: LPT 7 a §.
    private static let contentFields = [
        Field(
            "needs", .nonEmptyList(of: .part(.need), item: "need"), .required, .sensitive, "Bedömda behov",
            "The needs that were found, of region and municipality."),
        Field(
            "efforts", .nonEmptyList(of: .part(.effort), item: "effort"), .required, .sensitive, "Insatser",
            "Each with the decision and with the unit that answers for it."),
        Field(
            "patientAttitude", .text, .required, .sensitive, "Den enskildes inställning",
            "What the person says of the decisions and the plan."),
        Field(
            "otherMeasures", .list(of: .part(.otherMeasure), item: "otherMeasure"), .optional, .sensitive,
            "Åtgärder av andra", "Measures by others than region and municipality."),
        Field(
            "conditions", .list(of: .part(.specialCondition), item: "condition"), .optional, .sensitive,
            "Särskilda villkor", "The conditions that are applied for. Source: LPT 7 §."),
        Field(
            "goals", .list(of: .text, item: "goal"), .optional, .sensitive, "Mål", "What the person and the units want."
        ),
        Field(
            "crisisPlan", .text, .optional, .sensitive, "Tidiga tecken, krisplan", "Early signs, and what to do then."),
        Field(
            "coordinator", .part(.staffContact), .optional, .law, "Samordnare", "Whom the units may turn to."),
        Field(
            "nextFollowUpAt", .when, .optional, .law, "Uppföljning", "When the plan is followed up. Source: LPT 9 §."),
    ]

    /// The court.
    private static let courtFields = [
        Field("courtApplicationAt", .when, .optional, .law, "Ansökan till domstol", "When the court was applied to."),
        Field("court", .string, .optional, .law, "Domstol", "The administrative court."),
    ]
}

extension Rule {
    fileprivate static let effortIsDecided = Rule(
        .effortWithoutDecision, source: "LPT 7 a §; catalogue.md, CompulsoryPlanEstablished: decisions"
    ) { message in
        publicEfforts(of: message).filter { $0.effort["decision"] == nil }.map {
            FieldPath("content", "efforts").appending(item: $0.index).appending("decision")
        }
    }

    fileprivate static let attestingUnitHasID = Rule(
        .attestingUnitWithoutID, source: "LPT 7 a §; catalogue.md, CompulsoryPlanEstablished: justering by every unit"
    ) { message in
        message.content.items("attestingUnits").enumerated().compactMap { index, item in
            item.record?.text("hsaId") == nil
                ? FieldPath("content", "attestingUnits").appending(item: index).appending("hsaId") : nil
        }
    }

    fileprivate static let responsibleUnitAttests = Rule(
        .responsibleUnitNotAttesting,
        source: "LPT 7 a §; catalogue.md, CompulsoryPlanEstablished: justering by every unit"
    ) { message in
        let attesting = Set(message.content.items("attestingUnits").compactMap { unit(in: $0.record) })
        return publicEfforts(of: message).filter { effort in
            guard let unit = unit(in: effort.effort.record("unit")) else { return false }
            return !attesting.contains(unit) && unit != message.sender.unit
        }.map { FieldPath("content", "efforts").appending(item: $0.index).appending("unit") }
    }

    /// The efforts that region or municipality answers for.
    private static func publicEfforts(of message: Message) -> [(index: Int, effort: Record)] {
        message.content.items("efforts").enumerated().compactMap { index, item in
            guard let effort = item.record, ["region", "municipality"].contains(effort.text("principal")) else {
                return nil
            }
            return (index, effort)
        }
    }

    private static func unit(in record: Record?) -> UnitID? {
        record?.text("hsaId").flatMap { UnitID($0) }
    }
}
