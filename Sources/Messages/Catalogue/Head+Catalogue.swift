extension Head {
    /// The members before `content` as they stand in a catalogue: `type` names the types of that one.
    package static func fields(of catalogue: MessageCatalogue) -> [Field] {
        let names = CodeList.messageTypeNames(of: catalogue)
        return fields.map { field in
            guard field.name == "type" else { return field }
            return Field(field.name, .closedCode(names), field.need, field.basis, field.label, field.documentation)
        }
    }
}
