extension MessageType {
    /// Felsänt meddelande: a unit tells the sender that the message was not for it, and is not shown it any more.
    package static let misdirectedNotice = MessageType(
        name: "MisdirectedNotice", title: "Felsänt meddelande",
        summary: "The wrong receiver tells the sender so; the content is hidden from it from then on.",
        process: .general, sensitivity: 1, legalBasis: "OSL 25 kap. 1 §, 26 kap. 1 §", deadline: "at once",
        receipts: [.transport, .application], refersTo: .required, caseID: .optional, outlivesConsent: true,
        fields: [
            Field(
                "reason", .openCode(.misdirectionReason), .required, .law, "Orsak",
                "Why the message is not for the unit."),
            Field("noticedAt", .dateTime, .required, .law, "Upptäckt", "When it was found."),
            Field("noticedBy", .part(.person), .optional, .law, "Upptäckt av", "Who found it."),
            Field(
                "rightReceiver", .part(.unitRef), .optional, .law, "Rätt mottagare",
                "Whom the message may have been meant for."),
            Field(
                "reasonText", .text, .optional, .technical, "Kommentar",
                "More about it, without anything that tells who the patient is."),
        ],
        rules: [.reasonWithoutPersonNumber, .noticedWhenSent])
}

extension CodeList {
    fileprivate static let misdirectionReason = CodeList(
        "MisdirectionReason",
        [
            .init("notResident", "bor inte här"), .init("notKnown", "ej känd"), .init("notOurs", "inte vårt ansvar"),
            .init("other", "annan"),
        ])
}

extension Rule {
    fileprivate static let noticedWhenSent = Rule(.timeInFuture, source: sourceOfHappened) { message in
        message.isSentBefore(message.content.text("noticedAt")) ? [FieldPath("content", "noticedAt")] : []
    }
}
