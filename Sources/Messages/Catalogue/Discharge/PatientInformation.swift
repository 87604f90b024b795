extension MessageType {
    /// Patientinformation: what the patient was given in writing at the discharge, with a copy to the parties.
    ///
    /// It is read by the patient, so nobody of a unit is asked for a kvittens: who handed it over and when is its evidence.
    package static let patientInformation = MessageType(
        name: "PatientInformation", title: "Patientinformation",
        summary: "The written information that the patient got at the discharge.",
        process: .discharge, sensitivity: 2, legalBasis: "patientlagen 3 kap. 2 b § (SFS 2017:615)",
        deadline: "at the discharge (patientlagen 3 kap. 2 b §)", receipts: [.transport, .application],
        refersTo: .optional, refersToTypes: ["AdmissionNotice", "DischargeMessage"], lawfulSender: .inpatientCare,
        milestone: Milestone([.patientInformed: "handedOver.at"]),
        fields: [
            Field(
                "handedOver", .part(.handOver), .required, .law, "Överlämnad", "Who gave it to the patient, and when."),
            Field(
                "summary", .text, .required, .sensitive, "Sammanfattning",
                "What was done, in words that the patient understands. Source: patientlagen 3 kap. 2 b §."),
            Field(
                "careContact", .part(.staffContact), .required, .sensitive, "Fast vårdkontakt",
                "Whom the patient may turn to. Source: patientlagen 3 kap. 2 b §."),
            Field(
                "sip", .part(.informedSip), .required, .sensitive, "Tid för SIP",
                "When the care is to be planned, or that it is not. Source: patientlagen 3 kap. 2 b §."),
            Field(
                "plans", .text, .required, .sensitive, "Planer efter utskrivning",
                "What else is planned. Source: patientlagen 3 kap. 2 b §."),
            Field(
                "medications", .list(of: .part(.medication), item: "medication"), .optional, .sensitive,
                "Läkemedelslista", "The medicines, as the patient is to take them."),
            Field(
                "medicationReport", .text, .optional, .sensitive, "Läkemedelsberättelse", "What was changed, and why."),
            Field(
                "returnVisits", .list(of: .part(.returnVisit), item: "returnVisit"), .optional, .sensitive, "Återbesök",
                "The visits that are booked."),
            Field(
                "contactAfterDischarge", .part(.contactAfterDischarge), .optional, .sensitive,
                "Frågor efter utskrivning",
                "Where the patient may call."),
            Field("warningSigns", .text, .optional, .sensitive, "Sök vård om", "When to seek care, and where."),
            Field(
                "language", .scalar(.language), .optional, .sensitive, "Språk", "The language it is written in: BCP 47."
            ),
        ],
        rules: [.bookedSipHasTime])
}

extension Part {
    fileprivate static let handOver = Part(
        "HandOver", "Överlämnande",
        [
            Field("by", .part(.person), .required, .law, "Av", "Who gave it to the patient and went through it."),
            Field("at", .when, .required, .law, "När", "When it was given."),
            Field("form", .openCode(.handOverForm), .required, .law, "Form", "On paper, by 1177 or otherwise."),
            Field(
                "to", .closedCode(.handOverReceiver), .optional, .law, "Till", "Who got it; the patient when missing."),
        ])

    fileprivate static let informedSip = Part(
        "InformedSip", "Tid för SIP",
        [
            Field("state", .closedCode(.informedSipState), .required, .sensitive, "SIP", "Whether a SIP is planned."),
            Field("at", .when, .conditional("Required when state is booked."), .sensitive, "Tid", "When it is held."),
            Field("text", .text, .optional, .sensitive, "Beskrivning", "Where it is held, and who comes."),
        ])
}

extension CodeList {
    fileprivate static let handOverForm = CodeList(
        "HandOverForm",
        [
            .init("paper", "på papper"), .init("1177", "via 1177"), .init("readAloud", "uppläst"),
            .init("easyToRead", "lättläst eller med bildstöd"), .init("other", "annat"),
        ])
    fileprivate static let handOverReceiver = CodeList(
        "HandOverReceiver",
        [
            .init("patient", "den enskilde"), .init("relative", "närstående"),
            .init("representative", "ställföreträdare"),
        ])
    fileprivate static let informedSipState = CodeList(
        "InformedSipState",
        [
            .init("booked", "tid bokad"), .init("toBeBooked", "tid kommer"), .init("sipExists", "SIP finns"),
            .init("compulsoryPlan", "samordnad vårdplan finns (LPT, LRV)"), .init("declined", "avböjd"),
            .init("notNeeded", "behövs inte"),
        ])
}

extension Rule {
    fileprivate static let bookedSipHasTime = Rule(
        .sipTimeMissing, source: "patientlagen 3 kap. 2 b §; catalogue.md, PatientInformation: SIP time"
    ) { message in
        guard let sip = message.content.record("sip"), sip.text("state") == "booked", sip["at"] == nil else {
            return []
        }
        return [FieldPath("content", "sip", "at")]
    }
}
