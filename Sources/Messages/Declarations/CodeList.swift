/// A list of codes with their meaning in Swedish.
///
/// A class, though it never changes: it is shared by every message, and copying a value of many strings for each member costs
/// more than reading the member.
package final class CodeList: Sendable {
    /// One code.
    package struct Code: Sendable {
        /// The value on the wire.
        package let value: String
        /// The meaning that people see, in Swedish.
        package let label: String

        /// Declares a code with its label.
        package init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    /// The name of the list in the schemas.
    package let name: String
    /// The codes in the order in which people see them.
    package let codes: [Code]

    /// Declares a list.
    package init(_ name: String, _ codes: [Code]) {
        self.name = name
        self.codes = codes
    }

    /// Whether the list has the code.
    package func contains(_ value: String) -> Bool {
        codes.contains { $0.value == value }
    }
}
