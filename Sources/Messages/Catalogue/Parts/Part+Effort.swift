extension Part {
    static let effort = Part(
        "Effort", "Insats",
        [
            Field(
                "effortId", .scalar(.shortID), .required, .technical, "Insats-id",
                "Stable over the versions of the plan."),
            Field("text", .text, .required, .sensitive, "Insats", "What is done."),
            Field("kind", .openCode(.effortKind), .optional, .sensitive, "Slag", "The kind of effort."),
            Field(
                "principal", .closedCode(.effortPrincipal), .required, .sensitive, "Ansvarig huvudman",
                "Who answers for it."),
            Field(
                "unit", .part(.unitRef), .conditional("Required when principal is region, municipality or private."),
                .sensitive,
                "Ansvarig enhet", "The unit that does it."),
            Field("person", .part(.person), .optional, .sensitive, "Utförs av", "The member of staff who does it."),
            Field("start", .date, .optional, .sensitive, "Från", "The first day."),
            Field("end", .date, .optional, .sensitive, "Till", "The last day."),
            Field("status", .closedCode(.effortStatus), .required, .sensitive, "Status", "How far it has come."),
            Field(
                "goalIds", .list(of: .scalar(.shortID), item: "goalId"), .optional, .sensitive, "Mål",
                "The goals of the plan that it serves."),
            Field("decision", .part(.effortDecision), .optional, .sensitive, "Beslut", "The decision behind it."),
        ])

    static let effortDecision = Part(
        "EffortDecision", "Beslut om insats",
        [
            Field("law", .closedCode(.effortLaw), .required, .sensitive, "Lag", "The law of the decision."),
            Field("decidedAt", .when, .required, .sensitive, "Beslutat", "When it was decided."),
        ])
}

extension CodeList {
    static let effortKind = CodeList(
        "EffortKind",
        [
            .init("homeCare", "hemtjänst"), .init("homeHealthCare", "hemsjukvård"),
            .init("rehabilitation", "rehabilitering"),
            .init("medical", "medicinsk insats"), .init("support", "boendestöd"), .init("shortTerm", "korttidsboende"),
            .init("specialHousing", "särskilt boende"), .init("aid", "hjälpmedel"), .init("other", "annan"),
        ])
    static let effortPrincipal = CodeList(
        "EffortPrincipal",
        [
            .init("region", "region"), .init("municipality", "kommun"), .init("private", "privat utförare"),
            .init("person", "den enskilde"), .init("relative", "närstående"), .init("other", "annan"),
        ])
    static let effortStatus = CodeList(
        "EffortStatus",
        [
            .init("planned", "planerad"), .init("ongoing", "pågår"), .init("done", "genomförd"),
            .init("cancelled", "avbruten"),
        ])
    static let effortLaw = CodeList(
        "EffortLaw",
        [
            .init("SoL", "socialtjänstlagen"), .init("LSS", "LSS"), .init("HSL", "hälso- och sjukvårdslagen"),
        ])
}

extension Rule {
    /// An effort of the list `efforts` names its unit when a unit does it.
    static let effortNamesUnit = Rule(
        .unitMissing, source: "fields.md, Effort: unit; HSL 16 kap. 4 §"
    ) { message in
        message.content.items("efforts").enumerated().compactMap { index, item in
            guard let effort = item.record, effort["unit"] == nil,
                ["region", "municipality", "private"].contains(effort.text("principal"))
            else { return nil }
            return FieldPath("content", "efforts").appending(item: index).appending("unit")
        }
    }
}
