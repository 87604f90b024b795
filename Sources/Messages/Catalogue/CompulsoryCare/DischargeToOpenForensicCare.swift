extension MessageType {
    /// Utskrivning till öppen rättspsykiatrisk vård (ÖRV): as to open compulsory care, but it is no notice that the patient is
    /// ready.
    ///
    /// The law does not equate the two, so no payment begins with it; the ward sends ReadyForDischarge too. Source: rules, "The
    /// discharge law"; LRV 12 a §.
    package static let dischargeToOpenForensicCare = MessageType(
        name: "DischargeToOpenForensicCare", title: "Utskrivning ÖRV",
        summary: "A person goes over to open forensic care; payment begins only with a ReadyForDischarge beside it.",
        process: .compulsoryCare, sensitivity: 3, legalBasis: "LRV 12 a §", deadline: "the day of the decision",
        receipts: [.transport, .application, .kvittens], refersTo: .required,
        refersToTypes: ["AdmissionNotice", "CompulsoryPlanEstablished"], lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone(
            [.openForensicCare: "from"], facts: ["planId", "until", "plannedDischargeAt", "destination"]),
        fields: openCompulsoryFields + afterWardFields, rules: [.basisIsLRV] + Rule.ofOpenCompulsoryCare)
}
