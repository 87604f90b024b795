extension Part {
    /// A meeting to which units and persons are called.
    static let meeting = Part(
        "Meeting", "Möte",
        [
            Field("start", .dateTime, .required, .law, "Börjar", "When it begins."),
            Field("end", .dateTime, .optional, .law, "Slutar", "When it is meant to end."),
            Field("form", .closedCode(.meetingForm), .required, .law, "Form", "How those called take part."),
            Field(
                "place", .string, .conditional("Required when form is inPerson."), .law, "Plats",
                "Where the meeting is held."),
            Field(
                "videoLink", .scalar(.httpsURL), .conditional("Required when form is video."), .law, "Möteslänk",
                "Where the meeting is joined by video."),
            Field("phone", .string, .optional, .law, "Telefon", "The number by which the meeting is joined."),
        ])

    /// A unit that is called to a meeting.
    static let invitedUnit = Part(
        "InvitedUnit", "Kallad enhet",
        unitRef.fields + [Field("role", .string, .optional, .law, "Roll", "As what the unit takes part, in words.")])

    /// Whether the person has agreed to a plan that is not made yet.
    static let consentToSip = Part(
        "ConsentToSip", "Samtycke till SIP",
        [
            Field(
                "state", .closedCode(.consentToSip), .required, .law, "Samtycke", "Given, or asked for at the meeting."),
            Field("givenAt", .when, .optional, .law, "Lämnat", "When the consent was given."),
        ])
}

extension CodeList {
    fileprivate static let consentToSip = CodeList(
        "ConsentToSipState",
        [.init("given", "lämnat"), .init("toBeAskedAtMeeting", "efterfrågas vid mötet")])
}

extension Rule {
    /// The rules of a call to a `meeting`, with the time until which it is to be answered.
    static let ofInvitation = ofMeeting + [answerBeforeMeeting]

    /// The rules of a `meeting` in the content.
    static let ofMeeting = [meetingHasPlace, meetingHasLink, meetingIsAhead, meetingHasLength, meetingOfProtected]

    private static let answerBeforeMeeting = Rule(
        .replyByOutOfTime, source: "catalogue.md, SipMeetingInvitation: reply-by"
    ) { message in
        guard let replyBy = message.content.text("replyBy").flatMap({ Timestamp(rfc3339: $0) }) else { return [] }
        // A meeting that is over has a warning of its own, and no time is in time for it.
        let start = message.content.record("meeting")?.text("start").flatMap { Timestamp(rfc3339: $0) }
        let isTooLate = start.map { $0 >= message.sentAt && $0 < replyBy } ?? false
        return replyBy < message.sentAt || isTooLate ? [FieldPath("content", "replyBy")] : []
    }

    private static let meetingHasPlace = Rule(
        .meetingPlaceMissing, source: "fields.md, Meeting: place"
    ) { message in
        guard let meeting = message.content.record("meeting"), meeting.text("form") == "inPerson",
            meeting["place"] == nil
        else { return [] }
        return [FieldPath("content", "meeting", "place")]
    }

    private static let meetingHasLink = Rule(
        .meetingLinkMissing, source: "fields.md, Meeting: videoLink"
    ) { message in
        guard let meeting = message.content.record("meeting"), meeting.text("form") == "video",
            meeting["videoLink"] == nil
        else { return [] }
        return [FieldPath("content", "meeting", "videoLink")]
    }

    private static let meetingIsAhead = Rule(
        .meetingInPast, source: "fields.md, DischargeSipInvitation: meeting"
    ) { message in
        guard let start = message.content.record("meeting")?.text("start").flatMap({ Timestamp(rfc3339: $0) }),
            start < message.sentAt
        else { return [] }
        return [FieldPath("content", "meeting", "start")]
    }

    private static let meetingHasLength = Rule(
        .meetingEndsBeforeStart, source: "fields.md, Meeting: end"
    ) { message in
        guard let meeting = message.content.record("meeting"),
            let start = meeting.text("start").flatMap({ Timestamp(rfc3339: $0) }),
            let end = meeting.text("end").flatMap({ Timestamp(rfc3339: $0) }), end < start
        else { return [] }
        return [FieldPath("content", "meeting", "end")]
    }

    // A meeting in person must have a place, and mostly it is one that tells nothing: a warning, not the refusal of an address.
    private static let meetingOfProtected = Rule(
        .placeOfMeetingOfProtected, source: "rules.md, Consent: protected identity"
    ) { message in
        guard let patient = message.patient, patient.protectedIdentity != .none,
            message.content.record("meeting")?["place"] != nil
        else { return [] }
        return [FieldPath("content", "meeting", "place")]
    }
}
