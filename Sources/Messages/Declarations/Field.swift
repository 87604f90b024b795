/// One field of a message or of a part: the single declaration from which reading, writing, checking and schemas follow.
///
/// A class, though it never changes: it is shared by every message, and copying a value of many strings for each member costs
/// more than reading the member.
package final class Field: Sendable {
    /// Whether a field must be there.
    package enum Need: Sendable {
        case required
        case optional
        /// Required, or refused, by a rule beyond the schemas; the rule in words.
        case conditional(String)
    }

    /// What allows a field to be told.
    package enum Basis: Sendable {
        /// The law's content, or what routes, times or settles it (L).
        case law
        /// Health or social data: only with consent or after an assessment of harm (S).
        case sensitive
        /// Technical (–).
        case technical
    }

    /// The name on the wire, the same in XML and JSON.
    package let name: String
    /// What the value may be.
    package let type: FieldType
    /// Whether the field must be there.
    package let need: Need
    /// What allows the field to be told.
    package let basis: Basis
    /// The heading that people see, in Swedish.
    package let label: String
    /// What the field means, in English, with the source of an outside rule.
    package let documentation: String
    /// Whether the field tells where a person lives or stays, which protected identity forbids.
    package let tellsPlace: Bool

    /// What the field is or holds somewhere below it.
    let traits: FieldTraits

    /// Declares a field; the arguments stand in the order of the field lists' columns.
    package init(
        _ name: String, _ type: FieldType, _ need: Need, _ basis: Basis, _ label: String, _ documentation: String,
        tellsPlace: Bool = false
    ) {
        self.name = name
        self.type = type
        self.need = need
        self.basis = basis
        self.label = label
        self.documentation = documentation
        self.tellsPlace = tellsPlace
        var traits = FieldTraits(of: type)
        if tellsPlace { traits.formUnion(FieldTraits(.place)) }
        if case .sensitive = basis { traits.formUnion(FieldTraits(.sensitive)) }
        self.traits = traits
    }

    /// Whether the schemas demand the field.
    package var isRequired: Bool {
        if case .required = need { true } else { false }
    }
}
