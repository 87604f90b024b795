extension MessageType {
    /// Återkallat samtycke: from its moment on nothing more is sent on the basis of that consent.
    package static let consentWithdrawn = MessageType(
        name: "ConsentWithdrawn", title: "Återkallat samtycke",
        summary: "A consent is withdrawn: the gateway refuses at once what is sent on its basis.",
        process: .openCare, sensitivity: 2, legalBasis: "OSL 10 kap. 1 §, 12 kap. 2 §",
        deadline: "at once; it stops new sending", receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["ConsentRegistered"], outlivesConsent: true,
        milestone: Milestone([.consentWithdrawn: "withdrawnAt"]),
        fields: [
            Field(
                "withdrawnAt", .dateTime, .required, .law, "Återkallat",
                "From when; what was sent before stays right."),
            Field(
                "withdrawnBy", .openCode(.consentGiver), .required, .law, "Återkallat av",
                "Whether the person or somebody in the person's place withdrew it."),
            Field(
                "representative", .part(.contact), .optional, .sensitive, "Ställföreträdare",
                "Who withdrew it in the person's place."),
            Field(
                "registeredBy", .part(.person), .required, .law, "Registrerat av",
                "The member of staff who wrote it down."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ])
}

extension CodeList {
    /// Who answers for a person about consent.
    static let consentGiver = CodeList(
        "ConsentGiver",
        [
            .init("patient", "den enskilde"), .init("guardian", "vårdnadshavare"), .init("godMan", "god man"),
            .init("forvaltare", "förvaltare"), .init("futurePowerHolder", "framtidsfullmaktshavare"),
        ])
}
