import Messages

/// What the schemas say about a field in words.
enum SchemaText {
    /// The documentation of a field in English, with its condition, its basis and the codes of an open list.
    static func english(of field: Field) -> String {
        var text = field.documentation
        if case .conditional(let rule) = field.need { text += " \(rule)" }
        switch field.basis {
        case .law: text += " Basis: L."
        case .sensitive: text += " Basis: S."
        case .technical: break
        }
        return text + codes(of: field.type, "Open list") { EnglishName.words($0.value) }
    }

    /// What a field is in Swedish: its heading, whether it must be there, its basis and the codes of an open list.
    static func swedish(of field: Field) -> String {
        let need =
            switch field.need {
            case .required: "Obligatorisk."
            case .optional: "Frivillig."
            case .conditional: "Krävs eller nekas efter omständigheterna."
            }
        let basis =
            switch field.basis {
            case .law: " Grund: L."
            case .sensitive: " Grund: S, uppgift om hälsa eller sociala förhållanden."
            case .technical: ""
            }
        return "\(field.label). \(need)\(basis)" + codes(of: field.type, "Öppen lista", \.label)
    }

    /// The codes of a list with their meaning in both languages.
    static func meanings(of list: CodeList) -> String {
        list.codes.map { code in
            let english = EnglishName.words(code.value)
            return "\(code.value) = \(code.label)" + (english == code.value ? "" : " (\(english))")
        }.joined(separator: "; ")
    }

    private static func codes(
        of type: FieldType, _ heading: String, _ meaning: (CodeList.Code) -> String
    ) -> String {
        guard let list = openList(of: type) else { return "" }
        return " \(heading): " + list.codes.map { "\($0.value) = \(meaning($0))" }.joined(separator: "; ") + "."
    }

    private static func openList(of type: FieldType) -> CodeList? {
        switch type {
        case .openCode(let list): list
        case .list(_, let itemType, _): openList(of: itemType)
        case .scalar, .closedCode, .part: nil
        }
    }
}
