extension MessageType {
    /// Egenplanering: what one actor has decided to do itself, before or instead of a plan that several make.
    package static let ownPlanning = MessageType(
        name: "OwnPlanning", title: "Egenplanering",
        summary: "An actor tells the other parties which efforts of its own it has planned and decided.",
        process: .openCare, sensitivity: 2, legalBasis: "the customer's documents; lag (2017:612) 2 kap. 6 §",
        deadline: "by the estimated discharge", receipts: [.transport, .application, .kvittens],
        refersTo: .optional,
        fields: [
            Field("plannedAt", .when, .required, .law, "Planerat", "When the planning was made."),
            Field("plannedBy", .part(.person), .required, .law, "Planerat av", "Who answers for the planning."),
            Field(
                "unit", .part(.unitRef), .required, .law, "Ansvarig enhet", "The unit whose planning it is."),
            Field(
                "efforts", .nonEmptyList(of: .part(.effort), item: "effort"), .required, .sensitive, "Insatser",
                "Each with its decision, its first day and the unit that answers for it."),
            Field(
                "planningDone", .boolean, .optional, .law, "Planeringen klar",
                "Whether the actor has nothing more to plan."),
            Field("remaining", .text, .optional, .sensitive, "Kvar att ordna", "What is not planned yet, and why."),
            Field(
                "conditions", .text, .optional, .sensitive, "Förutsättningar",
                "What others must have done first: keys, aids, medicines, delegations."),
            Field("contact", .part(.staffContact), .optional, .law, "Kontaktperson", "Whom to ask about it."),
        ],
        rules: [.effortIsPlanned, .effortNamesUnit, .effortsInOrder, .hasHappened("plannedAt")])
}

extension Rule {
    fileprivate static let effortIsPlanned = Rule(
        .plannedEffortIncomplete, source: "catalogue.md, OwnPlanning: insats, decision, start, responsible unit"
    ) { message in
        message.content.items("efforts").enumerated().flatMap { index, item in
            ["start", "decision"].filter { item.record?[$0] == nil }.map { name in
                FieldPath("content", "efforts").appending(item: index).appending(name)
            }
        }
    }
}
