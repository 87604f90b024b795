import Messages

/// What the schemas say about a field in words.
enum SchemaText {
    /// The documentation of a field with its condition, its basis and the codes of an open list.
    static func documentation(of field: Field) -> String {
        var text = field.documentation
        if case .conditional(let rule) = field.need { text += " \(rule)" }
        switch field.basis {
        case .law: text += " Basis: L."
        case .sensitive: text += " Basis: S."
        case .technical: break
        }
        if let list = openList(of: field.type) {
            text += " Open list: " + list.codes.map { "\($0.value) = \($0.label)" }.joined(separator: "; ") + "."
        }
        return text
    }

    private static func openList(of type: FieldType) -> CodeList? {
        switch type {
        case .openCode(let list): list
        case .list(_, let itemType, _): openList(of: itemType)
        case .scalar, .closedCode, .part: nil
        }
    }
}
