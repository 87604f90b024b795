package import Messages

/// What was answered when a message was accepted; a duplicate gets the same again.
package struct Acceptance: Hashable, Sendable {
    package let messageID: MessageID
    package let acceptedAt: Timestamp
    package let recipients: [Recipient]
    package let warnings: [AcceptanceWarning]
}

/// What becomes of a message that is handed over.
package enum AcceptOutcome: Hashable, Sendable {
    /// It is on disk, once.
    case accepted(Acceptance)
    /// It was on disk before; nothing was queued.
    case duplicate(Acceptance)
    /// Its ids have been used for something else; nothing was queued.
    case conflict(AcceptConflict)
}

/// Which of its ids a message shares with another one.
package enum AcceptConflict: Hashable, Sendable {
    /// The same message id, the same sender, other content.
    case otherContent
    /// The same message id from another sending unit, which must learn nothing from the answer.
    case otherSender
    /// A new message id with a transmission id that has been used.
    case transmissionSeen
}
