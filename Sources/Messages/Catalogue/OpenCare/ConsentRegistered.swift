extension MessageType {
    /// Samtycke: what the person has said about telling the units of the case, or that the person cannot say.
    ///
    /// It is held as an answer to two questions that are never merged: may the units be told, and may a SIP be made. What
    /// the person sees on 1177 is a third, and no matter of this consent.
    package static let consentRegistered = MessageType(
        name: "ConsentRegistered", title: "Samtycke",
        summary: "The person consents, refuses, or cannot take a stand; messages on the basis of consent rest on it.",
        process: .openCare, sensitivity: 2, legalBasis: "OSL 10 kap. 1 §, 12 kap. 2 §; HSL 16 kap. 4 §",
        deadline: "before anything is shared", receipts: [.transport, .application], outlivesConsent: true,
        milestone: Milestone([.consent: "decidedAt"], facts: ["state", "covers", "validUntil"]),
        fields: [
            Field(
                "state", .closedCode(.consentDecision), .required, .law, "Samtycke",
                "With refused and cannot, messages on the basis of consent are refused; those after an assessment of harm pass."
            ),
            Field(
                "covers", .nonEmptyList(of: .closedCode(.consentCoverage), item: "coverage"), .required, .law, "Gäller",
                "What was asked; each question has its own answer."),
            Field(
                "parties", .list(of: .part(.unitRef), item: "party"), .optional, .law, "Enheter",
                "The units that may be told; every party of the case when it is missing."),
            Field("decidedAt", .when, .required, .law, "Lämnat", "When the person answered."),
            Field(
                "validUntil", .date, .optional, .law, "Gäller till och med",
                "The last day of the consent; until it is withdrawn when it is missing."),
            Field(
                "givenBy", .openCode(.consentGiver), .required, .law, "Lämnat av",
                "Whether the person or somebody in the person's place answered."),
            Field("form", .closedCode(.consentForm), .optional, .law, "Form", "How the person answered."),
            Field(
                "representative", .part(.contact), .optional, .sensitive, "Ställföreträdare",
                "Who answered in the person's place."),
            Field(
                "registeredBy", .part(.person), .required, .law, "Registrerat av",
                "The member of staff who asked and wrote it down."),
            Field(
                "harmAssessment", .part(.harmAssessment), .conditional("Required when state is cannot."), .law,
                "Menprövning", "That telling does the person no harm, when the person cannot take a stand."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ],
        rules: [.harmAssessedWhenUnable])
}

extension Part {
    fileprivate static let harmAssessment = Part(
        "HarmAssessment", "Menprövning",
        [
            Field("assessedAt", .when, .required, .law, "Bedömt", "When it was judged."),
            Field("assessedBy", .part(.person), .required, .law, "Bedömt av", "Who judged it."),
            Field("note", .text, .optional, .sensitive, "Bedömning", "On what grounds."),
        ])
}

extension CodeList {
    fileprivate static let consentDecision = CodeList(
        "ConsentDecision",
        [.init("given", "ja"), .init("refused", "nej"), .init("cannot", "kan inte ta ställning")])
    fileprivate static let consentCoverage = CodeList(
        "ConsentCoverage",
        [
            .init("informationSharing", "informationsöverföring mellan enheterna"),
            .init("sip", "samordnad individuell plan"),
        ])
}

extension Rule {
    fileprivate static let harmAssessedWhenUnable = Rule(
        .harmAssessmentMissing, source: "catalogue.md, ConsentRegistered: cannot (menprövning)"
    ) { message in
        guard message.content.text("state") == "cannot", message.content["harmAssessment"] == nil else { return [] }
        return [FieldPath("content", "harmAssessment")]
    }
}
