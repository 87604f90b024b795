/// A rule beyond the schemas: what it is called when broken, where it comes from, and how it is checked.
///
/// A class, though it never changes: it is asked about every message, and copying its many strings each time costs more than
/// asking.
package final class Rule: Sendable {
    /// The code of a problem, or of a warning, that the rule gives.
    package let code: RejectionCode
    /// Where the rule comes from: a law, a contract, a field list.
    package let source: String
    private let check: @Sendable (Message) -> [FieldPath]

    /// Makes a rule whose check names every place where the message breaks it.
    package init(_ code: RejectionCode, source: String, check: @escaping @Sendable (Message) -> [FieldPath]) {
        self.code = code
        self.source = source
        self.check = check
    }

    /// The places where a message breaks the rule; none when it keeps it.
    package func violations(in message: Message) -> [FieldPath] { check(message) }
}
