/// What rules look for in fields, by the declaration alone.
struct FieldTraits: OptionSet, Sendable {
    let rawValue: UInt8

    /// A field that tells where a person lives or stays.
    static let place = FieldTraits(rawValue: 1)
    /// A code of an open list.
    static let openCode = FieldTraits(rawValue: 2)
    /// A part of which some fields may not all be missing.
    static let choice = FieldTraits(rawValue: 4)
    /// An HSA-id.
    static let hsaID = FieldTraits(rawValue: 8)
    /// Health or social data.
    static let sensitive = FieldTraits(rawValue: 16)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// What a value of a type holds, with all below it.
    init(_ type: FieldType) {
        switch type {
        case .scalar(let scalar): self = scalar === ScalarType.hsaID ? .hsaID : []
        case .closedCode: self = []
        case .openCode: self = .openCode
        case .part(let part):
            self = part.fields.reduce(into: part.atLeastOneOf.isEmpty ? [] : .choice) { $0.formUnion($1.holds) }
        case .list(_, let itemType, _): self.init(itemType)
        }
    }
}
