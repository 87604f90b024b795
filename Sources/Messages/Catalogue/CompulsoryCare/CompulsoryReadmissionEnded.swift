extension MessageType {
    /// Återintag upphört: the person leaves the ward again, and the decision on open compulsory care stands as before.
    package static let compulsoryReadmissionEnded = MessageType(
        name: "CompulsoryReadmissionEnded", title: "Återintag upphört",
        summary: "A person who was taken back into the ward leaves it; open compulsory care and its plan go on.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 26 a §; LRV", deadline: "at once",
        receipts: [.transport, .application, .kvittens], refersTo: .required,
        refersToTypes: ["CompulsoryReadmission"], lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone([.readmissionEnded: "endedAt"], facts: ["planId"]),
        fields: [
            Field(
                "decision", .part(.compulsoryDecision), .required, .law, "Beslut",
                "Why it ended: the chefsöverläkare's or the court's decision. Source: LPT 26 a §."),
            Field("endedAt", .dateTime, .required, .law, "Upphört", "When the decision on open care stood again."),
            Field("planId", .uuid, .optional, .law, "Plan-id", "The plan that goes on."),
            Field(
                "plannedDischargeAt", .when, .optional, .law, "Planerad hemgång",
                "When the person is to leave the ward."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ],
        rules: [.basisOfCompulsoryCare, .inOrder("decision.decidedAt", "endedAt")])
}
