extension MessageType {
    /// Utskrivningsmeddelande: what those who take over need to know, on the day when the patient leaves.
    package static let dischargeMessage = MessageType(
        name: "DischargeMessage", title: "Utskrivningsmeddelande",
        summary: "The patient has left the hospital; how it went there, and what the next ones must know and do.",
        process: .discharge, sensitivity: 2, legalBasis: "lag (2017:612) 3 kap. 2 §",
        deadline: "the day of the discharge (lag 2017:612 3 kap. 2 §)",
        receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["AdmissionNotice"], lawfulSender: .inpatientCare,
        milestone: Milestone([.discharged: "dischargedAt"], facts: ["destination", "dischargeKind"]),
        fields: dischargeFields + careFields + afterwardsFields, rules: [.careSummaryUnlessLaw, .katzResult])

    /// That the patient has left, and what routes and settles it.
    private static let dischargeFields = [
        Field(
            "dischargedAt", .dateTime, .required, .law, "Utskriven",
            "Stops the clock of payment. Source: lag (2017:612) 3 kap. 2 §, 5 kap. 4 §."),
        Field(
            "destination", .openCode(.dischargeDestination), .required, .law, "Utskriven till",
            "Where the patient went, by kind."),
        Field(
            "destinationUnit", .part(.unitRef), .optional, .law, "Utskriven till enhet",
            "The unit where the patient went, if it is one.", tellsPlace: true),
        Field("dischargeKind", .closedCode(.dischargeKind), .optional, .law, "Utskrivningssätt", "How the stay ended."),
        Field("transport", .part(.dischargeTransport), .optional, .law, "Hemresa", "How and when the patient comes."),
        Field(
            "contactAfterDischarge", .part(.contactAfterDischarge), .optional, .law, "Frågor efter utskrivning",
            "Where the ward answers questions."),
        Field(
            "responsibleStaff", .list(of: .part(.person), item: "person"), .optional, .law, "Ansvariga",
            "Who answered for the care."),
    ]

    /// The care and how the patient is.
    ///
    /// Source: Vårdhandboken, utskrivningsmeddelande.
    private static let careFields = [
        Field("reasonForAdmission", .text, .optional, .sensitive, "Inskrivningsorsak", "Why the patient came."),
        Field("stateAtAdmission", .text, .optional, .sensitive, "Status vid inskrivning", "How the patient was then."),
        Field(
            "careSummary", .text, .conditional("Required unless legalBasis is lag-2017-612."), .sensitive,
            "Vårdsammanfattning", "What was done, and what came of it."),
        Field("complications", .text, .optional, .sensitive, "Komplikationer", "What went wrong."),
        Field("stateAtDischarge", .text, .optional, .sensitive, "Aktuellt status", "How the patient is now."),
        Field("experiencedHealth", .text, .optional, .sensitive, "Upplevd hälsa", "How the patient feels."),
        Field("workAbility", .text, .optional, .sensitive, "Arbetsförmåga", "What the patient can do of work."),
        Field(
            "diagnoses", .list(of: .part(.diagnosis), item: "diagnosis"), .optional, .sensitive, "Diagnoser",
            "The diagnoses of the stay."),
        Field("adl", .part(.adlAssessment), .optional, .sensitive, "ADL", "What help the patient needs every day."),
        Field(
            "aids", .list(of: .part(.dischargeAid), item: "aid"), .optional, .sensitive, "Hjälpmedel",
            "The aids that the patient needs."),
        Field(
            "risks", .list(of: .part(.dischargeRisk), item: "risk"), .optional, .sensitive, "Riskbedömningar",
            "The risks that were judged."),
        Field(
            "warnings", .list(of: .text, item: "warning"), .optional, .sensitive, "Överkänslighet, smitta",
            "Allergies, infections and the like."),
        Field(
            "medications", .list(of: .part(.medication), item: "medication"), .optional, .sensitive, "Läkemedelslista",
            "The medicines as of the discharge, also those that were stopped."),
        Field(
            "medicationReport", .text, .optional, .sensitive, "Läkemedelsberättelse",
            "What was changed among the medicines, and why."),
    ]

    /// What the ward sends along and has arranged, and what is to be done.
    private static let afterwardsFields = [
        Field(
            "sentAlong", .list(of: .part(.sentAlong), item: "item"), .optional, .sensitive, "Skickas med",
            "What the patient brings."),
        Field(
            "arrangedByWard", .list(of: .text, item: "arrangement"), .optional, .sensitive, "Slutenvården har ordnat",
            "What the ward has arranged."),
        Field(
            "returnVisits", .list(of: .part(.returnVisit), item: "returnVisit"), .optional, .sensitive, "Återbesök",
            "The visits that are booked."),
        Field(
            "followUps", .list(of: .part(.dischargeFollowUp), item: "followUp"), .optional, .sensitive,
            "Uppföljning, ansvarig enhet", "What is to be followed up, and by which unit."),
        Field(
            "informed", .list(of: .part(.informedPerson), item: "informedPerson"), .optional, .sensitive, "Informerad",
            "Who was told about the discharge."),
    ]
}

extension Rule {
    fileprivate static let careSummaryUnlessLaw = Rule(
        .careSummaryMissing, source: "fields.md, DischargeMessage: careSummary"
    ) { message in
        message.legalBasis != "lag-2017-612" && message.content["careSummary"] == nil
            ? [FieldPath("content", "careSummary")] : []
    }
}
