extension MessageType {
    /// Avvikelse i samverkan: something went wrong between two huvudmän, and the one who answers for it is told.
    ///
    /// It goes to a function and not to staff: to the municipality's medicinskt ansvarig sjuksköterska (MAS), or to the
    /// verksamhetschef in the region.
    package static let deviation = MessageType(
        name: "Deviation", title: "Avvikelse i samverkan",
        summary:
            "A unit tells the responsible function of another organisation that something went wrong between them.",
        process: .general, sensitivity: 2,
        legalBasis: "patientsäkerhetslagen (2010:659) 3 kap. 3 §; HSLF-FS 2017:40; the customer's documents",
        deadline: "as the routine of the sender has it", receipts: [.transport, .application, .kvittens],
        refersTo: .optional, caseID: .optional,
        fields: [
            Field("description", .text, .required, .sensitive, "Vad hände", "What happened, and what should have."),
            Field("occurredAt", .when, .required, .law, "När", "When it happened."),
            Field(
                "class", .openCode(.deviationClass), .required, .sensitive, "Klass",
                "What kind of deviation it is; one about a message that came names it by refersTo."),
            Field(
                "answerWished", .boolean, .required, .law, "Svar önskas", "Whether DeviationAnswered is expected."),
            Field("answerBy", .date, .optional, .law, "Svar senast", "Until when."),
            Field("consequence", .text, .optional, .sensitive, "Konsekvens", "What it led to for the person."),
            Field(
                "harm", .closedCode(.deviationHarm), .optional, .sensitive, "Vårdskada",
                "Whether the person was harmed. Source: patientsäkerhetslagen (2010:659) 1 kap. 5 §."),
            Field("actionTaken", .text, .optional, .sensitive, "Vidtagen åtgärd", "What the sender has done at once."),
            Field("suggestion", .text, .optional, .sensitive, "Förslag", "What would keep it from happening again."),
            Field("concernedUnit", .part(.unitRef), .optional, .law, "Berörd enhet", "Where it happened."),
            Field("ownReference", .string, .optional, .technical, "Eget ärendenummer", "The sender's number of it."),
            .attachments,
        ],
        rules: [.deviationNamesMessage, .hasHappened("occurredAt")] + Rule.ofAttachments)
}

extension CodeList {
    fileprivate static let deviationClass = CodeList(
        "DeviationClass",
        [
            .init("informationMissing", "information saknas"), .init("informationLate", "information kom för sent"),
            .init("informationWrong", "information var felaktig"),
            .init("informationIncomplete", "information var ofullständig"),
            .init("wrongReceiver", "information gick till fel mottagare"), .init("medication", "läkemedel"),
            .init("aids", "hjälpmedel"), .init("planning", "planering eller SIP"),
            .init("discharge", "utskrivning"), .init("availability", "ej nåbar"), .init("other", "annat"),
        ])
    fileprivate static let deviationHarm = CodeList(
        "DeviationHarm",
        [.init("none", "ingen"), .init("risk", "risk för vårdskada"), .init("harm", "vårdskada")])
}

extension Rule {
    /// What is wrong with a message cannot be looked into without the message; what never came has no id.
    fileprivate static let deviationNamesMessage = Rule(
        .deviationReferenceMissing, source: "catalogue.md, Deviation: refersTo"
    ) { message in
        let aboutMessage = ["informationLate", "informationWrong", "informationIncomplete", "wrongReceiver"]
        guard let code = message.content.record("class")?.text("code"), aboutMessage.contains(code),
            message.refersTo == nil
        else { return [] }
        return [FieldPath("refersTo")]
    }
}
