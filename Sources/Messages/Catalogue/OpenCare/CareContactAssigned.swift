extension MessageType {
    /// Fast vårdkontakt eller fast omsorgskontakt: who holds the care, or the social care, together for the person.
    package static let careContactAssigned = MessageType(
        name: "CareContactAssigned", title: "Fast vårdkontakt / fast omsorgskontakt",
        summary: "A person has a fast vårdkontakt or a fast omsorgskontakt, from a day on.",
        process: .openCare, sensitivity: 1,
        legalBasis: "lag (2017:612) 2 kap. 5 §; patientlagen (2014:821) 6 kap. 2 §; socialtjänstlagen",
        deadline: "a fast vårdkontakt: before the patient leaves the hospital (lag 2017:612 2 kap. 5 §)",
        receipts: [.transport, .application, .kvittens], refersTo: .optional,
        fields: [
            Field(
                "kind", .closedCode(.careContactKind), .required, .law, "Slag av kontakt",
                "Whether it is the care or the social care that is held together."),
            Field("person", .part(.person), .required, .law, "Kontaktperson", "Who it is."),
            Field("unit", .part(.unitRef), .required, .law, "Enhet", "The unit where the person works."),
            Field("phone", .string, .required, .law, "Telefon", "Where the contact is reached."),
            Field("phoneHours", .string, .optional, .law, "Telefontid", "When the contact is reached, in words."),
            Field(
                "from", .date, .required, .law, "Från och med",
                "The first day. Source: lag (2017:612) 2 kap. 5 §."),
            Field("until", .date, .optional, .law, "Till och med", "The last day, when it is known; not before from."),
            Field(
                "replacedPerson", .part(.person), .optional, .law, "Ersätter kontaktperson",
                "Who it was before, when somebody takes over."),
            Field(
                "deputy", .part(.staffContact), .optional, .law, "Ställföreträdande kontakt",
                "Who answers when the contact is away."),
            Field(
                "patientInformed", .boolean, .optional, .law, "Den enskilde informerad",
                "Whether the person knows who it is."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the parties should know about it."),
        ],
        rules: [.order("until", notBefore: "from")])
}

extension CodeList {
    fileprivate static let careContactKind = CodeList(
        "CareContactKind",
        [.init("careContact", "fast vårdkontakt"), .init("socialCareContact", "fast omsorgskontakt")])
}
