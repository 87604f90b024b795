extension MessageType {
    /// Byte av öppenvårdsenhet: another unit of open psychiatry answers for a person in open compulsory care.
    package static let outpatientUnitChanged = MessageType(
        name: "OutpatientUnitChanged", title: "Byte av öppenvårdsenhet",
        summary: "Another unit answers for the open compulsory care of a person, from a day.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT; LRV; the customer's documents",
        deadline: "before the change", receipts: [.transport, .application, .kvittens], refersTo: .optional,
        refersToTypes: ["CompulsoryPlanEstablished", "DischargeToOpenCompulsoryCare", "DischargeToOpenForensicCare"],
        lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone([.outpatientUnitChanged: "from"], facts: ["oldUnit", "newUnit", "planId"]),
        fields: [
            Field("oldUnit", .part(.unitRef), .required, .law, "Tidigare enhet", "The unit that answered until then."),
            Field("newUnit", .part(.unitRef), .required, .law, "Ny enhet", "The unit that answers from then on."),
            Field("from", .when, .required, .law, "Från och med", "The first day of the new unit."),
            Field(
                "newContact", .part(.staffContact), .optional, .law, "Ny kontaktperson", "Whom the person may turn to."),
            Field("planId", .uuid, .optional, .law, "Plan-id", "The coordinated plan."),
            Field("reason", .text, .optional, .sensitive, "Skäl", "Why the unit changes."),
        ],
        rules: [.basisOfCompulsoryCare, .unitDiffers])
}

extension Rule {
    fileprivate static let unitDiffers = Rule(
        .outpatientUnitUnchanged, source: "catalogue.md, OutpatientUnitChanged: old unit, new unit"
    ) { message in
        let units = ["oldUnit", "newUnit"].map { message.content.record($0)?.text("hsaId").flatMap { UnitID($0) } }
        return units[0] != nil && units[0] == units[1] ? [FieldPath("content", "newUnit")] : []
    }
}
