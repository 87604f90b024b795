extension MessageType {
    /// Avsluta planering: the coordinator closes the plan, and 1177 shows it as closed.
    ///
    /// A plan may be closed because the consent was withdrawn, so what says that it is closed rests on the law, not on consent.
    package static let sipClosed = MessageType(
        name: "SipClosed", title: "Avsluta planering",
        summary: "The coordinator closes a coordinated individual plan.",
        process: .openCare, sensitivity: 1, legalBasis: "HSL 16 kap. 4 §; the customer's documents",
        receipts: [.transport, .application, .kvittens], refersTo: .required, refersToTypes: ["SipEstablished"],
        outlivesConsent: true,
        milestone: Milestone([.sipClosed: "closedAt"], facts: ["planId", "reason"]),
        fields: [
            Field("planId", .uuid, .required, .law, "Plan", "The plan; an unknown one is a warning."),
            Field("closedAt", .dateTime, .required, .law, "Avslutad", "When the plan was closed."),
            Field(
                "closedBy", .part(.person), .required, .law, "Avslutad av",
                "The coordinator of the newest version of the plan, and nobody else."),
            Field("reason", .openCode(.sipCloseReason), .required, .law, "Orsak", "Why the plan is closed."),
            Field("reasonText", .text, .optional, .sensitive, "Kommentar", "More about the reason."),
            Field(
                "continuing", .text, .optional, .sensitive, "Fortsatta insatser",
                "Which efforts go on without the plan, and who answers for them."),
        ])
}

extension CodeList {
    fileprivate static let sipCloseReason = CodeList(
        "SipCloseReason",
        [
            .init("goalsMet", "målen är uppfyllda"), .init("notNeeded", "behovet har upphört"),
            .init("consentWithdrawn", "samtycket är återkallat"), .init("moved", "flyttat"),
            .init("deceased", "avliden"), .init("newPlan", "ny plan"), .init("other", "annan"),
        ])
}
