import Messages

/// One field as the pages of the catalogue tell it.
struct FieldRow {
    /// Where a type is told of.
    enum Link {
        case scalar(String)
        case part(String)
        case list(String)
        /// The fields of a part that only this type has: they follow as rows of their own.
        case here

        /// What the link shows.
        var name: String {
            switch self {
            case .scalar(let name), .part(let name), .list(let name): name
            case .here: "object"
            }
        }
    }

    /// The way to the field, with `[]` after a list: `content.relatives[].name`.
    let path: String
    let field: Field
    let link: Link
    /// Whether the value is `{code, text}` of an open list.
    let isOpen: Bool
    /// How many items at least, when it is a list.
    let minimum: Int?

    /// The rows of fields in their order, those of parts without a section of their own among them.
    static func rows(_ fields: [Field], inside path: String, linking sections: Set<String>) -> [FieldRow] {
        fields.flatMap { field -> [FieldRow] in
            var type = field.type
            var minimum: Int?
            while case .list(_, let itemType, let least) = type { (type, minimum) = (itemType, least) }
            let place = path + field.name + (minimum == nil ? "" : "[]")
            var (isOpen, inner): (Bool, [Field]) = (false, [])
            let link: Link
            switch type {
            case .scalar(let scalar): link = .scalar(scalar.name)
            case .closedCode(let list): link = .list(list.name)
            case .openCode(let list): (link, isOpen) = (.list(list.name), true)
            case .part(let part) where sections.contains(part.name): link = .part(part.name)
            case .part(let part): (link, inner) = (.here, part.fields)
            case .list: return []
            }
            let row = FieldRow(path: place, field: field, link: link, isOpen: isOpen, minimum: minimum)
            return [row] + rows(inner, inside: place + ".", linking: sections)
        }
    }

    /// The kind of value in words, apart from the name of its type.
    var kind: String {
        let value = isOpen ? "open code list" : ""
        guard minimum != nil else { return value }
        return value.isEmpty ? "list of" : "list of \(value)"
    }

    /// Whether it must be there, in a word.
    var need: String {
        switch field.need {
        case .required: "required"
        case .optional: "optional"
        case .conditional: "conditional"
        }
    }

    /// The rule of a conditional field.
    var condition: String? {
        if case .conditional(let rule) = field.need { rule } else { nil }
    }

    /// What allows the field to be told: L, S or nothing in particular.
    var basis: String {
        switch field.basis {
        case .law: "L"
        case .sensitive: "S"
        case .technical: "–"
        }
    }
}
