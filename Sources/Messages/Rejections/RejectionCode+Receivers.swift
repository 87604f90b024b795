extension RejectionCode {
    /// A receiver is not in the directory.
    package static let unknownReceiver = RejectionCode(
        "VX-1301", 422, .sender,
        "A receiver is not in the directory.",
        "En mottagare finns inte i katalogen.",
        advice: "Check the receiver's HSA-id.")
    /// A receiver cannot be resolved to a unit.
    package static let receiverUnresolved = RejectionCode(
        "VX-1302", 422, .directory,
        "A receiver cannot be resolved to a unit.",
        "En mottagare kan inte översättas till en enhet.",
        advice: "Ask the operator to add the unit for that function and municipality.")
    /// The sending unit is not in the directory.
    package static let senderUnitUnknown = RejectionCode(
        "VX-1303", 422, .sender,
        "The sending unit is not in the directory.",
        "Den avsändande enheten finns inte i katalogen.",
        advice: "Check sender.unit.")
    /// A receiver does not take messages of this sensitivity.
    package static let sensitivityTooHigh = RejectionCode(
        "VX-1305", 422, .directory,
        "A receiver does not take messages of this sensitivity.",
        "En mottagare tar inte emot meddelanden med denna känslighet.",
        advice: "Address a unit that takes them, or ask the operator.")
    /// The message reaches nobody.
    package static let noReceiver = RejectionCode(
        "VX-1308", 422, .sender,
        "The message reaches nobody.",
        "Meddelandet når ingen mottagare.",
        advice: "Address at least one receiver.")
    /// A receiver is not valid at this time.
    package static let receiverNotValid = RejectionCode(
        "VX-1309", 422, .directory,
        "A receiver is not valid at this time.",
        "En mottagare är inte giltig vid denna tidpunkt.",
        advice: "Address the unit that took its place.")
    /// Several units have the function that is addressed.
    package static let receiverAmbiguous = RejectionCode(
        "VX-1311", 422, .sender,
        "Several units have the function that is addressed.",
        "Flera enheter har den funktion som adresseras.",
        advice: "Address one of the units named.")
    /// The unit is not known.
    package static let unknownUnit = RejectionCode(
        "VX-1310", 404, .sender,
        "The unit is not known.",
        "Enheten är inte känd.",
        advice: "Check the HSA-id.")
    /// An administrative unit cannot send; a care unit below it must.
    package static let administrativeSender = RejectionCode(
        "VX-1304", 422, .sender,
        "An administrative unit cannot send; a care unit below it must.",
        "En administrativ enhet kan inte skicka; en vårdenhet under den måste göra det.",
        advice: "Send from one of the care units named.")
    /// A receiver does not take this type of message.
    package static let typeNotTaken = RejectionCode(
        "VX-1306", 422, .directory,
        "A receiver does not take this type of message.",
        "En mottagare tar inte emot denna meddelandetyp.",
        advice: "Address a unit that takes the type.")
    /// The case has no other parties that the gateway knows.
    package static let casePartiesUnknown = RejectionCode(
        "VX-1312", 422, .sender,
        "The case has no other parties that the gateway knows.",
        "Ärendet har inga andra parter som växeln känner till.",
        advice: "Address units until others take part in the case.")
    /// A receipt goes to the sender of the message that it is about, and to nobody else.
    package static let receiptReceiver = RejectionCode(
        "VX-1313", 422, .sender,
        "A receipt goes to the sender of the message that it is about, and to nobody else.",
        "En kvittens ska gå till avsändaren av meddelandet som den gäller och till ingen annan.",
        advice: "Leave receivers out, or name the unit that sent the message.")
    /// A message is forwarded within one organisation only.
    package static let forwardedToOthers = RejectionCode(
        "VX-1320", 422, .sender,
        "A message is forwarded within one organisation only.",
        "Ett meddelande vidaresänds bara inom samma huvudman.",
        advice: "Ask the sender to send it to the other organisation.")
    /// A misdirected message is told to its sender, and to nobody else.
    package static let misdirectedReceiver = RejectionCode(
        "VX-1321", 422, .sender,
        "A misdirected message is told to its sender, and to nobody else.",
        "Ett felsänt meddelande ska återrapporteras till avsändaren och till ingen annan.",
        advice: "Leave receivers out, or name the unit that sent the message.")

    /// A receiver does not read the version of the message.
    package static let versionNotRead = RejectionCode(
        "VX-1330", 422, .sender,
        "A receiver does not read the version of the message.",
        "En mottagare läser inte meddelandets version.",
        advice: "Send a version that the unit reads, without what it lacks, or ask the unit to read the newer one.")

    /// VX-13xx: receivers and the directory.
    static let receivers: [RejectionCode] = [
        .unknownReceiver, .receiverUnresolved, .senderUnitUnknown, .administrativeSender, .sensitivityTooHigh,
        .typeNotTaken, .noReceiver, .receiverNotValid, .unknownUnit, .receiverAmbiguous, .casePartiesUnknown,
        .receiptReceiver, .forwardedToOthers, .misdirectedReceiver, .versionNotRead,
    ]
}
