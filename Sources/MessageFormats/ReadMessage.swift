package import Messages

/// A message that was read, with what its sender should know though nothing is refused.
package struct ReadMessage: Sendable {
    /// The message, which fits its declaration and keeps the rules.
    package let message: Message
    /// Warnings, by codes whose `isWarning` is true.
    package let warnings: [Problem]

    /// A message with its warnings.
    package init(message: Message, warnings: [Problem]) {
        self.message = message
        self.warnings = warnings
    }
}
