package import Messages

/// A destination that a message goes to, or would have gone to, with the reason.
package struct RoutedRecipient: Hashable, Sendable {
    /// Why a destination does not get the message although a subscription or rule pointed to it.
    package struct Skip: Hashable, Sendable {
        /// The reason, by the catalogue of codes.
        package let code: RejectionCode
        /// English, without values from the message.
        package let detail: String

        /// Takes a reason and what to say about it.
        package init(code: RejectionCode, detail: String) {
            self.code = code
            self.detail = detail
        }
    }

    /// Where it goes.
    package let destination: Destination
    /// The name people know the destination by.
    package let name: String
    /// The organisation of the unit; nil for 1177, and for a unit that the directory no longer has.
    package let organisation: OrganisationID?
    /// Why it gets the message: `addressed as unit`, `subscription`.
    package let why: String
    /// Set when the destination is left out.
    package let skipped: Skip?

    /// Takes a destination with the reason, and what keeps the message from it.
    package init(
        destination: Destination, name: String, organisation: OrganisationID? = nil, why: String, skipped: Skip? = nil
    ) {
        self.destination = destination
        self.name = name
        self.organisation = organisation
        self.why = why
        self.skipped = skipped
    }

    /// The same recipient, left out for a reason that its code tells whole.
    package func skipped(for code: RejectionCode) -> RoutedRecipient {
        RoutedRecipient(
            destination: destination, name: name, organisation: organisation, why: why,
            skipped: Skip(code: code, detail: code.english))
    }

    /// The same recipient, reached another way.
    package func sent(to destination: Destination) -> RoutedRecipient {
        RoutedRecipient(
            destination: destination, name: name, organisation: organisation, why: why, skipped: skipped)
    }

    /// A unit of the directory.
    init(_ unit: Unit, why: String, skipped: Skip? = nil) {
        self.init(
            destination: Destination(unit.id), name: unit.name, organisation: unit.organisation, why: why,
            skipped: skipped)
    }
}
