/// What became of an event at 1177, in the word that the sender reads in its receipt and in the message's status.
package enum PublicationResult: String, Sendable {
    /// The plan's newest version is there.
    case published
    /// The plan is there, marked as closed.
    case closed
    /// The plan is not there any more.
    case withdrawn
    /// Nothing was sent: a later event brings what is to be shown.
    case superseded
}
