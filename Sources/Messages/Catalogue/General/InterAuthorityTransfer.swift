extension MessageType {
    /// Informationsöverföring mellan huvudmännen: what one huvudman hands over to another, with the law that allows it.
    package static let interAuthorityTransfer = MessageType(
        name: "InterAuthorityTransfer", title: "Informationsöverföring mellan huvudmännen",
        summary: "The region hands information over to a municipality, or a municipality to the region.",
        process: .general, sensitivity: 2,
        legalBasis: "the one that the sender states; OSL (2009:400) 10, 12, 25 and 26 kap.",
        receipts: [.transport, .application, .kvittens], refersTo: .optional, caseID: .optional,
        fields: [
            Field(
                "contentType", .openCode(.transferContent), .required, .sensitive, "Innehåll",
                "What kind of information it is."),
            Field(
                "legalProvision", .string, .conditional("Required when legalBasis is other-law."), .law, "Lagrum",
                "The provision that allows it, as staff cite it."),
            Field(
                "text", .text, .conditional("Required when there are no attachments."), .sensitive, "Text",
                "The information, or what the attachments are."),
            .attachments,
            Field("purpose", .text, .optional, .sensitive, "Ändamål", "What the receiver needs it for."),
            Field("from", .date, .optional, .sensitive, "Avser från", "The first day that it is about."),
            Field("until", .date, .optional, .sensitive, "Avser till", "The last day; not before from."),
            Field(
                "requestedBy", .part(.person), .optional, .law, "Begärd av", "Who asked for it, when somebody did."),
            Field(
                "patientInformed", .boolean, .optional, .law, "Den enskilde informerad",
                "Whether the person knows of it."),
        ],
        rules: [.transferHasContent, .otherLawIsNamed, .order("until", notBefore: "from")] + Rule.ofAttachments)
}

extension CodeList {
    fileprivate static let transferContent = CodeList(
        "TransferContent",
        [
            .init("careDocumentation", "journaluppgifter"), .init("medicationList", "läkemedelslista"),
            .init("socialDocumentation", "social dokumentation"), .init("assessment", "bedömning eller utredning"),
            .init("decision", "beslut"), .init("rehabilitationPlan", "rehabiliteringsplan"),
            .init("certificate", "intyg"), .init("other", "annat"),
        ])
}

extension Rule {
    fileprivate static let transferHasContent = Rule(
        .transferEmpty, source: "catalogue.md, InterAuthorityTransfer: text/attachment"
    ) { message in
        message.content["text"] == nil && message.content["attachments"] == nil ? [FieldPath("content", "text")] : []
    }
    fileprivate static let otherLawIsNamed = Rule(
        .legalProvisionMissing, source: "catalogue.md, InterAuthorityTransfer: legal basis"
    ) { message in
        message.legalBasis == "other-law" && message.content["legalProvision"] == nil
            ? [FieldPath("content", "legalProvision")] : []
    }
}
