/// An attribute of an element.
package struct XMLAttribute: Hashable, Sendable {
    /// The name without prefix.
    package let localName: String
    /// The namespace; nil when the attribute is in none.
    package let namespace: String?
    /// The value with its references resolved.
    package let value: String
}
