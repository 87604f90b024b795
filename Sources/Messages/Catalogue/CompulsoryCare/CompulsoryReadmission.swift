extension MessageType {
    /// Återintag: a person in open compulsory or forensic care is taken back into the ward, and the plan rests.
    package static let compulsoryReadmission = MessageType(
        name: "CompulsoryReadmission", title: "Återintag LPT/LRV",
        summary: "A person in open compulsory care is taken back into the ward; the units' plan rests meanwhile.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 26 a §; LRV",
        deadline: "at once; the court is applied to within four days (LPT 26 a §)",
        receipts: [.transport, .application, .kvittens], refersTo: .optional,
        refersToTypes: ["DischargeToOpenCompulsoryCare", "DischargeToOpenForensicCare"],
        lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone(
            [.readmitted: "readmittedAt"], facts: ["law", "planId", "planSuspended", "courtApplicationAt"]),
        fields: [
            Field("law", .closedCode(.compulsoryLaw), .required, .law, "Lag", "LPT or LRV; that of legalBasis."),
            Field(
                "decision", .part(.compulsoryDecision), .required, .law, "Beslut",
                "The chefsöverläkare's decision. Source: LPT 26 a §."),
            Field("readmittedAt", .dateTime, .required, .law, "Återintagen", "When the person came into the ward."),
            Field(
                "planSuspended", .boolean, .required, .law, "Vårdplanen vilar",
                "Whether the units' efforts of the plan rest."),
            Field("planId", .uuid, .optional, .law, "Plan-id", "The plan."),
            Field(
                "courtApplicationAt", .when, .optional, .law, "Ansökan till domstol",
                "When the court was applied to. Source: LPT 26 a §."),
            Field("reason", .text, .optional, .sensitive, "Skäl", "Why the care cannot go on outside the ward."),
            Field(
                "currentUnit", .part(.unitRef), .optional, .sensitive, "Vårdas på",
                "Where the person lies, if not at the sender.", tellsPlace: true),
        ],
        rules: [
            .basisOfCompulsoryCare, .lawIsBasis, .inOrder("decision.decidedAt", "courtApplicationAt"), .courtInFourDays,
        ])
}

extension Rule {
    fileprivate static let courtInFourDays = Rule(.courtApplicationLate, source: "LPT 26 a §") { message in
        guard message.legalBasis == "lag-1991-1128",
            let decided = message.content.swedishDay(at: "decision.decidedAt"),
            let applied = message.content.swedishDay(at: "courtApplicationAt"),
            applied.daysSince1970 > decided.daysSince1970 + 4
        else { return [] }
        return [FieldPath("content", "courtApplicationAt")]
    }
}
