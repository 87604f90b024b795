// What the messages of compulsory care share: LPT is lag (1991:1128), LRV is lag (1991:1129).

extension Part {
    /// A decision by which compulsory care changes.
    static let compulsoryDecision = Part(
        "CompulsoryDecision", "Beslut om tvångsvård",
        [
            Field("decidedAt", .dateTime, .required, .law, "Beslutat", "When it was decided."),
            Field(
                "decidedBy", .closedCode(.compulsoryDecider), .required, .law, "Beslutat av",
                "The court, or the chefsöverläkare."),
            Field("court", .string, .optional, .law, "Domstol", "The administrative court that decided."),
            Field("reference", .string, .optional, .law, "Målnummer", "The number of the case in court."),
            Field("chiefPhysician", .part(.person), .optional, .law, "Chefsöverläkare", "Who decided or applied."),
            Field(
                "appealed", .boolean, .optional, .sensitive, "Överklagat", "Whether the decision has been appealed."),
        ])

    /// A special condition that a person in open compulsory care lives by.
    static let specialCondition = Part(
        "SpecialCondition", "Särskilt villkor",
        [
            Field("kind", .openCode(.specialConditionKind), .required, .sensitive, "Slag", "What it is about."),
            Field("text", .text, .required, .sensitive, "Villkor", "What the person is to do or to let be."),
        ])
}

extension CodeList {
    /// The law that a person is in compulsory care by.
    static let compulsoryLaw = CodeList(
        "CompulsoryLaw",
        [
            .init("LPT", "lag (1991:1128) om psykiatrisk tvångsvård"),
            .init("LRV", "lag (1991:1129) om rättspsykiatrisk vård"),
        ])
    fileprivate static let compulsoryDecider = CodeList(
        "CompulsoryDecider", [.init("court", "förvaltningsdomstol"), .init("chiefPhysician", "chefsöverläkare")])
    fileprivate static let specialConditionKind = CodeList(
        "SpecialConditionKind",
        [
            .init("medication", "läkemedel"), .init("contact", "kontakt med viss person eller enhet"),
            .init("residence", "boende"), .init("sobriety", "nykterhet och drogfrihet"),
            .init("treatment", "behandling"), .init("notVisiting", "inte besöka viss plats eller person"),
            .init("other", "annat"),
        ])
}

extension Rule {
    /// The head's legal basis is one of the two laws of compulsory care.
    static let basisOfCompulsoryCare = basis(is: ["lag-1991-1128", "lag-1991-1129"])
    /// The head's legal basis is LPT.
    static let basisIsLPT = basis(is: ["lag-1991-1128"])
    /// The head's legal basis is LRV.
    static let basisIsLRV = basis(is: ["lag-1991-1129"])

    private static func basis(is allowed: Set<String>) -> Rule {
        Rule(.basisNotCompulsory, source: "catalogue.md, Tvångsvårdsprocessen: LPT, LRV; fields.md, head: legalBasis") {
            message in allowed.contains(message.legalBasis) ? [] : [FieldPath("legalBasis")]
        }
    }

    /// The law that the content names is the one that the head rests on.
    static let lawIsBasis = Rule(
        .lawNotBasis, source: "catalogue.md, Tvångsvårdsprocessen: law (LPT/LRV); fields.md, head: legalBasis"
    ) { message in
        switch (message.content.text("law"), message.legalBasis) {
        case ("LPT", "lag-1991-1129"), ("LRV", "lag-1991-1128"): [FieldPath("content", "law")]
        default: []
        }
    }

    /// Two days of the content come one after the other, or are the same.
    ///
    /// A day and a moment are compared by the Swedish calendar; fields that are missing are in order.
    ///
    /// - Parameters:
    ///   - earlier: the way to the first in the content, with dots.
    ///   - later: the way to the second.
    /// - Returns: the rule, which names the second.
    static func inOrder(_ earlier: String, _ later: String) -> Rule {
        Rule(.daysInWrongOrder, source: "catalogue.md, the dates of each message") { message in
            guard let first = message.content.swedishDay(at: earlier),
                let second = message.content.swedishDay(at: later),
                second < first
            else { return [] }
            return [FieldPath(steps: (["content"] + later.split(separator: ".").map(String.init)).map { .member($0) })]
        }
    }
}

extension Record {
    /// The day by the Swedish calendar that a date or a moment stands for; nil when there is none.
    func swedishDay(at path: String) -> CivilDate? {
        var record: Record? = self
        let names = path.split(separator: ".").map(String.init)
        for name in names.dropLast() { record = record?.record(name) }
        guard let text = names.last.flatMap({ record?.text($0) }) else { return nil }
        return CivilDate(text) ?? Timestamp(rfc3339: text)?.swedishDate
    }
}
