extension MessageType {
    /// Justering av vårdplan: a unit says whether it stands by the plan, for the version that it refers to.
    package static let compulsoryPlanAttested = MessageType(
        name: "CompulsoryPlanAttested", title: "Justering av vårdplan",
        summary: "A unit attests the coordinated plan, or does not; the plan is made when every unit has attested it.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 7 a §; LRV",
        deadline: "as agreed between the units", receipts: [.transport, .application],
        refersTo: .required, refersToTypes: ["CompulsoryPlanEstablished"],
        milestone: Milestone([.compulsoryPlanAttested: "attestedAt"], facts: ["attested"]),
        fields: [
            Field(
                "attested", .closedCode(.attestation), .required, .law, "Justeras",
                "Whether the sending unit stands by the plan. Source: LPT 7 a §."),
            Field("attestedBy", .part(.person), .required, .law, "Justerat av", "Who answers for the unit."),
            Field("attestedAt", .dateTime, .required, .law, "Justerat", "When it was decided."),
            Field("planId", .uuid, .optional, .law, "Plan-id", "The plan, to be found by people."),
            Field("planVersion", .scalar(.positiveInteger), .optional, .law, "Version", "The version that was read."),
            Field("reason", .text, .optional, .sensitive, "Skäl", "Why the unit does not stand by it."),
        ],
        rules: [.basisOfCompulsoryCare])
}

extension CodeList {
    fileprivate static let attestation = CodeList("Attestation", [.init("yes", "ja"), .init("no", "nej")])
}
