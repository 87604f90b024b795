extension MessageType {
    /// Kallelse till SIP vid utskrivning: the fast vårdkontakt calls the units that are to plan the care after the hospital.
    package static let dischargeSipInvitation = MessageType(
        name: "DischargeSipInvitation", title: "Kallelse till SIP vid utskrivning",
        summary: "The units are called to the meeting where the person's SIP is made; a condition of payment.",
        process: .discharge, sensitivity: 2, legalBasis: "lag (2017:612) 4 kap. 1–3 §§, 5 kap. 3 §",
        deadline: "within three days of the notice that the patient is ready (lag 2017:612 4 kap. 3 §)",
        receipts: [.transport, .application, .kvittens], refersTo: .required, refersToTypes: ["ReadyForDischarge"],
        lawfulSender: .regionalOpenCare,
        milestone: Milestone([.called: "meeting.start"], facts: ["callerRole", "consentToSip"]),
        fields: [
            Field(
                "caller", .part(.person), .required, .law, "Kallande fast vårdkontakt",
                "Who calls. Source: lag (2017:612) 4 kap. 3 §."),
            Field(
                "callerRole", .closedCode(.callerRole), .required, .law, "Kallar som",
                "Whether the fast vårdkontakt calls, or somebody for that person."),
            Field(
                "meeting", .part(.meeting), .required, .law, "Tid, form, plats, möteslänk",
                "The meeting; a start before sentAt is a warning."),
            Field(
                "invitedUnits", .nonEmptyList(of: .part(.invitedUnit), item: "invitedUnit"), .required, .law,
                "Kallade enheter", "Who must come; a difference from the receivers is a warning."),
            Field(
                "consentToSip", .part(.consentToSip), .required, .law, "Samtycke till SIP",
                "A SIP is made only with consent. Source: lag (2017:612) 4 kap. 2 §."),
            Field(
                "patientInvited", .boolean, .required, .sensitive, "Den enskilde kallad",
                "Whether the person is called too."),
            Field(
                "relativesInvited", .list(of: .part(.contact), item: "relative"), .optional, .sensitive,
                "Närstående kallade", "The relatives who are called."),
            Field(
                "representativeInvited", .part(.contact), .optional, .sensitive, "Ställföreträdare kallad",
                "The representative who is called."),
            Field("purpose", .text, .optional, .sensitive, "Syfte", "What the meeting is for."),
            Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
            Field("replyBy", .dateTime, .optional, .sensitive, "Svar senast", "When the units are to have answered."),
            Field(
                "preparation", .text, .optional, .sensitive, "Förberedelser",
                "What the units should do before the meeting."),
        ],
        rules: Rule.ofInvitation)
}

extension CodeList {
    fileprivate static let callerRole = CodeList(
        "CallerRole",
        [
            .init("careContact", "fast vårdkontakt"),
            .init("onBehalfOfCareContact", "på uppdrag av fast vårdkontakt"),
        ])
}
