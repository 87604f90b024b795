extension MessageType {
    /// Kallelse till samordnad vårdplan: the units are called that are to answer for the care after the ward.
    package static let compulsoryPlanInvitation = MessageType(
        name: "CompulsoryPlanInvitation", title: "Kallelse till samordnad vårdplan",
        summary: "The units are called to make the coordinated plan that open compulsory care is applied for with.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 7 och 7 a §§; LRV",
        deadline: "before the application to the court (LPT 7 §)",
        receipts: [.transport, .application, .kvittens], refersTo: .optional, refersToTypes: ["AdmissionNotice"],
        lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone([.compulsoryPlanCalled: "meeting.start"], facts: ["law", "replyBy"]),
        fields: [
            Field("law", .closedCode(.compulsoryLaw), .required, .law, "Lag", "LPT or LRV; that of legalBasis."),
            Field(
                "meeting", .part(.meeting), .required, .law, "Tid, form, plats, möteslänk",
                "The meeting; a start before sentAt is a warning."),
            Field(
                "invitedUnits", .nonEmptyList(of: .part(.invitedUnit), item: "invitedUnit"), .required, .law,
                "Kallade enheter", "Who must come; a difference from the receivers is a warning."),
            Field("purpose", .text, .required, .sensitive, "Syfte", "What the meeting is for."),
            Field("caller", .part(.person), .optional, .law, "Kallande", "Who calls: as a rule the chefsöverläkare."),
            Field("replyBy", .dateTime, .optional, .law, "Svar senast", "When the units are to have answered."),
            Field(
                "patientInvited", .boolean, .optional, .sensitive, "Den enskilde kallad",
                "Whether the person is called."),
            Field(
                "relativesInvited", .list(of: .part(.contact), item: "relative"), .optional, .sensitive,
                "Närstående kallade", "The relatives who are called."),
            Field(
                "supportPersonInvited", .boolean, .optional, .sensitive, "Stödperson kallad",
                "Whether the person's stödperson is called. Source: LPT 30 §."),
            Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
            Field(
                "preparation", .text, .optional, .sensitive, "Förberedelser",
                "What the units should do before the meeting."),
        ],
        rules: [.basisOfCompulsoryCare, .lawIsBasis] + Rule.ofInvitation)
}
