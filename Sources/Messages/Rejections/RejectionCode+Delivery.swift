extension RejectionCode {
    /// The person does not wish the plan on 1177; said as the reason why it is not published.
    package static let publicationNotWanted = RejectionCode(
        "VX-1701", 422, .sender, "The plan is not to be shown on 1177: the person does not wish it.",
        "Planen visas inte på 1177: personen vill inte det.",
        advice: "Nothing to do. Send a new version of the plan if the wish changes.")

    /// The care giver has not approved that the person sees the plan.
    package static let publicationNotApproved = RejectionCode(
        "VX-1702", 422, .sender, "The plan is not to be shown on 1177: the care giver has not approved it.",
        "Planen visas inte på 1177: vårdgivaren har inte godkänt det.",
        advice: "Nothing to do. Send a new version of the plan once it is approved.")

    /// 1177 needs care unit and care giver, and neither message nor directory names them.
    package static let careGiverMissing = RejectionCode(
        "VX-1703", 422, .directory, "The plan cannot be shown on 1177: its care unit or care giver is not known.",
        "Planen kan inte visas på 1177: vårdenhet eller vårdgivare saknas.",
        advice: "Enter careUnit and careGiver of the sending unit in the directory; the plan is held and goes out then."
    )

    /// 1177 has no OID for the kind of person id.
    package static let personIDNotPublishable = RejectionCode(
        "VX-1704", 422, .sender, "The plan cannot be shown on 1177: that kind of person id is not known there.",
        "Planen kan inte visas på 1177: den sortens person-id är okänd där.",
        advice: "Send a new version of the plan once the person has a personnummer or samordningsnummer.")

    /// The plan is longer than 1177 takes inline.
    package static let carePlanTooLarge = RejectionCode(
        "VX-1705", 422, .sender, "The plan cannot be shown on 1177: it is longer than 100 kB.",
        "Planen kan inte visas på 1177: den är längre än 100 kB.", advice: "Send a shorter version of the plan.")

    /// The publishing service will not take the plan as it is.
    package static let publicationRefused = RejectionCode(
        "VX-1706", 422, .operator, "The 1177 publishing service refused the plan.",
        "1177:s publiceringstjänst tog inte emot planen.",
        advice: "Read the service's log for the document; mend what it names, then retry the dead letter.")

    /// The gateway has given a delivery up.
    package static let deliveryGivenUp = RejectionCode(
        "VX-1707", 504, .operator, "The receiver did not complete the delivery; the gateway has given it up.",
        "Mottagaren bekräftade inte leveransen; växeln har gett upp.",
        advice: "Call the receiver's contact, have its system mended, then retry the dead letter.")

    /// The stored bytes cannot be decoded by this version.
    package static let storedMessageUnreadable = RejectionCode(
        "VX-1708", 500, .operator, "The stored message cannot be read by this version of the gateway.",
        "Det lagrade meddelandet kan inte läsas av den här versionen av växeln.",
        advice: "Run the version that accepted it, or report the fault; the bytes are kept in the dead letter.")

    /// The disk does not give a stored message back.
    package static let storedMessageLost = RejectionCode(
        "VX-1709", 500, .operator, "The stored message cannot be read back from the disk.",
        "Det lagrade meddelandet kan inte läsas från disken.",
        advice: "Have the disk looked at, restore the store from a backup, and let the sender send the message again.")
    /// Nothing of the plan is on 1177, so there is nothing to change.
    package static let nothingPublished = RejectionCode(
        "VX-1710", 422, .sender,
        "Nothing of the plan is on 1177, so there is nothing to change.",
        "Inget av planen finns på 1177, så det finns inget att ändra.",
        advice: "Nothing to do.")

    /// A system to which receipts are pushed will not take one as it is.
    package static let receiptRefused = RejectionCode(
        "VX-1711", 422, .receiver, "The system that the receipt was pushed to refused it.",
        "Systemet som kvittensen skickades till tog inte emot den.",
        advice: "Read that system's log for the receipt; have it mended, then retry the dead letter.")

    /// VX-17xx: deliveries and 1177.
    static let delivery: [RejectionCode] = [
        .publicationNotWanted, .publicationNotApproved, .careGiverMissing, .personIDNotPublishable,
        .carePlanTooLarge, .publicationRefused, .deliveryGivenUp, .storedMessageUnreadable,
        .storedMessageLost, .nothingPublished, .receiptRefused,
    ]
}
