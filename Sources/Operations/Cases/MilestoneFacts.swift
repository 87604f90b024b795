internal import MessageFormats
internal import Messages

/// What a message says of its milestones: when, and what clocks need; taken out of the message when it has been decoded.
///
/// No patient identifier and no free text is among it, whatever the declaration names: of a part only the members that can
/// hold neither, of an open list only the codes that it has.
struct MilestoneFacts: Sendable {
    /// When a step happened or is to happen: a date or a moment, as it was sent.
    let moments: [Milestone.Step: String]
    /// The declared facts, in the order of the declaration.
    let facts: [(String, APIValue)]

    /// Takes the facts out of a message; nil when its type is no milestone.
    init?(_ message: Message) {
        guard let milestone = message.type.milestone else { return nil }
        moments = Dictionary(
            milestone.steps.compactMap { step in milestone.moment(of: step, in: message.content).map { (step, $0) } },
            uniquingKeysWith: { first, _ in first })
        facts =
            Self.members(milestone.facts.compactMap(message.type.content.field), of: message.content)
            + (milestone.steps.contains(where: Self.needsPayer) ? Self.payer(of: message) : [])
    }

    /// A fact by its name; nil when it was not sent.
    subscript(name: String) -> APIValue? {
        facts.first { $0.0 == name }?.1
    }

    /// Whether who pays is reckoned from a step.
    ///
    /// Source: lag (2017:612) 5 kap. 2 §.
    private static func needsPayer(_ step: Milestone.Step) -> Bool { step == .admitted || step == .ready }

    /// What of the head tells who pays: where the person is registered, and whether in Sweden at all.
    private static func payer(of message: Message) -> [(String, APIValue)] {
        guard let patient = message.patient else { return [] }
        let members: [(String, APIValue)] =
            [("idType", .text(patient.idType.rawValue))]
            + (patient.municipalityCode.map { [("municipalityCode", .text($0))] } ?? [])
        return [("patient", .object(members))]
    }

    /// A code of a message's content; nil when it was not sent, or its list does not have it.
    static func listedCode(_ name: String, of message: Message) -> String? {
        guard case .openCode(let list)? = message.type.content.field(named: name)?.type,
            let code = message.content.record(name)?.text("code"), list.contains(code)
        else { return nil }
        return code
    }

    private static func members(_ fields: [Field], of record: Record) -> [(String, APIValue)] {
        fields.compactMap { field in
            guard let value = record[field.name], let told = told(value, as: field.type) else { return nil }
            return (field.name, told)
        }
    }

    private static func told(_ value: Value, as type: FieldType) -> APIValue? {
        switch (type, value) {
        case (.scalar(let scalar), _): scalar.isFreeText ? nil : told(value)
        case (.closedCode, _): told(value)
        case (.openCode(let list), .record(let record)):
            record.text("code").flatMap { list.contains($0) ? .object([("code", .text($0))]) : nil }
        case (.part(let part), .record(let record)):
            APIValue.object(members(part.fields, of: record)).unlessEmpty.ifPresent
        case (.list(let item, let type, _), .list(let values)):
            .list(item: item, values.compactMap { told($0, as: type) })
        case (.openCode, _), (.part, _), (.list, _): nil
        }
    }

    private static func told(_ value: Value) -> APIValue? {
        switch value {
        case .text(let text): .text(text)
        case .integer(let integer): .integer(integer)
        case .boolean(let boolean): .boolean(boolean)
        case .record, .list: nil
        }
    }
}

extension APIValue {
    fileprivate var ifPresent: APIValue? { isPresent ? self : nil }
}
