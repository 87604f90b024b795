extension MessageType {
    /// Makulering: a message was never right, and counts as never sent.
    ///
    /// It tells only which message, so it is of sensitivity 1 whatever the original is: nobody who got the original is left
    /// without the cancellation. What was right and has changed is a new message, or `ReadyForDischargeWithdrawn`.
    package static let messageCancelled = MessageType(
        name: "MessageCancelled", title: "Makulering",
        summary: "The sender takes back a message that was wrong from the start.",
        process: .general, sensitivity: 1, legalBasis: "that of the message that it takes back", deadline: "at once",
        receipts: [.transport, .application, .kvittens], refersTo: .required, outlivesConsent: true,
        fields: [
            Field(
                "reason", .openCode(.cancelReason), .required, .technical, "Makuleringsorsak",
                "What was wrong with the message."),
            Field(
                "reasonText", .text, .optional, .technical, "Kommentar",
                "More about it, without anything that tells who the patient is."),
            Field("cancelledAt", .dateTime, .required, .technical, "Makulerat", "When it was taken back."),
            Field("cancelledBy", .part(.person), .required, .technical, "Makulerat av", "Who took it back."),
            Field(
                "replacedBy", .uuid, .optional, .technical, "Ersätts av", "The right message, when there is one."),
        ],
        rules: [.reasonWithoutPersonNumber, .hasHappened("cancelledAt")])
}

extension CodeList {
    fileprivate static let cancelReason = CodeList(
        "CancelReason",
        [
            .init("wrongPatient", "fel patient"), .init("wrongReceiver", "fel mottagare"),
            .init("wrongContent", "fel innehåll"), .init("sentTwice", "skickat två gånger"), .init("other", "annan"),
        ])
}

extension Rule {
    /// What is said about a message that was wrong tells nobody whom it was about.
    static let reasonWithoutPersonNumber = Rule(
        .textHoldsPersonNumber, source: "fields.md, MessageCancelled: reasonText; catalogue.md, MisdirectedNotice"
    ) { message in
        // An open code's text is a text of the sender's too.
        let texts = [
            (FieldPath("content", "reason", "text"), message.content.record("reason")?.text("text")),
            (FieldPath("content", "reasonText"), message.content.text("reasonText")),
        ]
        return texts.compactMap { path, text in text.map(PersonIdentifier.isFound(in:)) == true ? path : nil }
    }
}
