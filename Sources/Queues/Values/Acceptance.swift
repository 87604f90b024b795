package import Messages

/// The content of a transport receipt: the same for a message however often it is sent.
package struct Acceptance: Hashable, Sendable {
    /// The message's own id.
    package let messageID: MessageID
    /// When it was first accepted; a resend does not change it.
    package let acceptedAt: Timestamp
    /// Its receivers as they were fixed then.
    package let recipients: [Recipient]
    /// What its sender should know; empty when there is nothing.
    package let warnings: [AcceptanceWarning]
}

extension Acceptance {
    /// The receipt of a message that is accepted at that moment.
    init(of message: IncomingMessage, at moment: Timestamp) {
        self.init(
            messageID: message.id, acceptedAt: moment, recipients: message.recipients, warnings: message.warnings)
    }
}

/// What became of a message that was offered for storage.
package enum AcceptOutcome: Hashable, Sendable {
    /// It is new, and the disk has it.
    case accepted(Acceptance)
    /// The disk had it already; the content of the first answer.
    case duplicate(Acceptance)
    /// It contradicts what is stored; nothing was stored.
    case conflict(AcceptConflict)
}

/// How a message contradicts what is stored.
package enum AcceptConflict: Hashable, Sendable {
    /// The same sender used the message id for other content.
    case otherContent
    /// Another unit has used the message id; nothing more may be told.
    case otherSender
    /// The transmission id came with another message.
    case transmissionSeen
    /// The case that it names is about another patient.
    case caseOfOtherPatient
    /// Another kvittens has come before it for every unit that it names.
    case alreadyRead
}
