extension MessageType {
    /// Spärr satt eller hävd: the patient has a care unit's or a care giver's records blocked, or the block is lifted.
    ///
    /// Of sensitivity 3, for it tells where a person has been in care and that others are not to know; it is no matter of
    /// compulsory care. The gateway moves what its senders send and opens no records, so it has nothing of its own to block:
    /// it keeps the message, hands it to whoever is addressed, which may be nobody, and says so.
    package static let accessBlockChanged = MessageType(
        name: "AccessBlockChanged", title: "Spärr satt eller hävd",
        summary: "A block on the access to a patient's records is set, lifted or lifted for a time.",
        process: .general, sensitivity: 3,
        legalBasis: "PDL 4 kap. 4–5 §§; lag (2022:913) om sammanhållen vård- och omsorgsdokumentation 2 kap.",
        deadline: "at once",
        receipts: [.transport, .application], caseID: .optional, needsReceiver: false, outlivesConsent: true,
        fields: [
            Field(
                "kind", .closedCode(.accessBlockKind), .required, .law, "Slag av spärr",
                "Inner: within one care giver. Outer: towards other care givers."),
            Field("change", .closedCode(.accessBlockChange), .required, .law, "Ändring", "What became of the block."),
            Field("careGiver", .hsaID, .required, .law, "Vårdgivare", "Whose records are blocked."),
            Field(
                "units", .nonEmptyList(of: .part(.unitRef), item: "unit"), .required, .law, "Enheter",
                "The care units whose records are blocked."),
            Field("from", .dateTime, .required, .law, "Från", "When the change takes effect."),
            Field(
                "until", .dateTime,
                .conditional("Required, and after from, when change is temporarilyLifted; else absent."), .law, "Till",
                "When the block stands again."),
            Field(
                "liftedFor", .openCode(.accessBlockLifting), .optional, .law, "Hävd på grund av",
                "Why the block is lifted."),
            Field("decidedBy", .part(.person), .optional, .law, "Registrerat av", "Who wrote it down."),
        ],
        rules: [.temporaryLiftEnds])
}

extension CodeList {
    fileprivate static let accessBlockKind = CodeList(
        "AccessBlockKind", [.init("inner", "inre spärr"), .init("outer", "yttre spärr")])
    fileprivate static let accessBlockChange = CodeList(
        "AccessBlockChange",
        [.init("set", "satt"), .init("lifted", "hävd"), .init("temporarilyLifted", "tillfälligt hävd")])
    fileprivate static let accessBlockLifting = CodeList(
        "AccessBlockLifting",
        [
            .init("patientConsent", "patientens samtycke"), .init("emergency", "fara för liv eller hälsa"),
            .init("other", "annan"),
        ])
}

extension Rule {
    fileprivate static let temporaryLiftEnds = Rule(
        .temporaryLiftPeriod, source: "catalogue.md, AccessBlockChanged: temporary revoke needs start and end"
    ) { message in
        let from = message.content.text("from").flatMap { Timestamp(rfc3339: $0) }
        let until = message.content.text("until").flatMap { Timestamp(rfc3339: $0) }
        let isTemporary = message.content.text("change") == "temporarilyLifted"
        let isRight =
            if let from, let until { isTemporary && from < until } else { !isTemporary && until == nil }
        return isRight ? [] : [FieldPath("content", "until")]
    }
}
