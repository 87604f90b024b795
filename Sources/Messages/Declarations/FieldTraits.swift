/// The traits of a field and of all below it.
struct FieldTraits: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(_ trait: FieldTrait) {
        rawValue = 1 << trait.rawValue
    }

    /// What a value of a type holds, with all below it.
    init(of type: FieldType) {
        switch type {
        case .scalar(let scalar): self = scalar === ScalarType.hsaID ? FieldTraits(.hsaID) : []
        case .closedCode: self = []
        case .openCode: self = FieldTraits(.openCode)
        case .part(let part):
            self = part.fields.reduce(into: FieldTraits(ofItself: part)) { $0.formUnion($1.traits) }
        case .list(_, let itemType, _): self.init(of: itemType)
        }
    }

    /// What a part is, whatever is in it; told by its name, since a part may be asked about while it is being declared.
    private init(ofItself part: Part) {
        self = part.atLeastOneOf.isEmpty ? [] : FieldTraits(.choice)
        switch part.name {
        case "Attachment": insert(FieldTraits(.attachment))
        case "Adl", "CompleteAdl": insert(FieldTraits(.adl))
        default: break
        }
    }
}
