extension MessageType {
    /// Svar på betalningsunderlag: the municipality accepts or disputes the days that it is to pay for.
    ///
    /// It refers to the basis that the gateway has made, which is no message: the id is one that nothing was sent under. A
    /// basis may be about one person or about a month, so patient and case may stand in the head or with each day.
    package static let paymentBasisAnswered = MessageType(
        name: "PaymentBasisAnswered", title: "Svar på betalningsunderlag",
        summary: "The municipality says day by day whether it agrees to the region's basis for payment.",
        process: .discharge, sensitivity: 1, legalBasis: "lag (2017:612) 5 kap.; the customer's documents",
        deadline: "as agreed between region and municipality", receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["PaymentBasis"], patient: .optional, caseID: .optional,
        fields: [
            Field(
                "answeredAt", .dateTime, .required, .law, "Besvarat", "When the municipality had looked at the basis."),
            Field("answeredBy", .part(.person), .required, .law, "Besvarat av", "Who answers for the municipality."),
            Field(
                "days", .nonEmptyList(of: .part(.answeredDay), item: "day"), .required, .law, "Vårddygn",
                "Each day of the basis, once."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What else there is to say about the basis."),
        ],
        rules: [.dayNamesCase, .dayOnce, .disputeHasReason])
}

extension Part {
    fileprivate static let answeredDay = Part(
        "AnsweredDay", "Besvarat vårddygn",
        [
            Field("date", .date, .required, .law, "Dygn", "The day that is charged for."),
            Field(
                "caseId", .scalar(.shortID), .conditional("Required when the head has no caseId."), .law, "Ärende",
                "The case that the day belongs to; that of the head when missing."),
            Field("verdict", .closedCode(.dayVerdict), .required, .law, "Svar", "Whether the day is agreed to."),
            Field(
                "reason", .openCode(.disputeReason), .conditional("Required when verdict is disputed."), .law, "Skäl",
                "Why the day is disputed."),
        ])
}

extension CodeList {
    fileprivate static let dayVerdict = CodeList(
        "DayVerdict", [.init("accepted", "godkänns"), .init("disputed", "bestrids")])
    fileprivate static let disputeReason = CodeList(
        "DisputeReason",
        [
            .init("noAdmissionNotice", "inskrivningsmeddelande saknas eller kom för sent"),
            .init("noReadyNotice", "meddelande om utskrivningsklar saknas"),
            .init("noInvitation", "kallelse till SIP saknas eller kom för sent"),
            .init("regionalCareNotClear", "regionens öppenvårdsinsatser inte klara"),
            .init("notReady", "patienten var inte utskrivningsklar"), .init("withdrawn", "utskrivningsklar återtagen"),
            .init("discharged", "patienten var utskriven"), .init("otherPayer", "annan kommun ska betala"),
            .init("daysMiscounted", "fel antal dygn"), .init("other", "annat"),
        ])
}

extension Rule {
    private static func days(of message: Message) -> [(index: Int, day: Record)] {
        message.content.items("days").enumerated().compactMap { index, item in item.record.map { (index, $0) } }
    }

    private static func path(to index: Int, _ name: String) -> FieldPath {
        FieldPath("content", "days").appending(item: index).appending(name)
    }

    fileprivate static let dayNamesCase = Rule(
        .dayWithoutCase, source: "fields.md, head: caseId; catalogue.md, PaymentBasisAnswered"
    ) { message in
        guard message.caseID == nil else { return [] }
        return days(of: message).filter { $0.day["caseId"] == nil }.map { path(to: $0.index, "caseId") }
    }

    fileprivate static let dayOnce = Rule(
        .dayAnsweredTwice, source: "catalogue.md, PaymentBasisAnswered: per vårddygn"
    ) { message in
        var answered: Set<[String]> = []
        return days(of: message).compactMap { index, day in
            let caseID = day.text("caseId") ?? message.caseID?.text ?? ""
            return answered.insert([caseID, day.text("date") ?? ""]).inserted ? nil : path(to: index, "date")
        }
    }

    fileprivate static let disputeHasReason = Rule(
        .disputeReasonMissing, source: "catalogue.md, PaymentBasisAnswered: reason"
    ) { message in
        days(of: message).filter { $0.day.text("verdict") == "disputed" && $0.day["reason"] == nil }
            .map { path(to: $0.index, "reason") }
    }
}
