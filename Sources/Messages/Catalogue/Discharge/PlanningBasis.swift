extension MessageType {
    /// Planeringsunderlag: what the units need to know to plan the care after the hospital.
    package static let planningBasis = MessageType(
        name: "PlanningBasis", title: "Planeringsunderlag",
        summary:
            "How the patient is, what the patient will need, and what there is already, for those who are to plan.",
        process: .discharge, sensitivity: 2,
        legalBasis: "consent or an assessment of harm (OSL); the customer's documents",
        deadline: "before the notice that the patient is ready",
        receipts: [.transport, .application, .kvittens], refersTo: .optional, refersToTypes: ["AdmissionNotice"],
        fields: stateFields + needFields + homeFields, rules: [.katzResult, .toldOrNone])

    /// How the patient is.
    ///
    /// Source: fields, Planeringsunderlag: the guides' kartläggning and the Norwegian messages.
    private static let stateFields = [
        Field(
            "needs", .text, .required, .sensitive, "Behov efter utskrivning", "What the patient will need, in words."),
        Field("function", .part(.patientFunction), .required, .sensitive, "Funktion", "What the patient can do."),
        Field(
            "adl", .part(.adlAssessment), .required, .sensitive, "ADL",
            "What help the patient needs every day; a full assessment is an AdlAssessment."),
        Field(
            "aids", .list(of: .part(.dischargeAid), item: "aid"), .conditional("Required unless assessedNone has it."),
            .sensitive, "Hjälpmedel", "The aids that the patient has or needs."),
        Field(
            "medications", .list(of: .part(.medication), item: "medication"),
            .conditional("Required unless assessedNone has it."), .sensitive, "Läkemedel",
            "The medicines and who gives them."),
        Field(
            "risks", .list(of: .part(.dischargeRisk), item: "risk"),
            .conditional("Required unless assessedNone has it."),
            .sensitive, "Riskbedömningar", "The risks that were found."),
        Field(
            "assessedNone", .list(of: .closedCode(.assessedNone), item: "kind"), .optional, .sensitive,
            "Bedömt, inget funnet", "What was looked at, and there is none of it."),
        Field(
            "wishes", .text, .required, .sensitive, "Den enskildes önskemål",
            "The patient's own view and goals; also that the patient cannot say."),
        Field(
            "diagnoses", .list(of: .part(.diagnosis), item: "diagnosis"), .optional, .sensitive, "Diagnoser",
            "What the patient is treated for."),
        Field("healthState", .text, .optional, .sensitive, "Hälsotillstånd", "Medical summary."),
        Field("nursingState", .text, .optional, .sensitive, "Omvårdnadsstatus", "Nursing summary."),
        Field("nutrition", .text, .optional, .sensitive, "Nutrition", "Eating and drinking."),
        Field("elimination", .text, .optional, .sensitive, "Elimination", "Bladder and bowel."),
        Field("skin", .text, .optional, .sensitive, "Hud och sår", "Skin, wounds and how they are dressed."),
        Field("pain", .text, .optional, .sensitive, "Smärta", "Pain and what helps."),
        Field("sleep", .text, .optional, .sensitive, "Sömn", "Sleep, and what is needed at night."),
        Field(
            "warnings", .list(of: .text, item: "warning"), .optional, .sensitive, "Överkänslighet, smitta",
            "Allergies, infections and the like."),
    ]

    /// What is needed from whom.
    private static let needFields = [
        Field(
            "expectedEfforts", .list(of: .part(.plannedEffort), item: "expectedEffort"), .optional, .sensitive,
            "Förväntade insatser", "Which efforts are expected to be needed, and how much of them."),
        Field(
            "existingEfforts", .list(of: .part(.plannedEffort), item: "existingEffort"), .optional, .sensitive,
            "Pågående insatser", "Which efforts the patient had before, and how much of them."),
        Field("rehabilitation", .text, .optional, .sensitive, "Rehabilitering", "What there is to train, and how."),
        Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
    ]

    /// The patient's home and family, and who was told.
    private static let homeFields = [
        Field("housing", .openCode(.housing), .optional, .sensitive, "Boendeform", "How the patient lives."),
        Field(
            "homeEnvironment", .text, .optional, .sensitive, "Bostad och tillgänglighet",
            "Stairs, lift, bathroom, keys: what is in the way at home.", tellsPlace: true),
        Field("livesAlone", .boolean, .optional, .sensitive, "Ensamboende", "Whether the patient lives alone."),
        Field(
            "relatives", .list(of: .part(.contact), item: "relative"), .optional, .sensitive, "Närstående",
            "Whom the patient names."),
        Field(
            "relativesHelp", .text, .optional, .sensitive, "Närståendes insatser",
            "What relatives can and want to do."),
        Field(
            "informed", .list(of: .part(.informedPerson), item: "informedPerson"), .optional, .sensitive, "Informerad",
            "Who was told what is planned."),
        Field(
            "plannedDischargeAt", .when, .optional, .law, "Beräknad utskrivning",
            "When the patient is expected to leave."),
        Field(
            "changes", .text, .optional, .sensitive, "Nytt sedan förra versionen",
            "What has changed since the version that this one replaces."),
        Field("assessedBy", .part(.person), .optional, .sensitive, "Bedömt av", "Who made the assessment."),
        Field("assessedAt", .when, .optional, .sensitive, "Bedömt", "When it was made."),
    ]
}

extension Part {
    fileprivate static let patientFunction = Part(
        "PatientFunction", "Funktion",
        [
            Field("summary", .text, .required, .sensitive, "Sammanfattning", "What the patient can do, in short."),
            Field("physical", .text, .optional, .sensitive, "Fysisk", "Moving, strength, balance."),
            Field("mental", .text, .optional, .sensitive, "Psykisk", "Mood, anxiety, motivation."),
            Field("cognitive", .text, .optional, .sensitive, "Kognitiv", "Memory, orientation, insight."),
            Field(
                "communication", .text, .optional, .sensitive, "Kommunikation", "Hearing, sight, speech, language."),
        ])

    fileprivate static let plannedEffort = Part(
        "PlannedEffort", "Insats i planeringen",
        [
            Field("kind", .openCode(.effortKind), .required, .sensitive, "Slag", "The kind of effort."),
            Field("text", .text, .optional, .sensitive, "Beskrivning", "What is done."),
            Field(
                "amount", .string, .optional, .sensitive, "Omfattning",
                "How much and how often, in words: fyra besök per dag."),
            Field("unit", .part(.unitRef), .optional, .sensitive, "Enhet", "The unit that does it."),
            Field("start", .date, .optional, .sensitive, "Från", "The first day."),
        ])
}

extension CodeList {
    fileprivate static let assessedNone = CodeList(
        "AssessedNone",
        [.init("aids", "inga hjälpmedel"), .init("medications", "inga läkemedel"), .init("risks", "inga risker")])
}

extension Rule {
    fileprivate static let toldOrNone = Rule(
        .neitherToldNorNone, source: "catalogue.md, PlanningBasis: aids, medicines, risks"
    ) { message in
        let none = Set(message.content.items("assessedNone").compactMap(\.text))
        return ["aids", "medications", "risks"].filter { (message.content[$0] == nil) != none.contains($0) }
            .map { FieldPath("content", $0) }
    }
}
