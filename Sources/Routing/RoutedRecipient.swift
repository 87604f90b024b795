package import Messages

/// A destination that a message goes to, or would have gone to, with the reason.
package struct RoutedRecipient: Hashable, Sendable {
    /// Why a destination does not get the message although a subscription or rule pointed to it.
    package struct Skip: Hashable, Sendable {
        /// The reason, by the catalogue of codes.
        package let code: RejectionCode
        /// English, without values from the message.
        package let detail: String
    }

    /// Where it goes.
    package let destination: Destination
    /// The name people know the destination by.
    package let name: String
    /// Why it gets the message: `addressed as unit`, `subscription`.
    package let why: String
    /// Set when the destination is left out.
    package let skipped: Skip?

    init(destination: Destination, name: String, why: String, skipped: Skip? = nil) {
        self.destination = destination
        self.name = name
        self.why = why
        self.skipped = skipped
    }
}
