extension MessageType {
    /// SIP utvärdering: what a plan has led to, and whether it goes on.
    ///
    /// A decision to end closes nothing: the coordinator closes the plan by `SipClosed`.
    package static let sipEvaluation = MessageType(
        name: "SipEvaluation", title: "SIP utvärdering",
        summary: "The parties are told what a SIP has led to, what the person thinks of it, and whether it goes on.",
        process: .openCare, sensitivity: 2, legalBasis: "HSL 16 kap. 4 §; national guide, SIP",
        deadline: "at the end of the plan", receipts: [.transport, .application, .kvittens], refersTo: .required,
        refersToTypes: ["SipEstablished"],
        milestone: Milestone([.sipEvaluated: "evaluatedAt"], facts: ["planId", "decision", "nextFollowUp"]),
        fields: [
            Field("planId", .uuid, .required, .law, "Plan", "The plan; an unknown one is a warning."),
            Field("evaluatedAt", .when, .required, .law, "Utvärderad", "When the plan was evaluated."),
            Field(
                "goalResults", .nonEmptyList(of: .part(.goalResult), item: "goalResult"), .required, .sensitive,
                "Måluppfyllelse", "How far each goal was reached."),
            Field(
                "patientView", .text, .required, .sensitive, "Den enskildes syn",
                "What the person thinks of the plan and of how it went."),
            Field(
                "decision", .closedCode(.sipEvaluationDecision), .required, .law, "Beslut",
                "Whether the plan ends or goes on."),
            Field(
                "nextFollowUp", .part(.planFollowUp), .conditional("Required when decision is goOn."), .law,
                "Nästa uppföljning", "When the plan is followed up next; not before this time."),
            Field("reason", .text, .optional, .sensitive, "Motivering", "Why it ends or goes on."),
            Field(
                "participants", .list(of: .part(.participant), item: "participant"), .optional, .sensitive, "Deltagare",
                "Who took part."),
            Field("lessons", .text, .optional, .sensitive, "Lärdomar", "What the parties do otherwise next time."),
        ],
        rules: [.continuedPlanIsFollowedUp, .nextFollowUp(after: "evaluatedAt")])
}

extension CodeList {
    fileprivate static let sipEvaluationDecision = CodeList(
        "SipEvaluationDecision", [.init("end", "planen avslutas"), .init("goOn", "planen fortsätter")])
}

extension Rule {
    fileprivate static let continuedPlanIsFollowedUp = Rule(
        .nextFollowUpMissing, source: "fields.md, SipEstablished: followUp"
    ) { message in
        message.content.text("decision") == "goOn" && message.content["nextFollowUp"] == nil
            ? [FieldPath("content", "nextFollowUp")] : []
    }
}
