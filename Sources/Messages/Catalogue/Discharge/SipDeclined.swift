extension MessageType {
    /// SIP nekad eller ej aktuell: regional open care tells that no SIP is made, so that nobody waits for a kallelse.
    package static let sipDeclined = MessageType(
        name: "SipDeclined", title: "SIP nekad eller ej aktuell",
        summary: "No SIP is made: the person does not want one, or only social services are involved.",
        process: .discharge, sensitivity: 1, legalBasis: "lag (2017:612) 4 kap. 1–3 §§",
        deadline: "within three days of the notice that the patient is ready (lag 2017:612 4 kap. 3 §)",
        receipts: [.transport, .application, .kvittens], refersTo: .required, refersToTypes: ["ReadyForDischarge"],
        lawfulSender: .regionalOpenCare,
        milestone: Milestone([.sipDeclined: "declinedAt"], facts: ["reason"]),
        fields: [
            Field(
                "declinedAt", .dateTime, .required, .law, "Beslutat",
                "When the person said no, or it was judged that no SIP is due."),
            Field(
                "declinedBy", .part(.person), .required, .law, "Dokumenterat av",
                "The member of staff who answers for it, as a rule the fast vårdkontakt."),
            Field(
                "reason", .closedCode(.sipDeclineReason), .required, .law, "Orsak",
                "No kallelse is due for either. Source: lag (2017:612) 4 kap. 2–3 §§."),
            Field(
                "refusedBy", .closedCode(.sipRefuser), .optional, .law, "Avböjt av",
                "Who said no, when reason is refused."),
            Field(
                "representative", .part(.contact), .optional, .sensitive, "Ställföreträdare",
                "Who spoke for the person."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ],
        rules: [.refuserOfRefusal])
}

extension CodeList {
    fileprivate static let sipDeclineReason = CodeList(
        "SipDeclineReason",
        [.init("refused", "den enskilde avböjer"), .init("onlySocialService", "bara socialtjänst berörs")])
    fileprivate static let sipRefuser = CodeList(
        "SipRefuser", [.init("patient", "den enskilde"), .init("representative", "ställföreträdaren")])
}

extension Rule {
    fileprivate static let refuserOfRefusal = Rule(
        .refuserWithoutRefusal, source: "fields.md, SipDeclined: refusedBy"
    ) { message in
        guard message.content.text("reason") != "refused", message.content["refusedBy"] != nil else { return [] }
        return [FieldPath("content", "refusedBy")]
    }
}
