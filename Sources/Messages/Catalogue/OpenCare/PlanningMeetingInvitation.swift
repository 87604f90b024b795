extension MessageType {
    /// Kallelse till planerings- eller aktörsmöte: the units meet without the person.
    ///
    /// It tells of no health: what the meeting is about is a code, and the agenda may be left out.
    package static let planningMeetingInvitation = MessageType(
        name: "PlanningMeetingInvitation", title: "Kallelse till planerings-/aktörsmöte",
        summary: "The units are called to a meeting of their own about the planning.",
        process: .openCare, sensitivity: 1, legalBasis: "the customer's documents",
        deadline: "in due time", receipts: [.transport, .application, .kvittens], refersTo: .optional,
        fields: [
            Field("caller", .part(.person), .required, .law, "Kallande", "Who calls."),
            Field(
                "meeting", .part(.meeting), .required, .law, "Tid, form, plats, möteslänk",
                "The meeting; a start before sentAt is a warning."),
            Field(
                "purpose", .openCode(.planningMeetingPurpose), .required, .law, "Syfte", "What the meeting is for."),
            Field(
                "invitedUnits", .nonEmptyList(of: .part(.invitedUnit), item: "invitedUnit"), .required, .law,
                "Kallade enheter", "Who is to come; a difference from the receivers is a warning."),
            Field(
                "replyBy", .dateTime, .required, .law, "Svar senast",
                "When the units are to have answered by SipMeetingResponse; before the meeting."),
            Field("agenda", .text, .optional, .sensitive, "Dagordning", "What is to be settled."),
            Field(
                "preparation", .text, .optional, .sensitive, "Förberedelser",
                "What the units should do before the meeting."),
        ],
        rules: Rule.ofInvitation)
}

extension CodeList {
    fileprivate static let planningMeetingPurpose = CodeList(
        "PlanningMeetingPurpose",
        [
            .init("planning", "planering av insatser"), .init("actors", "avstämning mellan aktörerna"),
            .init("discharge", "planering inför utskrivning"), .init("sipPreparation", "förberedelse av SIP"),
            .init("followUp", "uppföljning"), .init("other", "annat"),
        ])
}
