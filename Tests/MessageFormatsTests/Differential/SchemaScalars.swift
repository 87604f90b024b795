import Messages

/// The kinds of single values that the catalogue uses, gathered from its declarations.
enum SchemaScalars {
    /// Each once, by its name.
    static let all: [ScalarType] = {
        var found: [String: ScalarType] = [:]
        gather(Head.fields, into: &found)
        for type in MessageCatalogue.standard.types { gather(type.content.fields, into: &found) }
        return found.values.sorted { $0.name < $1.name }
    }()

    private static func gather(_ fields: [Field], into found: inout [String: ScalarType]) {
        for field in fields { gather(field.type, into: &found) }
    }

    private static func gather(_ type: FieldType, into found: inout [String: ScalarType]) {
        switch type {
        case .scalar(let scalar): found[scalar.name] = scalar
        case .part(let part): gather(part.fields, into: &found)
        case .list(_, let itemType, _): gather(itemType, into: &found)
        case .closedCode, .openCode: break
        }
    }
}
