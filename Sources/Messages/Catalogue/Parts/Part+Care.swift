extension Part {
    /// A medicine as it is at discharge.
    static let medication = Part(
        "Medication", "Läkemedel",
        [
            Field("name", .string, .required, .sensitive, "Läkemedel", "The medicine's name."),
            Field("strength", .string, .optional, .sensitive, "Styrka", "The strength with its unit."),
            Field("form", .string, .optional, .sensitive, "Form", "Tablet, inhalation, injection …"),
            Field("dosage", .string, .optional, .sensitive, "Dosering", "How much and when."),
            Field("reason", .string, .optional, .sensitive, "Ordinationsorsak", "What it is given for."),
            Field(
                "change", .closedCode(.medicationChange), .required, .sensitive, "Ändring",
                "What became of it during the stay."),
            Field("until", .date, .optional, .sensitive, "Till och med", "The last day, when the treatment ends."),
            Field("givenBy", .openCode(.medicationGiver), .optional, .sensitive, "Ges av", "Who gives it at home."),
        ])

    /// An assessment of the activities of daily living, by one scale and for one point in time.
    ///
    /// Not named AdlAssessment in the schemas: that is the name of a message of its own.
    static let adlAssessment = Part("Adl", "ADL-bedömning", adlFields(isComplete: false))

    /// An assessment as a message of its own has it: activity by activity, and with who made it.
    static let completeADLAssessment = Part(
        "CompleteAdl", "ADL-bedömning, fullständig", adlFields(isComplete: true))

    private static func adlFields(isComplete: Bool) -> [Field] {
        [
            Field("scale", .openCode(.adlScale), .required, .sensitive, "Skala", "The instrument."),
            Field(
                "version", .string, isComplete ? .conditional("Required unless scale is free.") : .optional, .sensitive,
                "Version", "The version of the instrument."),
            Field(
                "result", .string, .optional, .sensitive, "Resultat",
                "The result as a whole: by Katz A–G, or O for what fits none of them."),
            Field(
                "items", .list(item: "item", of: .part(.adlItem), minimum: isComplete ? 1 : 0),
                isComplete ? .required : .optional, .sensitive, "Aktiviteter", "The result for each activity."),
            Field(
                "timePoint", .closedCode(.adlTimePoint), .required, .sensitive, "Avser",
                "Which time the assessment is about."),
            Field("assessedAt", .when, .required, .sensitive, "Bedömt", "When it was made."),
            Field(
                "assessedBy", .part(.person), isComplete ? .required : .optional, .sensitive, "Bedömt av",
                "Who made it."),
        ]
    }

    fileprivate static let adlItem = Part(
        "AdlItem", "ADL-aktivitet",
        [
            Field("activity", .openCode(.adlActivity), .required, .sensitive, "Aktivitet", "What is done."),
            Field(
                "level", .closedCode(.adlLevel), .required, .sensitive, "Nivå",
                "How much help the person needs with it."),
        ])
}

extension CodeList {
    fileprivate static let medicationChange = CodeList(
        "MedicationChange",
        [
            .init("unchanged", "oförändrat"), .init("new", "nyinsatt"), .init("changed", "ändrat"),
            .init("stopped", "utsatt"),
        ])
    fileprivate static let medicationGiver = CodeList(
        "MedicationGiver",
        [
            .init("person", "den enskilde"), .init("relative", "närstående"),
            .init("municipalHealthCare", "kommunal hälso- och sjukvård"), .init("homeCare", "hemtjänst på delegering"),
            .init("regionalOpenCare", "regional öppenvård"), .init("other", "annan"),
        ])
    fileprivate static let adlScale = CodeList(
        "AdlScale",
        [
            .init("katz", "Katz ADL-index"), .init("adl-trappan", "ADL-trappan"), .init("barthel", "Barthel ADL-index"),
            .init("fim", "FIM"), .init("free", "fri bedömning"),
        ])
    fileprivate static let adlActivity = CodeList(
        "AdlActivity",
        [
            .init("bathing", "badning"), .init("dressing", "på- och avklädning"), .init("toileting", "toalettbesök"),
            .init("transfer", "förflyttning"), .init("continence", "kontinens"), .init("feeding", "födointag"),
            .init("cooking", "matlagning"), .init("transport", "transport"), .init("shopping", "inköp"),
            .init("cleaning", "städning"),
        ])
    fileprivate static let adlLevel = CodeList(
        "AdlLevel",
        [.init("independent", "oberoende"), .init("partly", "delvis beroende"), .init("dependent", "beroende")])
    fileprivate static let adlTimePoint = CodeList(
        "AdlTimePoint",
        [
            .init("beforeAdmission", "före inskrivningen"), .init("now", "nu"),
            .init("expectedAtDischarge", "förväntat vid utskrivningen"),
        ])
}

extension Rule {
    /// The result of an assessment by the Katz index is one of its letters, wherever an assessment stands.
    static let katzResult = Rule(
        .katzResultUnknown, source: "fields.md, AdlAssessment: result (Katz A–G)", at: "result",
        FieldTest(.adl) { _, type, value in
            guard case .part(let part) = type, part === Part.adlAssessment || part === Part.completeADLAssessment,
                let assessment = value.record, assessment.record("scale")?.text("code") == "katz",
                let result = assessment.text("result")
            else { return false }
            return !["A", "B", "C", "D", "E", "F", "G", "O"].contains(result)
        })
}
