internal import Messages
internal import Queues

/// What is to be done about a dead letter, and by whom, for the operator in both languages.
///
/// Where the gateway itself has said what is wrong, its code decides, however the attempts ended: a plan that 1177 breaks
/// on, and a message that the disk does not give, die with their attempts spent, and no receiver can mend either. A code
/// that a receiver gave, or none, leaves the cause.
struct DeadLetterAdvice {
    let mender: RejectionCode.Mender
    let english: String
    let swedish: String

    init(cause: DeathCause, fault: DeliveryFault) {
        let code = RejectionCode(text: fault.code)
        if cause == .unreadable {
            (mender, english, swedish) = (.operator, Self.unreadable.english, Self.unreadable.swedish)
            return
        }
        if let code, let swedish = Self.swedish(for: code) {
            mender = code.mendBy
            english = code.advice
            self.swedish = swedish
            return
        }
        switch cause {
        case .rejected:
            mender = code?.mendBy ?? .sender
            english =
                code?.advice
                ?? "The receiver refused the message. Mend what its code and reason say, then retry; or let the sender send a "
                + "corrected message."
            swedish =
                code.map { "\($0.swedish) Åtgärda det som koden och skälet anger och försök igen." }
                ?? "Mottagaren tog inte emot meddelandet. Åtgärda det som koden och skälet anger och försök igen, eller be "
                + "avsändaren skicka ett rättat meddelande. Ring kontakten om det är bråttom."
        case .poison:
            mender = .operator
            english =
                "Whoever fetched the message never answered: each time the lease ran out, or the gateway was started anew. Look "
                + "in the logs of the receiver's system and of the gateway whether this message is what ends them; have "
                + "that mended, then retry."
            swedish =
                "Den som hämtade meddelandet svarade aldrig: varje gång gick tiden för svar ut, eller så startades växeln "
                + "om. Se i loggarna för mottagarens system och för växeln om det är meddelandet som får dem att stanna, få "
                + "det åtgärdat och försök sedan igen."
        case .attemptsSpent, .timeSpent, .unreadable:
            mender = .receiver
            english =
                "The receiver's system fetched the message again and again without completing it. Call the contact, have "
                + "the system mended, then retry."
            swedish =
                "Mottagarens system hämtade meddelandet flera gånger utan att bekräfta det. Ring kontakten, få systemet "
                + "åtgärdat och försök sedan igen."
        }
    }

    /// Of a message of which nothing is left but its place: nobody could be told.
    private static let unreadable = (
        english:
            "The disk does not give the stored message back. Have the disk looked at and the file put back from a backup, "
            + "then retry; or put the dead letter aside. The sender has not been told: find the sender by the message's id "
            + "and have the message sent again.",
        swedish:
            "Disken lämnar inte tillbaka det lagrade meddelandet. Låt kontrollera disken och återställ filen från en "
            + "säkerhetskopia och försök sedan igen, eller lägg undan meddelandet. Avsändaren har inte fått besked: sök "
            + "avsändaren med meddelandets id och be om att meddelandet skickas igen."
    )

    /// What `RejectionCode.advice` says, in Swedish, of the codes that the gateway itself gives dead letters.
    private static func swedish(for code: RejectionCode) -> String? {
        switch code {
        case .personIDNotPublishable:
            "Be avsändaren skicka en ny version av planen när personen har personnummer eller samordningsnummer."
        case .carePlanTooLarge:
            "Be avsändaren skicka en kortare version av planen."
        case .publicationRefused:
            "Se i 1177-tjänstens logg vad som är fel med dokumentet, åtgärda det och försök igen."
        case .receiptRefused:
            "Se i det systemets logg varför det inte tar emot kvittensen, få det åtgärdat och försök igen."
        case .deliveryGivenUp:
            "Ring mottagarens kontakt, få systemet åtgärdat och försök sedan igen."
        case .storedMessageUnreadable:
            "Kör den version av växeln som tog emot meddelandet, eller anmäl felet; innehållet ligger kvar i mappen."
        case .storedMessageLost:
            "Låt kontrollera disken, återställ lagret från säkerhetskopian och be avsändaren skicka meddelandet igen."
        default: nil
        }
    }
}
