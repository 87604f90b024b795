extension MessageType {
    /// Svar på kallelse: whether a unit comes to the meeting that it is called to, and who comes.
    package static let sipMeetingResponse = MessageType(
        name: "SipMeetingResponse", title: "Svar på kallelse",
        summary: "A unit accepts or declines a call to a meeting, or offers another time or another person.",
        process: .openCare, sensitivity: 1, legalBasis: "that of the call", deadline: "replyBy of the call",
        receipts: [.transport, .application], refersTo: .required,
        refersToTypes: [
            "SipMeetingInvitation", "PlanningMeetingInvitation", "DischargeSipInvitation", "CompulsoryPlanInvitation",
        ],
        fields: [
            Field("answer", .closedCode(.meetingAnswer), .required, .law, "Svar", "What the unit answers."),
            Field("unit", .part(.unitRef), .required, .law, "Svarande enhet", "The unit that was called."),
            Field("answeredBy", .part(.person), .required, .law, "Besvarat av", "Who answers for the unit."),
            Field(
                "attending", .list(of: .part(.person), item: "person"), .optional, .law, "Deltar",
                "Who comes, when it is known."),
            Field(
                "attendingBy", .closedCode(.meetingForm), .optional, .law, "Deltar genom",
                "How they take part, in a meeting that leaves the choice."),
            Field(
                "otherPerson", .part(.staffContact), .conditional("Required when answer is otherPerson."), .law,
                "Annan person", "Whom to call instead, with the unit where that person is reached."),
            Field(
                "proposedTimes", .list(of: .dateTime, item: "time"),
                .conditional("Required when answer is otherTime."), .law, "Föreslagna tider",
                "When the unit can come."),
            Field("reason", .text, .optional, .sensitive, "Orsak", "Why the unit does not come as it was called."),
        ],
        rules: [.answerNamesPerson, .answerNamesTimes])
}

extension CodeList {
    fileprivate static let meetingAnswer = CodeList(
        "MeetingAnswer",
        [
            .init("accept", "kommer"), .init("decline", "kommer inte"), .init("otherTime", "annan tid önskas"),
            .init("otherPerson", "annan person bör kallas"),
        ])
}

extension Rule {
    fileprivate static let answerNamesPerson = Rule(
        .otherPersonMissing, source: "catalogue.md, SipMeetingResponse: other person"
    ) { message in
        message.content.text("answer") == "otherPerson" && message.content["otherPerson"] == nil
            ? [FieldPath("content", "otherPerson")] : []
    }
    fileprivate static let answerNamesTimes = Rule(
        .proposedTimesMissing, source: "catalogue.md, Typical fields: answer, other time"
    ) { message in
        message.content.text("answer") == "otherTime" && message.content["proposedTimes"] == nil
            ? [FieldPath("content", "proposedTimes")] : []
    }
}
