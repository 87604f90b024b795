extension MessageType {
    /// Generellt meddelande: a question, an answer or a piece of information between two parties.
    package static let generalMessage = MessageType(
        name: "GeneralMessage", title: "Generellt meddelande",
        summary: "A question, an answer or a piece of information between parties.",
        process: .general, sensitivity: 2, legalBasis: "the one that the sender states",
        receipts: [.transport, .application, .kvittens], refersTo: .optional, caseID: .optional,
        fields: Field.ofLetter, rules: Rule.ofLetter)
}
