extension MessageType {
    /// Fast läkarkontakt: the physician in primary care who is the person's own.
    package static let regularPhysicianAssigned = MessageType(
        name: "RegularPhysicianAssigned", title: "Fast läkarkontakt",
        summary: "A person has a regular physician in open care, from a day on.",
        process: .openCare, sensitivity: 1,
        legalBasis: "HSL (2017:30) 7 kap. 3 §; patientlagen (2014:821) 6 kap. 3 §",
        receipts: [.transport, .application], refersTo: .optional, lawfulSender: .regionalOpenCare,
        fields: [
            Field(
                "physician", .part(.person), .required, .law, "Läkare",
                "Who it is. Source: HSL 7 kap. 3 §; patientlagen 6 kap. 3 §."),
            Field("unit", .part(.unitRef), .required, .law, "Enhet", "The unit where the physician works."),
            Field("from", .date, .required, .law, "Från och med", "The first day."),
            Field("until", .date, .optional, .law, "Till och med", "The last day, when it is known; not before from."),
            Field("phone", .string, .optional, .law, "Telefon", "Where staff reach the physician."),
            Field(
                "replacedPhysician", .part(.person), .optional, .law, "Ersätter läkare",
                "Who it was before, when somebody takes over."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the parties should know about it."),
        ],
        rules: [.order("until", notBefore: "from")])
}
