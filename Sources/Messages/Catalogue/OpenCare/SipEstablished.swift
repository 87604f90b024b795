extension MessageType {
    /// SIP upprättad: the coordinated individual plan as it stands, to all its parties.
    package static let sipEstablished = MessageType(
        name: "SipEstablished", title: "SIP upprättad",
        summary: "A coordinated individual plan is made, or a new version of it.",
        process: .openCare, sensitivity: 2, legalBasis: "HSL 16 kap. 4 §; lag (2017:612) 4 kap. 1–2 §§",
        deadline: "without delay (lag 2017:612 4 kap. 2 §)", receipts: [.transport, .application, .kvittens],
        refersTo: .optional,
        milestone: Milestone(
            [.sip: "establishedAt"], facts: ["planId", "planVersion", "planStatus", "process", "followUp"]),
        fields: [
            Field("planId", .uuid, .required, .law, "Plan-id", "Stable over the versions of the plan."),
            Field("planVersion", .scalar(.positiveInteger), .required, .law, "Version", "Higher in every version."),
            Field("planStatus", .closedCode(.planStatus), .required, .law, "Planens status", "Made, or followed up."),
            Field(
                "process", .closedCode(.planProcess), .optional, .law, "Process",
                "The process that the plan belongs to."),
            Field("establishedAt", .dateTime, .required, .law, "Upprättad", "When the plan was made."),
            Field(
                "consent", .part(.sipConsent), .required, .law, "Samtycke till SIP",
                "A plan is made only with consent. Source: HSL 16 kap. 4 §; lag (2017:612) 4 kap. 2 §."),
            Field("whatMatters", .text, .optional, .sensitive, "Vad är viktigt för mig", "In the person's own words."),
            Field("situation", .text, .optional, .sensitive, "Nuläge", "How it is now."),
            Field("ownResources", .text, .optional, .sensitive, "Egna resurser", "What the person can do."),
            Field(
                "needs", .list(of: .part(.need), item: "need"), .optional, .sensitive, "Behov",
                "What the person needs."),
            Field(
                "goals", .nonEmptyList(of: .part(.goal), item: "goal"), .required, .sensitive, "Mål",
                "What the plan is for."),
            Field(
                "efforts", .nonEmptyList(of: .part(.effort), item: "effort"), .required, .sensitive, "Insatser",
                "Which efforts, and which huvudman answers. Source: HSL 16 kap. 4 §."),
            Field(
                "otherMeasures", .list(of: .part(.otherMeasure), item: "otherMeasure"), .optional, .sensitive,
                "Åtgärder av andra", "Measures by others than the region and the municipality. Source: HSL 16 kap. 4 §."
            ),
            Field(
                "overallResponsible", .part(.sipResponsible), .required, .law, "Övergripande ansvarig huvudman",
                "Source: HSL 16 kap. 4 §."),
            Field(
                "coordinator", .part(.staffContact), .required, .law, "Samordningsansvarig",
                "The only one who may close the plan."),
            Field(
                "careContact", .part(.staffContact), .optional, .sensitive, "Fast vårdkontakt", "The fast vårdkontakt."),
            Field(
                "physicianContact", .part(.staffContact), .optional, .sensitive, "Fast läkarkontakt",
                "The fast läkarkontakt."),
            Field(
                "socialCareContact", .part(.staffContact), .optional, .sensitive, "Fast omsorgskontakt",
                "The fast omsorgskontakt."),
            Field(
                "participants", .nonEmptyList(of: .part(.participant), item: "participant"), .required, .sensitive,
                "Deltagare",
                "Who took part."),
            Field("followUp", .part(.planFollowUp), .required, .law, "Uppföljning", "When the plan is followed up."),
            Field(
                "crisisPlan", .text, .optional, .sensitive, "Tidiga tecken, krisplan",
                "Early signs, and what to do then."),
            Field("copyGiven", .part(.sipCopy), .optional, .sensitive, "Kopia lämnad", "To whom a copy was given."),
            Field("language", .scalar(.language), .optional, .sensitive, "Språk för den enskilde", "BCP 47."),
            Field(
                "publication", .part(.sipPublication), .required, .law, "Visa på 1177 Journalen",
                "Both truth values must be true for the plan to be published."),
        ],
        rules: [.consentIsGiven, .basisIsConsent, .effortNamesUnit, .effortGoalsExist, .effortsInOrder])
}

