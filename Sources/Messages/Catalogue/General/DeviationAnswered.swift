extension MessageType {
    /// Svar på avvikelse: what the responsible function found, and what is done about it.
    package static let deviationAnswered = MessageType(
        name: "DeviationAnswered", title: "Svar på avvikelse",
        summary: "The responsible function tells the sender of a deviation what it found and what is done.",
        process: .general, sensitivity: 2,
        legalBasis: "patientsäkerhetslagen (2010:659) 3 kap. 3 §; HSLF-FS 2017:40; the customer's documents",
        deadline: "as the routine of the function has it; answerBy of the deviation",
        receipts: [.transport, .application, .kvittens], refersTo: .required, refersToTypes: ["Deviation"],
        caseID: .optional,
        fields: [
            Field("finding", .text, .required, .sensitive, "Utredning", "What was found."),
            Field(
                "measures", .nonEmptyList(of: .part(.deviationMeasure), item: "measure"), .required, .sensitive,
                "Åtgärder", "What is done about it; that nothing is done is said in words."),
            Field("answeredBy", .part(.person), .required, .law, "Besvarat av", "Who answers for it."),
            Field("answeredAt", .dateTime, .required, .law, "Besvarat", "When it was settled."),
            Field(
                "reportedAs", .openCode(.deviationReport), .optional, .sensitive, "Anmäld som",
                "Whether it was reported to the supervisory authority."),
            Field("closed", .boolean, .optional, .law, "Avslutad", "Whether nothing more is to come."),
            Field("ownReference", .string, .optional, .technical, "Eget ärendenummer", "The function's number of it."),
            .attachments,
        ],
        rules: [.hasHappened("answeredAt")] + Rule.ofAttachments)
}

extension Part {
    fileprivate static let deviationMeasure = Part(
        "DeviationMeasure", "Åtgärd",
        [
            Field("text", .text, .required, .sensitive, "Åtgärd", "What is done."),
            Field("by", .date, .optional, .sensitive, "Klart senast", "When it is to be done."),
            Field("unit", .part(.unitRef), .optional, .sensitive, "Enhet", "The unit that does it."),
        ])
}

extension CodeList {
    fileprivate static let deviationReport = CodeList(
        "DeviationReport",
        [
            .init("notReported", "ingen anmälan"), .init("lexMaria", "lex Maria"), .init("lexSarah", "lex Sarah"),
            .init("other", "annan"),
        ])
}
