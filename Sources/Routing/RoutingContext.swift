package import Messages

/// What the gateway knows about a message beyond the message itself and the directory.
///
/// Plain values, put together before routing, so that routing stays a question of the same input and the same answer.
package struct RoutingContext: Hashable, Sendable {
    /// A destination that got the original of a cancellation.
    package struct OriginalRecipient: Hashable, Sendable {
        /// Where the original went.
        package let destination: Destination
        /// The name that the destination had then.
        package let name: String

        /// Names a destination that got the original.
        package init(_ destination: Destination, name: String) {
            self.destination = destination
            self.name = name
        }
    }

    /// The units that take part in the message's case, the sender apart; empty when none are known.
    package var caseParties: [UnitID]
    /// The unit where the patient is listed, as an earlier message of the case has it.
    package var listedUnit: UnitID?
    /// Who got the message that a cancellation is about, in the order of its routing; nil when that message is unknown.
    package var originalRecipients: [OriginalRecipient]?
    /// The sender of the message that a receipt, or the notice that it was misdirected, is about; nil when that message is unknown.
    package var originalSender: UnitID?
    /// The 1177 publishing service, queued or skipped; nil when the message does not concern it.
    package var publication: RoutedRecipient?

    /// Takes what is known; an empty context knows nothing.
    package init(
        caseParties: [UnitID] = [], listedUnit: UnitID? = nil, originalRecipients: [OriginalRecipient]? = nil,
        originalSender: UnitID? = nil, publication: RoutedRecipient? = nil
    ) {
        self.caseParties = caseParties
        self.listedUnit = listedUnit
        self.originalRecipients = originalRecipients
        self.originalSender = originalSender
        self.publication = publication
    }
}
