extension RejectionCode {
    /// The message id is already used by another message.
    package static let messageIDConflict = RejectionCode(
        "VX-1601", 409, .sender,
        "The message id is already used by another message.",
        "Meddelande-id används redan av ett annat meddelande.",
        advice: "Give a changed message a new messageId.")
    /// The transmission id is already used by another message.
    package static let transmissionConflict = RejectionCode(
        "VX-1602", 409, .sender,
        "The transmission id is already used by another message.",
        "Sändnings-id används redan av ett annat meddelande.",
        advice: "Give every attempt a new transmissionId.")
    /// The lease is lost.
    package static let leaseLost = RejectionCode(
        "VX-1603", 410, .receiver,
        "The lease is lost.",
        "Hämtningen gäller inte längre.",
        advice: "Poll again; the delivery may come anew.")
    /// The dead letter is already retried or discarded.
    package static let deadLetterGone = RejectionCode(
        "VX-1606", 410, .operator,
        "The dead letter is already retried or discarded.",
        "Det obeställbara meddelandet är redan återsänt eller kasserat.",
        advice: "List the dead letters again.")
    /// The dead letter is not known.
    package static let deadLetterUnknown = RejectionCode(
        "VX-1607", 404, .operator,
        "The dead letter is not known.",
        "Det obeställbara meddelandet är inte känt.",
        advice: "List the dead letters again.")
    /// The delivery is not known.
    package static let deliveryUnknown = RejectionCode(
        "VX-1605", 404, .receiver,
        "The delivery is not known.",
        "Leveransen är inte känd.",
        advice: "Check the delivery id.")
    /// The delivery cannot take this kvittens: it has another one, or has not been read, or takes none.
    package static let kvittensConflict = RejectionCode(
        "VX-1608", 409, .receiver,
        "The delivery cannot take this kvittens: it has another one, or has not been read, or takes none.",
        "Leveransen kan inte ta emot kvittensen: den har redan en annan, är inte hämtad eller ska inte kvitteras.",
        advice: "Look at the state of the message.")

    /// The unit has accepted the message before.
    package static let answeredBefore = RejectionCode(
        "VX-1609", 409, .receiver,
        "The unit has accepted the message before.",
        "Enheten har redan tagit emot meddelandet.",
        advice: "Nothing needs to be done.")

    /// VX-16xx: the queue and its leases.
    static let queue: [RejectionCode] = [
        .messageIDConflict, .transmissionConflict, .leaseLost, .deliveryUnknown, .deadLetterGone,
        .deadLetterUnknown, .kvittensConflict, .answeredBefore,
    ]
}