extension Part {
    fileprivate static let sipConsent = Part(
        "SipConsent", "Samtycke till SIP",
        [
            Field("state", .closedCode(.consentState), .required, .law, "Samtycke", "Only given makes a plan."),
            Field("givenAt", .when, .optional, .law, "Lämnat", "When the consent was given."),
            Field("form", .closedCode(.consentForm), .optional, .law, "Form", "How the consent was given."),
            Field("givenBy", .part(.contact), .optional, .sensitive, "Lämnat av", "Who gave it, when not the person."),
        ])
    fileprivate static let sipResponsible = Part(
        "SipResponsible", "Övergripande ansvarig",
        [
            Field(
                "principal", .closedCode(.responsiblePrincipal), .required, .law, "Huvudman", "Region or municipality."),
            Field("unit", .part(.unitRef), .optional, .law, "Enhet", "The unit."),
        ])
    fileprivate static let sipCopy = Part(
        "SipCopy", "Kopia lämnad",
        [
            Field("to", .string, .required, .sensitive, "Till", "Who got the copy."),
            Field("at", .when, .optional, .sensitive, "När", "When it was given."),
            Field("form", .openCode(.copyForm), .optional, .sensitive, "Form", "On paper or otherwise."),
        ])
    fileprivate static let sipPublication = Part(
        "SipPublication", "Publicering på 1177",
        [
            Field("wanted", .boolean, .required, .law, "Önskas av den enskilde", "The person's wish."),
            Field(
                "approvedForPatient", .boolean, .required, .law, "Godkänd av vårdgivaren", "The care giver's decision."),
            Field("careUnit", .hsaID, .optional, .law, "Vårdenhet", "By default that of the directory."),
            Field("careGiver", .hsaID, .optional, .law, "Vårdgivare", "By default that of the directory."),
        ])
}

extension CodeList {
    fileprivate static let planStatus = CodeList(
        "PlanStatus", [.init("established", "upprättad"), .init("followedUp", "uppföljd")])
    fileprivate static let planProcess = CodeList(
        "PlanProcess", [.init("openCare", "öppenvård"), .init("discharge", "utskrivning")])
    fileprivate static let responsiblePrincipal = CodeList(
        "ResponsiblePrincipal", [.init("region", "region"), .init("municipality", "kommun")])
    fileprivate static let copyForm = CodeList(
        "CopyForm", [.init("paper", "på papper"), .init("digital", "digitalt"), .init("readAloud", "uppläst")])
}

extension Rule {
    fileprivate static let consentIsGiven = Rule(
        .consentNotGiven, source: "HSL 16 kap. 4 §; lag (2017:612) 4 kap. 2 §"
    ) { message in
        message.content.record("consent")?.text("state") == "given" ? [] : [FieldPath("content", "consent", "state")]
    }

    fileprivate static let basisIsConsent = Rule(
        .legalBasisNotAllowed, source: "fields.md, SipEstablished: legalBasis consent"
    ) { message in
        message.legalBasis == "consent" ? [] : [FieldPath("legalBasis")]
    }

    fileprivate static let effortGoalsExist = Rule(
        .unknownGoal, source: "fields.md, Effort: goalIds"
    ) { message in
        let goals = Set(message.content.items("goals").compactMap { $0.record?.text("goalId") })
        return message.content.items("efforts").enumerated().flatMap { index, item in
            (item.record?.items("goalIds") ?? []).enumerated().compactMap { place, goal in
                guard let goal = goal.text, !goals.contains(goal) else { return nil }
                return FieldPath("content", "efforts").appending(item: index).appending("goalIds").appending(
                    item: place)
            }
        }
    }
}
