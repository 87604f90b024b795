extension MessageType {
    /// SIP uppföljning: how the efforts of a plan have gone, and when one meets next.
    ///
    /// The plan itself stays as it is: what is changed in it comes as a new version of `SipEstablished`.
    package static let sipFollowUp = MessageType(
        name: "SipFollowUp", title: "SIP uppföljning",
        summary: "The parties are told how the efforts of a SIP have gone, and when it is followed up next.",
        process: .openCare, sensitivity: 2, legalBasis: "HSL 16 kap. 4 §; lag (2017:612) 4 kap. 2 §",
        deadline: "the day of the follow-up that the plan names", receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["SipEstablished"],
        milestone: Milestone([.sipFollowedUp: "followedUpAt"], facts: ["planId", "nextFollowUp"]),
        fields: [
            Field("planId", .uuid, .required, .law, "Plan", "The plan; an unknown one is a warning."),
            Field("followedUpAt", .when, .required, .law, "Uppföljd", "When the plan was followed up."),
            Field(
                "effortResults", .nonEmptyList(of: .part(.effortResult), item: "effortResult"), .required, .sensitive,
                "Resultat per insats", "How each effort has gone."),
            Field(
                "nextFollowUp", .part(.planFollowUp), .required, .law, "Nästa uppföljning",
                "When the plan is followed up next; not before this time."),
            Field(
                "goalResults", .list(of: .part(.goalResult), item: "goalResult"), .optional, .sensitive,
                "Måluppfyllelse", "How far the goals have been reached."),
            Field("patientView", .text, .optional, .sensitive, "Den enskildes syn", "In the person's own words."),
            Field(
                "participants", .list(of: .part(.participant), item: "participant"), .optional, .sensitive, "Deltagare",
                "Who took part."),
            Field("summary", .text, .optional, .sensitive, "Sammanfattning", "What was said and agreed."),
            Field(
                "planChanges", .boolean, .optional, .law, "Planen ändras",
                "Whether a new version of the plan follows."),
        ],
        rules: [.nextFollowUp(after: "followedUpAt")])
}

extension Part {
    fileprivate static let effortResult = Part(
        "EffortResult", "Resultat av insats",
        [
            Field(
                "effortId", .scalar(.shortID), .required, .technical, "Insats-id",
                "The effort, by its id in the plan."),
            Field("status", .closedCode(.effortStatus), .required, .sensitive, "Status", "How far it has come."),
            Field("result", .text, .required, .sensitive, "Resultat", "What it has led to."),
            Field("change", .text, .optional, .sensitive, "Ändring", "What is to be done otherwise from now on."),
        ])
}
