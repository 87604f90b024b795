extension MessageType {
    /// Kvittens: a named person of the receiving unit has read a message.
    package static let readReceipt = MessageType(
        name: "ReadReceipt", title: "Kvittens",
        summary: "A named person of the receiving unit has read a message.",
        process: .receipts, sensitivity: 1, legalBasis: "the customer's documents; lag (2017:612) 2 kap. 6 §",
        deadline: "the first 12.00 Swedish time after the message could be read, every day", receipts: [.transport],
        refersTo: .required, patient: .optional, caseID: .optional,
        fields: [
            Field(
                "receiverUnit", .hsaID, .required, .technical, "Kvitterande enhet",
                "The unit that reads; a unit that had the message, or one on call for it."),
            Field("readBy", .part(.person), .required, .technical, "Kvitterat av", "Who read it."),
            Field(
                "readAt", .dateTime, .required, .technical, "Kvitterat", "When it was read; not before it could be."),
            Field(
                "onBehalfOf", .list(of: .hsaID, item: "unit"), .optional, .technical, "Kvitterar även för",
                "The units that an on-call unit reads for."),
            Field(
                "planningStarted", .boolean, .optional, .law, "Egen planering påbörjad",
                "Whether the unit has begun its planning. Source: lag (2017:612) 2 kap. 6 §."),
        ])
}
