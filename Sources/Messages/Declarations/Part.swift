/// A named group of fields: an address, a person, the content of a message.
///
/// A class, though it never changes: it is shared by every message, and copying a value of many strings for each member costs
/// more than reading the member.
package final class Part: Sendable {
    /// The name of the part's type in the schemas, unique in the catalogue.
    package let name: String
    /// What the part is, in Swedish.
    package let label: String
    /// The fields in their order on the wire.
    package let fields: [Field]
    /// Fields of which at least one must be there; empty when any may be missing.
    package let atLeastOneOf: [String]
    /// The traits of the fields, in their order.
    let traits: [FieldTraits]

    /// Declares a part.
    package init(_ name: String, _ label: String, atLeastOneOf: [String] = [], _ fields: [Field]) {
        self.name = name
        self.label = label
        self.fields = fields
        self.atLeastOneOf = atLeastOneOf
        traits = fields.map(\.traits)
    }

    /// The field of a name; nil when the part has none.
    package func field(named name: String) -> Field? {
        fields.first { $0.name == name }
    }
}
