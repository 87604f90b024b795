extension Part {
    /// What a person needs, in one part of life.
    static let need = Part(
        "Need", "Behov",
        [
            Field("area", .openCode(.needArea), .required, .sensitive, "Område", "The part of life."),
            Field("text", .text, .required, .sensitive, "Behov", "What is needed."),
        ])

    /// What a person wants to reach.
    static let goal = Part(
        "Goal", "Mål",
        [
            Field(
                "goalId", .scalar(.shortID), .required, .technical, "Mål-id", "Stable over the versions of the plan."),
            Field("text", .text, .required, .sensitive, "Mål", "The goal."),
            Field("term", .closedCode(.goalTerm), .optional, .sensitive, "Sikt", "Short or long term."),
        ])

    /// Somebody who takes part in a meeting, or in an assessment: the person too.
    static let otherMeasure = Part(
        "SipOtherMeasure", "Åtgärd av annan",
        [
            Field("who", .string, .required, .sensitive, "Vem", "Who does it."),
            Field("text", .text, .required, .sensitive, "Åtgärd", "What is done."),
        ])
    static let participant = Part(
        "Participant", "Deltagare",
        [
            Field("name", .string, .required, .sensitive, "Namn", "The participant's name."),
            Field(
                "role", .openCode(.participantRole), .required, .sensitive, "Roll", "As what the participant took part."
            ),
            Field("unit", .part(.unitRef), .optional, .sensitive, "Enhet", "The participant's unit."),
            Field("present", .boolean, .optional, .sensitive, "Närvarande", "Whether the participant was there."),
        ])

    /// When and how a plan is followed up.
    static let planFollowUp = Part(
        "PlanFollowUp", "Uppföljning",
        [
            Field("at", .when, .required, .law, "Tid", "When the plan is followed up."),
            Field("form", .closedCode(.meetingForm), .optional, .law, "Form", "How one meets."),
            Field("responsible", .part(.person), .optional, .law, "Ansvarig", "Who sees to it."),
        ])

    /// How far a goal of a plan was reached.
    static let goalResult = Part(
        "GoalResult", "Måluppfyllelse",
        [
            Field(
                "goalId", .scalar(.shortID), .required, .technical, "Mål-id", "The goal, by its id in the plan."),
            Field(
                "fulfilment", .closedCode(.goalFulfilment), .required, .sensitive, "Uppfyllt", "How far it was reached."
            ),
            Field("text", .text, .optional, .sensitive, "Kommentar", "What was reached, and what was not."),
        ])
}

extension CodeList {
    static let needArea = CodeList(
        "NeedArea",
        [
            .init("health", "hälsa"), .init("dailyLife", "vardag"), .init("housing", "boende"), .init("work", "arbete"),
            .init("school", "skola"), .init("network", "nätverk"), .init("rehabilitation", "rehabilitering"),
            .init("other", "annat"),
        ])
    fileprivate static let goalTerm = CodeList("GoalTerm", [.init("short", "kort sikt"), .init("long", "lång sikt")])
    fileprivate static let goalFulfilment = CodeList(
        "GoalFulfilment",
        [.init("reached", "uppfyllt"), .init("partly", "delvis uppfyllt"), .init("notReached", "inte uppfyllt")])
    fileprivate static let participantRole = CodeList(
        "ParticipantRole",
        [
            .init("person", "den enskilde"), .init("relative", "närstående"), .init("careContact", "fast vårdkontakt"),
            .init("physician", "läkare"), .init("nurse", "sjuksköterska"), .init("caseOfficer", "biståndshandläggare"),
            .init("other", "annan"),
        ])
}
