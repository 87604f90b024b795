extension RejectionCode {
    /// A code is not in its open list; its text is passed on.
    package static let unknownOpenCode = RejectionCode(
        "VX-W101", 202, .sender,
        "A code is not in its open list; its text is passed on.",
        "En kod finns inte i kodlistan; dess text skickas vidare.",
        advice: "Use a code of the list when one fits.")
    /// The check digit of a local reserve number is wrong.
    package static let localReserveCheckDigit = RejectionCode(
        "VX-W102", 202, .sender,
        "The check digit of a local reserve number is wrong.",
        "Ett lokalt reservnummer har fel kontrollsiffra.",
        advice: "Check the number.")
    /// An HSA-id does not have the usual form.
    package static let hsaIDForm = RejectionCode(
        "VX-W103", 202, .sender,
        "An HSA-id does not have the usual form.",
        "Ett HSA-id har inte den vanliga formen.",
        advice: "Check the HSA-id.")
    /// The patient is under 18 and no guardian is named.
    package static let guardianMissing = RejectionCode(
        "VX-W104", 202, .sender,
        "The patient is under 18 and no guardian is named.",
        "Patienten är under 18 år och ingen vårdnadshavare anges.",
        advice: "Name the guardian if there is one.")
    /// The subject holds a person number.
    package static let subjectHoldsPersonNumber = RejectionCode(
        "VX-W105", 202, .sender,
        "The subject holds a person number.",
        "Ämnesraden innehåller ett personnummer.",
        advice: "Keep person numbers out of the subject.")
    /// An effort names a goal that the plan does not have.
    package static let unknownGoal = RejectionCode(
        "VX-W106", 202, .sender,
        "An effort names a goal that the plan does not have.",
        "En insats hänvisar till ett mål som inte finns i planen.",
        advice: "Check goalIds.")
    /// The message named by refersTo is not known here.
    package static let unknownReference = RejectionCode(
        "VX-W107", 202, .sender,
        "The message named by refersTo is not known here.",
        "Meddelandet som refersTo anger är inte känt här.",
        advice: "Nothing, if the other message is on its way.")
    /// The message named by replaces is not known here.
    package static let unknownReplaced = RejectionCode(
        "VX-W108", 202, .sender,
        "The message named by replaces is not known here.",
        "Meddelandet som replaces anger är inte känt här.",
        advice: "Nothing, if the other message is on its way.")
    /// VX-W1xx: warnings, which refuse nothing.
    static let warnings: [RejectionCode] = [
        .unknownOpenCode, .localReserveCheckDigit, .hsaIDForm, .guardianMissing, .subjectHoldsPersonNumber,
        .unknownGoal, .unknownReference, .unknownReplaced,
    ]
}
