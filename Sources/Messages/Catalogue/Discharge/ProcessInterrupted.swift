extension MessageType {
    /// Avbrott i processen: the planning of the discharge ends before the patient has left.
    ///
    /// Source: catalogue; KLARA, PLO's LOG_DOD and MedCom's MORS have the same.
    package static let processInterrupted = MessageType(
        name: "ProcessInterrupted", title: "Avbrott i processen",
        summary:
            "The units need not plan any further: nothing is needed, or the patient moved, died or was another one.",
        process: .discharge, sensitivity: 2, legalBasis: "lag (2017:612) 2 kap. 1 §; the customer's documents",
        deadline: "at once", receipts: [.transport, .application, .kvittens], refersTo: .optional,
        refersToTypes: ["AdmissionNotice"], lawfulSender: .inpatientCare,
        milestone: Milestone([.interrupted: "interruptedAt"], facts: ["reason"]),
        fields: [
            Field(
                "interruptedAt", .when, .required, .law, "Avbruten",
                "When the need ended: the day of death for a patient who died."),
            Field("reason", .openCode(.interruptionReason), .required, .law, "Orsak", "Why the planning ends."),
            Field("interruptedBy", .part(.person), .optional, .law, "Beslutat av", "Who decided it."),
            Field(
                "takenOverBy", .part(.unitRef), .optional, .sensitive, "Övertas av",
                "Where the patient moved, if it is a unit.", tellsPlace: true),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ],
        rules: [.wrongPatientIsCancelled])
}

extension CodeList {
    fileprivate static let interruptionReason = CodeList(
        "InterruptionReason",
        [
            .init("notNeeded", "behov av insatser finns inte"),
            .init("moved", "flyttad till annan vårdgivare eller ort"),
            .init("deceased", "avliden"), .init("wrongPatient", "fel patient"), .init("other", "annan"),
        ])
}

extension Rule {
    fileprivate static let wrongPatientIsCancelled = Rule(
        .wrongPatientNotCancelled, source: "rules.md, The discharge law: MessageCancelled was never right"
    ) { message in
        guard message.content.record("reason")?.text("code") == "wrongPatient" else { return [] }
        return [FieldPath("content", "reason")]
    }
}
