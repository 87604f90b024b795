package import Messages

/// What routing has decided: where a message goes, and what is odd about that.
package struct Routed: Hashable, Sendable {
    /// The destinations in the order of their finding, each once, those that are passed over among them.
    package let recipients: [RoutedRecipient]
    /// What refuses nothing and yet should be told; paths are JSON Pointers.
    package let warnings: [Problem]

    /// Takes what was decided.
    package init(recipients: [RoutedRecipient], warnings: [Problem] = []) {
        self.recipients = recipients
        self.warnings = warnings
    }
}
