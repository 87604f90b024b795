package import Messages

/// What a message does to another one that the gateway holds, besides going to its receivers.
///
/// Applied when the message is on disk, and again by every replay, so that cause and effect are one record.
package enum MessageEffect: Hashable, Sendable {
    /// It cancels a message of the same organisation (makulering).
    ///
    /// Deliveries never offered are settled as cancelled; about the wrong patient, all that nobody has taken.
    case cancels(MessageID, isWrongPatient: Bool)
    /// A named person of the first unit has read a message (kvittens), for itself and for the units after it.
    case reads(MessageID, by: [UnitID], at: Timestamp)
    /// A receiving system tells in a message of its own how a delivery fared.
    case answers(MessageID, by: UnitID, ReceiptOutcome)
    /// The person of the case had this id until now, and has that of the message from now on.
    case changesPatient(from: PatientKey)
    /// It says what the person of the case has answered about consent.
    case registersConsent(Consent)
    /// It withdraws a consent, from a moment on.
    case withdrawsConsent(MessageID, from: Timestamp)
    /// It lets units join the case, or leave it.
    case changesParties(PartyChange)
    /// The sending unit passes a message that it has got on to another unit of its organisation.
    case forwards(MessageID, to: UnitID)
    /// The sending unit got a message that was not for it, and is not to be shown it any more.
    case misdirects(MessageID)

    /// The message that it is about; nil when it is about the case.
    package var original: MessageID? {
        switch self {
        case .cancels(let original, _), .reads(let original, _, _), .answers(let original, _, _),
            .withdrawsConsent(let original, _), .forwards(let original, _), .misdirects(let original):
            original
        case .changesPatient, .registersConsent, .changesParties: nil
        }
    }

    /// The id that the person of the case had before; nil when it changes none.
    var formerPatient: PatientKey? {
        if case .changesPatient(let former) = self { former } else { nil }
    }

    /// How the parties of the case change; nil when they do not.
    package var partyChange: PartyChange? {
        if case .changesParties(let change) = self { change } else { nil }
    }
}

/// How a message fared, as an application receipt says.
package enum ReceiptOutcome: UInt8, Hashable, Sendable {
    /// The receiving system has taken it.
    case ok = 0
    /// It may be sent again later.
    case transient = 1
    /// It must not be sent again unchanged.
    case fatal = 2
}

/// The second level of receipt: what the receiving system, or the gateway in its stead, said of a delivery.
package struct ApplicationAnswer: Hashable, Sendable {
    /// How it fared.
    package let outcome: ReceiptOutcome
    /// When the disk was asked to keep it.
    package let at: Timestamp
}

/// The third level of receipt: a named person of the unit has read the message.
package struct Kvittens: Hashable, Sendable {
    /// When it was read, as the person's system says.
    package let readAt: Timestamp
    /// When the gateway got the kvittens.
    package let receivedAt: Timestamp
    /// The `ReadReceipt` that says who read it.
    package let receipt: MessageID
    /// The unit whose person read it; another one than the delivery's when an on-call unit read it on its behalf.
    package let by: UnitID
}

/// That a message has been cancelled by its sender.
package struct Cancellation: Hashable, Sendable {
    /// The `MessageCancelled`.
    package let by: MessageID
    /// When it was accepted.
    package let at: Timestamp
    /// Whether the message was about the wrong patient, so that nobody should read it any more.
    package let isWrongPatient: Bool
}
