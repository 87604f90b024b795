extension MessageType {
    /// Utskrivning till HSL: the compulsory care has ended, and what goes on is voluntary.
    package static let dischargeToVoluntaryCare = MessageType(
        name: "DischargeToVoluntaryCare", title: "Utskrivning till HSL",
        summary: "The grounds of compulsory care are gone; what care goes on, and whether a SIP is due.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LPT 27 §; LRV",
        deadline: "at once when the grounds are gone (LPT 27 §)", receipts: [.transport, .application, .kvittens],
        refersTo: .optional,
        refersToTypes: ["AdmissionNotice", "DischargeToOpenCompulsoryCare", "DischargeToOpenForensicCare"],
        lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone([.voluntaryCare: "endedAt"], facts: ["sipNeed", "continuedCare"]),
        fields: [
            Field(
                "decision", .part(.compulsoryDecision), .required, .law, "Beslut", "By which the compulsory care ended."
            ),
            Field("endedAt", .dateTime, .required, .law, "Tvångsvården upphörde", "When it ended."),
            Field(
                "continuedCare", .openCode(.continuedCare), .required, .law, "Fortsatt vård",
                "What goes on, voluntarily."),
            Field(
                "sipNeed", .closedCode(.sipAfterCompulsoryCare), .required, .law, "SIP behövs",
                "The coordinated plan ends with the compulsory care; whether a SIP is to follow it."),
            Field(
                "continuedCareUnit", .part(.unitRef), .optional, .law, "Fortsatt vård hos",
                "The unit that answers for what goes on.", tellsPlace: true),
            Field(
                "careContact", .part(.staffContact), .optional, .law, "Fast vårdkontakt", "Whom the person may turn to."
            ),
            Field("careSummary", .text, .optional, .sensitive, "Vårdsammanfattning", "What the units need to know."),
            Field(
                "medications", .list(of: .part(.medication), item: "medication"), .optional, .sensitive,
                "Läkemedelslista", "The medicines as of that day."),
        ],
        rules: [.basisOfCompulsoryCare, .inOrder("decision.decidedAt", "endedAt")])
}

extension CodeList {
    fileprivate static let continuedCare = CodeList(
        "ContinuedCare",
        [
            .init("inpatientCare", "frivillig slutenvård"), .init("openPsychiatry", "öppenpsykiatri"),
            .init("healthCentre", "hälsocentral"), .init("municipality", "kommunens insatser"),
            .init("none", "ingen, den enskilde avböjer"), .init("other", "annan"),
        ])
    fileprivate static let sipAfterCompulsoryCare = CodeList(
        "SipAfterCompulsoryCare",
        [
            .init("needed", "ja, kallelse ska skickas"), .init("refused", "nej, den enskilde avböjer"),
            .init("notNeeded", "nej, behövs inte"), .init("sipExists", "nej, SIP finns"),
        ])
}
