extension MessageType {
    /// Vårdbegäran: somebody outside of the region's care asks a ward or open care to see a person.
    package static let careRequest = MessageType(
        name: "CareRequest", title: "Vårdbegäran",
        summary: "A party outside of the region's care asks for care or an assessment of a person.",
        process: .general, sensitivity: 2, legalBasis: "the one that the sender states; patientlagen (2014:821) 2 kap.",
        receipts: [.transport, .application, .kvittens], refersTo: .optional, caseID: .optional,
        fields: [
            Field("reason", .text, .required, .sensitive, "Orsak", "Why care is asked for."),
            Field("wish", .text, .required, .sensitive, "Önskemål", "What is asked for."),
            Field(
                "consent", .part(.requestConsent), .required, .law, "Samtycke",
                "What the person says about the request and about being told about."),
            Field(
                "contact", .part(.staffContact), .required, .law, "Avsändarens kontaktperson",
                "Whom to call about it, with the unit."),
            Field("contactPhone", .string, .required, .law, "Telefon", "Where that person is reached."),
            Field("urgency", .openCode(.requestUrgency), .optional, .sensitive, "Angelägenhet", "How soon."),
            Field("situation", .text, .optional, .sensitive, "Nuläge", "How it is now, and since when."),
            Field("actionTaken", .text, .optional, .sensitive, "Vidtagna åtgärder", "What has been tried."),
            Field(
                "medications", .list(of: .part(.medication), item: "medication"), .optional, .sensitive, "Läkemedel",
                "What the person takes, as far as it is known."),
            Field(
                "warnings", .list(of: .text, item: "warning"), .optional, .sensitive, "Överkänslighet, smitta",
                "What staff must know before they meet the person."),
            Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
            Field(
                "relatives", .list(of: .part(.contact), item: "relative"), .optional, .sensitive, "Närstående",
                "Whom the person names."),
            Field("answerBy", .date, .optional, .law, "Svar senast", "When an answer is wanted."),
            .attachments,
        ],
        rules: [.basisIsGiven] + Rule.ofAttachments)
}

extension Part {
    fileprivate static let requestConsent = Part(
        "RequestConsent", "Samtycke till vårdbegäran",
        [
            Field("state", .closedCode(.consentState), .required, .law, "Samtycke", "What the person says."),
            Field("givenAt", .when, .optional, .law, "Lämnat", "When the consent was given."),
            Field("givenBy", .part(.contact), .optional, .sensitive, "Lämnat av", "Who gave it, when not the person."),
        ])
}

extension CodeList {
    fileprivate static let requestUrgency = CodeList(
        "RequestUrgency",
        [
            .init("today", "i dag"), .init("withinDays", "inom några dagar"), .init("withinWeeks", "inom några veckor"),
            .init("planned", "planerat"),
        ])
}

extension Rule {
    fileprivate static let basisIsGiven = Rule(
        .consentContradicted, source: "rules.md, Consent: three questions; catalogue.md, CareRequest: consent"
    ) { message in
        message.legalBasis == "consent" && message.content.record("consent")?.text("state") != "given"
            ? [FieldPath("content", "consent", "state")] : []
    }
}
