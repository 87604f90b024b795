extension MessageType {
    /// Lägg till eller byt part: which units take part in the case from now on.
    package static let partyChanged = MessageType(
        name: "PartyChanged", title: "Lägg till eller byt part",
        summary: "Units join the case or leave it; what goes to the parties of the case follows.",
        process: .general, sensitivity: 1, legalBasis: "the one that the sender states",
        deadline: "before the next message of the case", receipts: [.transport, .application, .kvittens],
        fields: [
            Field(
                "added", .list(of: .part(.partyUnit), item: "party"),
                .conditional("Required when no unit is removed."), .law, "Nya parter", "The units that join."),
            Field(
                "removed", .list(of: .part(.partyUnit), item: "party"),
                .conditional("Required when no unit is added."), .law, "Parter som lämnar",
                "The units that leave: they keep what they have, and get no more as parties of the case."),
            Field("from", .when, .required, .law, "Från", "When the change takes effect."),
            Field(
                "reason", .openCode(.partyChangeReason), .optional, .law, "Orsak", "Why the parties change."),
            Field("note", .text, .optional, .sensitive, "Kommentar", "What the units should know about it."),
        ],
        rules: [.partiesDoChange])
}

extension Part {
    fileprivate static let partyUnit = Part(
        "PartyUnit", "Part i ärendet",
        [
            Field("hsaId", .hsaID, .required, .law, "HSA-id", "The unit's HSA-id."),
            Field("name", .string, .required, .law, "Namn", "The unit's name as people know it."),
        ])
}

extension CodeList {
    fileprivate static let partyChangeReason = CodeList(
        "PartyChangeReason",
        [
            .init("needed", "behövs i planeringen"), .init("notNeeded", "behövs inte längre"),
            .init("moved", "personen har flyttat"), .init("listedElsewhere", "listad på annan enhet"),
            .init("wrongUnit", "fel enhet"), .init("other", "annan"),
        ])
}

extension Rule {
    fileprivate static let partiesDoChange = Rule(
        .partiesUnchanged, source: "catalogue.md, PartyChanged: unit added/removed"
    ) { message in
        let added = units("added", in: message)
        let removed = units("removed", in: message)
        guard !added.isEmpty || !removed.isEmpty else { return [FieldPath("content", "added")] }
        return removed.enumerated().compactMap { index, unit in
            added.contains(unit) ? FieldPath("content", "removed").appending(item: index).appending("hsaId") : nil
        }
    }

    private static func units(_ list: String, in message: Message) -> [UnitID?] {
        message.content.items(list).map { $0.record?.text("hsaId").flatMap { UnitID($0) } }
    }
}
