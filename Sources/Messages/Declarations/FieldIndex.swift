/// The fields of a part in their order, and which of them lead to a trait, so that who looks for it goes nowhere else.
struct FieldIndex: Sendable {
    private let byTrait: [[Field]]

    init(_ fields: [Field]) {
        byTrait = FieldTrait.allCases.map { trait in fields.filter { $0.traits.contains(FieldTraits(trait)) } }
    }

    /// The fields that have a trait or hold one that does.
    func fields(holding trait: FieldTrait) -> [Field] { byTrait[trait.rawValue] }
}
