extension MessageType {
    /// Återtag av utskrivningsklar: the patient needs the hospital after all, and the clock of payment stops.
    ///
    /// It was right when it was sent and has changed; what was never right is a `MessageCancelled`.
    package static let readyForDischargeWithdrawn = MessageType(
        name: "ReadyForDischargeWithdrawn", title: "Återtag av utskrivningsklar",
        summary: "The patient is not ready to leave after all; a new notice begins a new clock.",
        process: .discharge, sensitivity: 2, legalBasis: "lag (2017:612) 3 kap. 1 §", deadline: "at once",
        receipts: [.transport, .application, .kvittens], refersTo: .required,
        refersToTypes: ["ReadyForDischarge", "DischargeToOpenCompulsoryCare"],
        takesBackReferred: true, lawfulSender: .inpatientCare,
        milestone: Milestone([.readyWithdrawn: "withdrawnAt"], facts: ["reason"]),
        fields: [
            Field(
                "withdrawnAt", .dateTime, .required, .law, "Återtaget",
                "When it was judged that the patient is not ready; stops the clock of payment."),
            Field(
                "withdrawnBy", .part(.person), .optional, .law, "Behandlande läkare",
                "The treating doctor who judged it."),
            Field(
                "reason", .openCode(.withdrawalReason), .required, .law, "Orsak",
                "Why the clock stops, no closer than that; what more there is to say stands in note."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ])
}

extension CodeList {
    fileprivate static let withdrawalReason = CodeList(
        "WithdrawalReason",
        [
            .init("medical", "ny medicinsk bedömning"),
            .init("regionalCareNotClear", "regionens öppenvårdsinsatser inte klara"),
            .init("transferred", "flyttad till annan slutenvård"), .init("notifiedTooEarly", "meddelat för tidigt"),
            .init("other", "annan"),
        ])
}
