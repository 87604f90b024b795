extension MessageType {
    /// Utskrivning till öppen psykiatrisk tvångsvård (ÖPT): the court has decided, and the person leaves the ward.
    ///
    /// It counts as the notice that the patient is ready, so payment may begin with it; the admission notice is needed all the
    /// same. Source: lag (2017:612) 3 kap. 1 § second paragraph, 5 kap. 3 §; LPT 7 a § third paragraph.
    package static let dischargeToOpenCompulsoryCare = MessageType(
        name: "DischargeToOpenCompulsoryCare", title: "Utskrivning ÖPT",
        summary: "A person goes over to open compulsory care; the notice counts as the one that the patient is ready.",
        process: .compulsoryCare, sensitivity: 3,
        legalBasis: "LPT 7 a § third paragraph; lag (2017:612) 3 kap. 1 § second paragraph",
        deadline: "the day of the decision", receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["AdmissionNotice"], lawfulSender: .psychiatricInpatientCare,
        milestone: Milestone(
            [.openCompulsoryCare: "from", .ready: "readyAt"],
            facts: [
                "planId", "until", "regionalCareClear", "plannedDischargeAt", "destination", "placingMunicipalityCode",
            ]),
        fields: openCompulsoryFields + [
            Field(
                "readyAt", .dateTime, .required, .law, "Utskrivningsklar från",
                "When it was judged that the care can go on outside the ward. Source: lag (2017:612) 3 kap. 1 §."),
            Field(
                "regionalCareClear", .closedCode(.regionalCareClear), .optional, .law,
                "Regionens öppenvårdsinsatser klara",
                "With no, payment does not begin. Source: lag (2017:612) 5 kap. 5 §."),
            Field(
                "placingMunicipalityCode", .municipalityCode, .optional, .law, "Placeringskommun",
                "The payer, when another municipality decided the placement. Source: lag (2017:612) 5 kap. 2 §."),
        ] + afterWardFields,
        rules: [.basisIsLPT, .readyWhenSent] + Rule.ofOpenCompulsoryCare)

    /// Which decision it is, and by which plan and conditions the person lives.
    static let openCompulsoryFields = [
        Field("decision", .part(.compulsoryDecision), .required, .law, "Beslut", "The court's decision."),
        Field("from", .when, .required, .law, "Från och med", "The first day of open compulsory care."),
        Field("until", .date, .optional, .law, "Längst till", "The last day that the decision holds for."),
        Field(
            "conditions", .nonEmptyList(of: .part(.specialCondition), item: "condition"), .required, .sensitive,
            "Särskilda villkor", "What the person is to keep to."),
        Field("planId", .uuid, .required, .law, "Samordnad vårdplan", "The plan that the units have attested."),
    ]

    /// When and to what the person leaves, and to whom the units may turn.
    static let afterWardFields = [
        Field("plannedDischargeAt", .when, .optional, .law, "Planerad hemgång", "When the person is to leave."),
        Field(
            "destination", .openCode(.dischargeDestination), .optional, .law, "Utskrivs till",
            "Where the person is to go, by kind."),
        Field(
            "outpatientUnit", .part(.unitRef), .optional, .law, "Ansvarig öppenvårdsenhet",
            "The unit of open psychiatry that answers for the care."),
        Field("careContact", .part(.staffContact), .optional, .law, "Fast vårdkontakt", "Whom the person may turn to."),
        Field(
            "medications", .list(of: .part(.medication), item: "medication"), .optional, .sensitive, "Läkemedelslista",
            "The medicines as of the discharge."),
        Field("careSummary", .text, .optional, .sensitive, "Vårdsammanfattning", "What the units need to know."),
        Field(
            "crisisPlan", .text, .optional, .sensitive, "Tidiga tecken, krisplan", "Early signs, and what to do then."),
    ]
}

extension Rule {
    /// The rules of a discharge to open compulsory or open forensic care.
    static let ofOpenCompulsoryCare = [inOrder("decision.decidedAt", "from"), inOrder("from", "until")]
}
