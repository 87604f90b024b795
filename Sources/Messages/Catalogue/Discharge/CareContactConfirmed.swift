extension MessageType {
    /// Bekräftelse fast vårdkontakt: open care tells the ward who the patient's fast vårdkontakt is.
    package static let careContactConfirmed = MessageType(
        name: "CareContactConfirmed", title: "Bekräftelse fast vårdkontakt",
        summary: "The patient has a fast vårdkontakt in open care, who is to call the units when the patient is ready.",
        process: .discharge, sensitivity: 1, legalBasis: "lag (2017:612) 2 kap. 5 §",
        deadline: "before the discharge (lag 2017:612 2 kap. 5 §)", receipts: [.transport, .application],
        refersTo: .optional, refersToTypes: ["AdmissionNotice"], lawfulSender: .regionalOpenCare,
        milestone: Milestone([.careContact: "confirmedAt"], facts: ["from"]),
        fields: [
            Field(
                "careContact", .part(.staffContact), .required, .law, "Fast vårdkontakt",
                "Who it is, and at which unit. Source: lag (2017:612) 2 kap. 5 §."),
            Field("phone", .string, .required, .law, "Telefon", "Where the fast vårdkontakt is reached."),
            Field(
                "confirmedAt", .when, .required, .law, "Bekräftad", "When it was decided who it is."),
            Field("from", .date, .optional, .law, "Från", "The first day, when it is not the day of the decision."),
            Field("hours", .string, .optional, .law, "Telefontider", "When the phone is answered, in words."),
            Field("deputy", .part(.person), .optional, .law, "Ersättare", "Who answers when the other one is away."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ])
}
