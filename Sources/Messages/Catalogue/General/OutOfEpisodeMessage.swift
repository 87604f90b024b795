extension MessageType {
    /// Meddelande utanför vårdtillfälle: a letter about a person who is in nobody's ward, and in no case.
    package static let outOfEpisodeMessage = MessageType(
        name: "OutOfEpisodeMessage", title: "Meddelande utanför vårdtillfälle",
        summary: "A question, an answer or a piece of information outside of every episode of care and every case.",
        process: .general, sensitivity: 2, legalBasis: "the one that the sender states",
        receipts: [.transport, .application, .kvittens], refersTo: .optional, caseID: .absent,
        fields: Field.ofLetter, rules: [.outsideOfEpisodes] + Rule.ofLetter)
}

extension Rule {
    fileprivate static let outsideOfEpisodes = Rule(
        .careEpisodeNotExpected, source: "catalogue.md, OutOfEpisodeMessage"
    ) { message in
        message.record["careEpisodeId"] == nil ? [] : [FieldPath("careEpisodeId")]
    }
}
