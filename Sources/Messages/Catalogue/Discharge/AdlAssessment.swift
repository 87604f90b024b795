extension MessageType {
    /// ADL-bedömning: what help the person needs every day, by an instrument and activity by activity.
    ///
    /// Its content is a list, since what matters for the planning is the difference between before, now and afterwards.
    package static let adlAssessment = MessageType(
        name: "AdlAssessment", title: "ADL-bedömning",
        summary: "How much help a person needs with the activities of daily living, for one or several points in time.",
        process: .discharge, sensitivity: 2,
        legalBasis: "consent or an assessment of harm (OSL); the customer's documents",
        deadline: "with the basis for the planning", receipts: [.transport, .application], refersTo: .optional,
        refersToTypes: ["AdmissionNotice", "PlanningBasis"],
        fields: [
            Field(
                "assessments", .nonEmptyList(of: .part(.completeADLAssessment), item: "assessment"), .required,
                .sensitive, "Bedömningar", "One for each point in time."),
            Field(
                "comment", .text, .optional, .sensitive, "Kommentar",
                "What the scale does not show: what has changed, what can be trained."),
        ],
        rules: [.katzResult, .scaleVersion])
}

extension Rule {
    fileprivate static let scaleVersion = Rule(
        .adlVersionMissing, source: "catalogue.md, AdlAssessment: scale id + version"
    ) { message in
        message.content.items("assessments").enumerated().compactMap { index, item in
            guard let assessment = item.record, assessment["version"] == nil,
                assessment.record("scale")?.text("code") != "free"
            else { return nil }
            return FieldPath("content", "assessments").appending(item: index).appending("version")
        }
    }
}
