extension MessageType {
    /// Kartläggning: what the person needs, can do and wants, before the meeting where the SIP is made.
    package static let needsAssessment = MessageType(
        name: "NeedsAssessment", title: "Kartläggning",
        summary: "A party tells what the person needs, can do and wants, so that the SIP can be made.",
        process: .openCare, sensitivity: 2, legalBasis: "HSL 16 kap. 4 §; national guide, Kartläggning",
        deadline: "before the SIP meeting", receipts: [.transport, .application, .kvittens], refersTo: .optional,
        fields: [
            Field("assessedAt", .when, .required, .law, "Kartlagt", "When it was finished."),
            Field("author", .part(.staffContact), .required, .law, "Kartlagt av", "Who answers for it, with the unit."),
            Field(
                "whatMatters", .text, .optional, .sensitive, "Vad är viktigt för mig", "In the person's own words."),
            Field(
                "needs", .nonEmptyList(of: .part(.need), item: "need"), .required, .sensitive, "Behov",
                "What the person needs."),
            Field("resources", .text, .required, .sensitive, "Egna resurser", "What the person can do, and who helps."),
            Field(
                "goals", .nonEmptyList(of: .part(.goal), item: "goal"), .required, .sensitive, "Egna mål",
                "What the person wants to reach."),
            Field(
                "adlReference", .uuid, .conditional("Required when adl is missing."), .technical,
                "ADL-bedömning (hänvisning)", "The message AdlAssessment that holds it."),
            Field(
                "adl", .list(of: .part(.adlAssessment), item: "assessment"),
                .conditional("Required when adlReference is missing."), .sensitive, "ADL-bedömning",
                "The assessment itself; one for each point in time."),
            Field("physical", .text, .optional, .sensitive, "Fysisk funktion", "Body, senses, pain, nutrition, sleep."),
            Field("mental", .text, .optional, .sensitive, "Psykisk funktion", "Mood, worry, addiction."),
            Field("cognitive", .text, .optional, .sensitive, "Kognitiv funktion", "Memory, orientation, judgement."),
            Field("communication", .text, .optional, .sensitive, "Kommunikation", "Speech, hearing, sight, reading."),
            Field(
                "environment", .text, .optional, .sensitive, "Omgivningsfaktorer",
                "Home, access, aids, economy; never the address."),
            Field("network", .text, .optional, .sensitive, "Socialt nätverk", "Family, friends, occupation."),
            Field(
                "relatives", .list(of: .part(.contact), item: "relative"), .optional, .sensitive, "Närstående",
                "Whom the person names."),
            Field(
                "efforts", .list(of: .part(.effort), item: "effort"), .optional, .sensitive, "Pågående insatser",
                "What is given already."),
            Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
            Field(
                "participants", .list(of: .part(.participant), item: "participant"), .optional, .sensitive,
                "Medverkande", "Who told, and who was there."),
        ],
        rules: [.adlIsThere, .effortsInOrder, .hasHappened("assessedAt")])
}

extension Rule {
    fileprivate static let adlIsThere = Rule(.adlMissing, source: "catalogue.md, NeedsAssessment: ADL reference") {
        message in
        message.content["adlReference"] == nil && message.content["adl"] == nil
            ? [FieldPath("content", "adlReference")] : []
    }
}
