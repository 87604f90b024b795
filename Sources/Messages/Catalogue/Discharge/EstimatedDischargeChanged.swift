extension MessageType {
    /// Ändrad beräknad utskrivning: the ward tells those who got the notice that the discharge is expected at another time.
    package static let estimatedDischargeChanged = MessageType(
        name: "EstimatedDischargeChanged", title: "Ändrad beräknad utskrivning",
        summary: "The patient is expected to leave the hospital at another time than was told.",
        process: .discharge, sensitivity: 1, legalBasis: "lag (2017:612) 2 kap. 4 §",
        deadline: "as soon as possible (lag 2017:612 2 kap. 4 §)", receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["AdmissionNotice"], lawfulSender: .inpatientCare,
        milestone: Milestone(
            [.estimate: "plannedDischargeAt"], facts: ["previousPlannedDischargeAt", "plannedReadyAt"]),
        fields: [
            Field(
                "plannedDischargeAt", .when, .required, .law, "Ny beräknad utskrivning",
                "When the patient is now expected to leave. Source: lag (2017:612) 2 kap. 4 §."),
            Field(
                "previousPlannedDischargeAt", .when, .optional, .law, "Tidigare beräknad utskrivning",
                "What was told before; not the same as plannedDischargeAt."),
            Field(
                "plannedReadyAt", .when, .optional, .law, "Planerat utskrivningsklar",
                "When the patient is expected to be ready."),
            Field(
                "reason", .openCode(.estimateChangeReason), .optional, .sensitive, "Orsak", "Why the estimate changed."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What else the units should know about it."),
        ],
        rules: [.estimateDiffers])
}

extension CodeList {
    fileprivate static let estimateChangeReason = CodeList(
        "EstimateChangeReason",
        [
            .init("medical", "medicinska skäl"), .init("waitingRegion", "väntar på regionen"),
            .init("waitingMunicipality", "väntar på kommunen"), .init("patientWish", "den enskildes önskemål"),
            .init("other", "annan"),
        ])
}

extension Rule {
    fileprivate static let estimateDiffers = Rule(
        .estimateUnchanged,
        source: "fields.md, EstimatedDischargeChanged: plannedDischargeAt; lag (2017:612) 2 kap. 4 §"
    ) { message in
        guard let planned = message.content.text("plannedDischargeAt"),
            let previous = message.content.text("previousPlannedDischargeAt")
        else { return [] }
        // A day that became a time of that day is news, so a date is never the same as a moment.
        let isSameMoment = Timestamp(rfc3339: planned).map { $0 == Timestamp(rfc3339: previous) } ?? false
        return planned == previous || isSameMoment ? [FieldPath("content", "plannedDischargeAt")] : []
    }
}
