extension MessageType {
    /// Vidaresänd: a unit passes a message on to another unit of its own organisation.
    ///
    /// The new receiver is the one unit in `receivers`. It gets this message, and with it a part in the original: who got a
    /// message is fixed when it is accepted, so the original itself is not sent anew. It is of sensitivity 1 by itself, and the
    /// new receiver must take that of the original too.
    package static let forwarded = MessageType(
        name: "Forwarded", title: "Vidaresänd",
        summary: "A unit passes on what it got to another unit of the same huvudman.",
        process: .general, sensitivity: 1, legalBasis: "that of the message that is passed on",
        receipts: [.transport, .application, .kvittens], refersTo: .required, caseID: .optional, outlivesConsent: true,
        fields: [
            Field("forwardedAt", .dateTime, .required, .law, "Vidaresänt", "When it was passed on."),
            Field("forwardedBy", .part(.person), .optional, .law, "Vidaresänt av", "Who passed it on."),
            Field("reason", .openCode(.forwardReason), .optional, .law, "Orsak", "Why the other unit is to have it."),
            Field(
                "text", .text, .optional, .sensitive, "Text",
                "What the new receiver is to know; the place for what it needs of the original."),
        ],
        rules: [.forwardsToOneUnit, .forwardedWhenSent])
}

extension CodeList {
    fileprivate static let forwardReason = CodeList(
        "ForwardReason",
        [
            .init("responsible", "enheten ansvarar för ärendet"), .init("moved", "personen har flyttat"),
            .init("forInformation", "för kännedom"), .init("other", "annan"),
        ])
}

extension Rule {
    fileprivate static let forwardsToOneUnit = Rule(
        .forwardReceiver, source: "catalogue.md, Forwarded: new receiver"
    ) { message in
        if message.receivers.count == 1, case .unit(let unit)? = message.receivers.first, unit != message.sender.unit {
            return []
        }
        return [FieldPath("receivers")]
    }

    fileprivate static let forwardedWhenSent = Rule(.timeInFuture, source: sourceOfHappened) { message in
        message.isSentBefore(message.content.text("forwardedAt")) ? [FieldPath("content", "forwardedAt")] : []
    }
}
