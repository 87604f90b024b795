extension MessageType {
    /// Samordningsansvarig: who holds the planning together from now on, and alone may close the plan.
    package static let coordinatorAssigned = MessageType(
        name: "CoordinatorAssigned", title: "Samordningsansvarig",
        summary: "A party of the case names who coordinates the planning, in the place of whoever did before.",
        process: .openCare, sensitivity: 1, legalBasis: "the customer's documents",
        deadline: "before the SIP meeting", receipts: [.transport, .application, .kvittens],
        milestone: Milestone([.coordinator: "from"], facts: ["planId"]),
        fields: [
            Field(
                "planId", .uuid, .optional, .law, "Plan",
                "The plan that it is about; every plan of the case when it is missing."),
            Field(
                "coordinator", .part(.staffContact), .required, .law, "Samordningsansvarig",
                "The only one who may close the plan, until a newer version or assignment names another."),
            Field("from", .when, .required, .law, "Från", "When the coordinator begins."),
            Field(
                "previousCoordinator", .part(.person), .optional, .law, "Ersätter",
                "Who was the coordinator before."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ])
}
