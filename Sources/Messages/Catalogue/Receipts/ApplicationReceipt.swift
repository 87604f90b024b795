extension MessageType {
    /// Applikationskvittens: a receiving system, or the gateway, tells how a message fared.
    package static let applicationReceipt = MessageType(
        name: "ApplicationReceipt", title: "Applikationskvittens",
        summary: "The receiving system accepted or rejected a message, or the gateway gave it up.",
        process: .receipts, sensitivity: 1, legalBasis: "that of the message that it is about",
        deadline: "at once", receipts: [.transport], refersTo: .required, patient: .absent, caseID: .optional,
        senderPerson: .optional,
        fields: [
            Field("receiverUnit", .hsaID, .required, .technical, "Enhet", "The unit whose delivery it is about."),
            Field(
                "issuedBy", .closedCode(.receiptIssuer), .required, .technical, "Utfärdad av",
                "Only the gateway says gateway."),
            Field("outcome", .closedCode(.receiptOutcome), .required, .technical, "Utfall", "How the message fared."),
            Field(
                "errors", .list(of: .part(.receiptError), item: "error"),
                .conditional("Required unless outcome is ok, else refused."),
                .technical, "Fel", "What is wrong, and who mends it."),
            Field("receivedAt", .dateTime, .required, .technical, "Mottaget", "When the receiving system got it."),
            Field("processedAt", .dateTime, .optional, .technical, "Inläst", "When it was read in."),
            Field(
                "receiverReference", .string, .optional, .technical, "Mottagarens ärende",
                "The receiver's own case number."),
            Field(
                "system", .part(.sourceSystem), .optional, .technical, "System", "The program that made the receipt."),
        ],
        rules: [.errorsUnlessOK, .noErrorsWhenOK])
}

extension Part {
    fileprivate static let receiptError = Part(
        "ReceiptError", "Fel",
        [
            Field("code", .string, .required, .technical, "Kod", "A code of the one who issues the receipt."),
            Field("text", .text, .required, .technical, "Text", "What is wrong, without any value of the message."),
            Field("path", .string, .optional, .technical, "Plats", "Where in the message."),
            Field("mendBy", .closedCode(.receiptMender), .optional, .technical, "Åtgärdas av", "Who can put it right."),
        ])
}

extension CodeList {
    fileprivate static let receiptIssuer = CodeList(
        "ReceiptIssuer", [.init("receiver", "mottagaren"), .init("gateway", "växeln")])
    fileprivate static let receiptOutcome = CodeList(
        "ReceiptOutcome",
        [
            .init("ok", "mottaget"), .init("transient-error", "tillfälligt fel, skicka igen"),
            .init("fatal-error", "varaktigt fel, skicka inte igen oförändrat"),
        ])
    fileprivate static let receiptMender = CodeList(
        "ReceiptMender",
        [
            .init("sender", "avsändaren"), .init("receiver", "mottagaren"), .init("gateway", "växeln"),
            .init("directory", "katalogen"), .init("operator", "driften"),
        ])
}

extension Rule {
    fileprivate static let errorsUnlessOK = Rule(
        .errorsMissing, source: "fields.md, ApplicationReceipt: errors"
    ) { message in
        message.content.text("outcome") != "ok" && message.content.items("errors").isEmpty
            ? [FieldPath("content", "errors")] : []
    }

    fileprivate static let noErrorsWhenOK = Rule(
        .errorsWithOK, source: "fields.md, ApplicationReceipt: errors"
    ) { message in
        message.content.text("outcome") == "ok" && !message.content.items("errors").isEmpty
            ? [FieldPath("content", "errors")] : []
    }
}
