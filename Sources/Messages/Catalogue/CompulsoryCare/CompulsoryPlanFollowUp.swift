extension MessageType {
    /// Uppföljning av vårdplan: how the efforts of the coordinated plan went, and when it is looked at again.
    package static let compulsoryPlanFollowUp = MessageType(
        name: "CompulsoryPlanFollowUp", title: "Uppföljning av vårdplan",
        summary: "The coordinated plan was followed up; what came of it, and when it is looked at again.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 9 §; LRV",
        deadline: "with an application for continued open compulsory care (LPT 9 §)",
        receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["CompulsoryPlanEstablished"],
        milestone: Milestone(
            [.compulsoryPlanFollowedUp: "followedUpAt"], facts: ["planId", "nextFollowUpAt", "continuationApplied"]),
        fields: [
            Field("planId", .uuid, .optional, .law, "Plan-id", "The plan that was followed up."),
            Field("followedUpAt", .when, .required, .law, "Uppföljd", "When it was followed up."),
            Field("result", .text, .required, .sensitive, "Resultat", "What came of the plan. Source: LPT 9 §."),
            Field("nextFollowUpAt", .when, .required, .law, "Nästa uppföljning", "When it is looked at again."),
            Field(
                "results", .list(of: .part(.compulsoryEffortResult), item: "result"), .optional, .sensitive,
                "Resultat per insats", "How each effort went."),
            Field(
                "patientAttitude", .text, .optional, .sensitive, "Den enskildes inställning",
                "What the person says of it."),
            Field(
                "continuationApplied", .boolean, .optional, .law, "Ansökan om fortsatt vård",
                "Whether the court is applied to for continued care. Source: LPT 9 §."),
            Field(
                "conditionsKept", .text, .optional, .sensitive, "Hur villkoren följts",
                "How the person has kept to the special conditions."),
            Field(
                "participants", .list(of: .part(.participant), item: "participant"), .optional, .sensitive,
                "Deltagare", "Who took part."),
        ],
        rules: [.basisOfCompulsoryCare, .inOrder("followedUpAt", "nextFollowUpAt")])
}

extension Part {
    fileprivate static let compulsoryEffortResult = Part(
        "CompulsoryEffortResult", "Resultat av insats",
        [
            Field("effortId", .scalar(.shortID), .required, .technical, "Insats-id", "The effort of the plan."),
            Field("status", .closedCode(.effortStatus), .required, .sensitive, "Status", "How far it has come."),
            Field("text", .text, .optional, .sensitive, "Resultat", "What came of it."),
        ])
}
