extension Field {
    /// The fields of a letter between two parties, which some types consist of.
    static let ofLetter: [Field] = [
        Field("subject", .string, .required, .technical, "Ämne", "Without a person number."),
        Field("text", .text, .required, .technical, "Text", "What is asked or told."),
        Field("category", .openCode(.messageCategory), .optional, .technical, "Typ", "What kind of message it is."),
        Field(
            "priority", .closedCode(.priority), .optional, .technical, "Prioritet",
            "urgent sorts; it does not replace a phone call."),
        Field("answerBy", .dateTime, .optional, .technical, "Svar senast", "When an answer is wanted."),
        Field("attention", .string, .optional, .technical, "Att", "Whom at the receiver it is for."),
        .attachments,
    ]

    /// Files that go with a message; its type takes `Rule.ofAttachments`.
    static let attachments = Field(
        "attachments", .list(of: .part(.attachment), item: "attachment"), .optional, .sensitive, "Bilagor",
        "Files that go with the text.")
}

extension CodeList {
    fileprivate static let messageCategory = CodeList(
        "MessageCategory",
        [
            .init("question", "fråga"), .init("answer", "svar"), .init("information", "information"),
            .init("callMe", "ring mig"),
        ])
    fileprivate static let priority = CodeList("Priority", [.init("normal", "normal"), .init("urgent", "brådskande")])
}

extension Rule {
    /// The rules of a letter.
    static let ofLetter = [subjectWithoutPersonNumber] + ofAttachments

    private static let subjectWithoutPersonNumber = Rule(
        .subjectHoldsPersonNumber, source: "fields.md, GeneralMessage: subject"
    ) { message in
        guard let subject = message.content.text("subject"), PersonIdentifier.isFound(in: subject) else { return [] }
        return [FieldPath("content", "subject")]
    }
}
