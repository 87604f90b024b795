extension MessageType {
    /// Kallelse till SIP: the units and the person are called to the meeting where a plan is made or followed up.
    ///
    /// Not the kallelse that payment asks for after a notice that the patient is ready: that is `DischargeSipInvitation`.
    package static let sipMeetingInvitation = MessageType(
        name: "SipMeetingInvitation", title: "Kallelse till SIP",
        summary: "The units and the person are called to a meeting about a SIP in open care.",
        process: .openCare, sensitivity: 2, legalBasis: "HSL 16 kap. 4 §; national guide, SIP",
        deadline: "in due time; after a notice that the patient is ready send DischargeSipInvitation",
        receipts: [.transport, .application, .kvittens], refersTo: .optional,
        fields: [
            Field("caller", .part(.person), .required, .law, "Kallande", "Who calls."),
            Field("callerRole", .closedCode(.sipCallerRole), .required, .law, "Kallar som", "In which part one calls."),
            Field(
                "meeting", .part(.meeting), .required, .law, "Tid, form, plats, möteslänk",
                "The meeting; a start before sentAt is a warning."),
            Field("purpose", .text, .required, .sensitive, "Syfte", "What the meeting is for."),
            Field(
                "invitedUnits", .nonEmptyList(of: .part(.invitedUnit), item: "invitedUnit"), .required, .law,
                "Kallade enheter", "Who is to come; a difference from the receivers is a warning."),
            Field(
                "replyBy", .dateTime, .required, .law, "Svar senast",
                "When the units are to have answered by SipMeetingResponse; before the meeting."),
            Field(
                "patientInvited", .boolean, .required, .sensitive, "Den enskilde kallad",
                "Whether the person is called too. Source: HSL 16 kap. 4 §."),
            Field(
                "consentToSip", .part(.consentToSip), .optional, .law, "Samtycke till SIP",
                "A SIP is made only with consent. Source: HSL 16 kap. 4 §."),
            Field("planId", .uuid, .optional, .law, "Plan", "The plan, when one is to be followed up."),
            Field(
                "relativesInvited", .list(of: .part(.contact), item: "relative"), .optional, .sensitive,
                "Närstående kallade", "The relatives who are called."),
            Field(
                "representativeInvited", .part(.contact), .optional, .sensitive, "Ställföreträdare kallad",
                "The representative who is called."),
            Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
            Field(
                "preparation", .text, .optional, .sensitive, "Förberedelser",
                "What the units should do before the meeting."),
        ],
        rules: Rule.ofInvitation)
}

extension CodeList {
    fileprivate static let sipCallerRole = CodeList(
        "SipCallerRole",
        [
            .init("careContact", "fast vårdkontakt"), .init("socialCareContact", "fast omsorgskontakt"),
            .init("coordinator", "samordningsansvarig"), .init("onBehalf", "på uppdrag av någon av dem"),
        ])
}
