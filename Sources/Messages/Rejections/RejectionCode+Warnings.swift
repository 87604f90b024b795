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
    /// Municipal health care gets the notice but no regional open care unit does.
    package static let openCareReceiverMissing = RejectionCode(
        "VX-W109", 202, .sender,
        "Municipal health care gets the notice but no regional open care unit does.",
        "Kommunal hälso- och sjukvård får meddelandet men ingen regional öppenvårdsenhet.",
        advice: "Address the unit where the patient is listed too.")
    /// The plan is not known here.
    package static let unknownPlan = RejectionCode(
        "VX-W110", 202, .sender,
        "The plan is not known here.",
        "Planen är inte känd här.",
        advice: "Nothing, if the plan is on its way.")
    /// The patient of the case has another id than before.
    package static let reserveNumberReplaced = RejectionCode(
        "VX-W111", 202, .sender,
        "The patient of the case has another id than before.",
        "Ärendets patient har ett annat id än tidigare.",
        advice: "Send PatientIdChanged.")
    /// The sender is not a regional open care unit, so this is no kallelse by the law.
    package static let invitationNotByOpenCare = RejectionCode(
        "VX-W113", 202, .sender,
        "The sender is not a regional open care unit, so this is no kallelse by the law.",
        "Avsändaren är inte en regional öppenvårdsenhet, så detta är ingen kallelse enligt lagen.",
        advice: "Let the fast vårdkontakt in regional open care send the invitation (lag 2017:612 4 kap. 3 §).")
    /// The meeting begins before the message was sent.
    package static let meetingInPast = RejectionCode(
        "VX-W114", 202, .sender,
        "The meeting begins before the message was sent.",
        "Mötet börjar innan meddelandet skickades.",
        advice: "Check the time of the meeting.")
    /// The units that are invited are not those that get the message.
    package static let invitedDiffer = RejectionCode(
        "VX-W115", 202, .sender,
        "The units that are invited are not those that get the message.",
        "De kallade enheterna är inte de som får meddelandet.",
        advice: "Address every invited unit, and invite every unit addressed.")
    /// The message has been cancelled before.
    package static let alreadyCancelled = RejectionCode(
        "VX-W116", 202, .sender,
        "The message has been cancelled before.",
        "Meddelandet är redan makulerat.",
        advice: "Nothing.")
    /// The sender's system wants no receipts in its queues; the status tells.
    package static let receiptsByStatusOnly = RejectionCode(
        "VX-W117", 202, .sender,
        "The sender's system wants no receipts in its queues; the status tells.",
        "Avsändarens system vill inte ha kvittenser i sina köer; de syns i meddelandets status.",
        advice: "Ask for the state of the message.")
    /// The sender is not a unit of the kind that sends this message by the law.
    package static let senderKindUnusual = RejectionCode(
        "VX-W118", 202, .sender,
        "The sender is not a unit of the kind that sends this message by the law.",
        "Avsändaren är inte en enhet av det slag som enligt lagen skickar meddelandet.",
        advice:
            "Let the unit that answers for it by the law send it, or have the unit's kind put right in the directory.")
    /// A free text goes beyond what the law lets be told without consent.
    package static let freeTextUnderLaw = RejectionCode(
        "VX-W120", 202, .sender,
        "A free text goes beyond what the law lets be told without consent.",
        "En fri text går utöver det som enligt lagen får lämnas utan samtycke.",
        advice: "Send the code without a text of your own, or send on the basis of consent or an assessment of harm.")
    /// A time is later than it can be.
    package static let timeInFuture = RejectionCode(
        "VX-W121", 202, .sender,
        "A time is later than it can be.",
        "En tidpunkt är senare än den kan vara.",
        advice: "Check the time and the clock of the system.")
    /// The meeting ends before it begins.
    package static let meetingEndsBeforeStart = RejectionCode(
        "VX-W122", 202, .sender,
        "The meeting ends before it begins.",
        "Mötet slutar innan det börjar.",
        advice: "Check the times of the meeting.")
    /// The place of the meeting may tell where a person with protected identity lives.
    package static let placeOfMeetingOfProtected = RejectionCode(
        "VX-W123", 202, .sender,
        "The place of the meeting may tell where a person with protected identity lives.",
        "Mötets plats kan röja var en person med skyddade personuppgifter bor.",
        advice: "Meet at a unit that does not tell where the person lives, or by video or phone.")
    /// Somebody is said to have refused a SIP that was not refused.
    package static let refuserWithoutRefusal = RejectionCode(
        "VX-W124", 202, .sender,
        "Somebody is said to have refused a SIP that was not refused.",
        "Någon anges ha avböjt en SIP som inte har avböjts.",
        advice: "Send refusedBy only with the reason refused.")
    /// A date is before the one that it comes after.
    package static let datesOutOfOrder = RejectionCode(
        "VX-W130", 202, .sender,
        "A date is before the one that it comes after.",
        "Ett datum ligger före det som det ska komma efter.",
        advice: "Check both dates.")
    /// The answer is wanted before the call was sent, or after the meeting has begun.
    package static let replyByOutOfTime = RejectionCode(
        "VX-W131", 202, .sender,
        "The answer is wanted before the call was sent, or after the meeting has begun.",
        "Svaret begärs innan kallelsen skickades eller efter att mötet har börjat.",
        advice: "Check replyBy.")
    /// A deviation reaches a unit that has no function for deviations.
    package static let deviationReceiverUnusual = RejectionCode(
        "VX-W132", 202, .sender,
        "A deviation reaches a unit that has no function for deviations.",
        "En avvikelse når en enhet som inte har en funktion för avvikelser.",
        advice: "Address medicallyResponsibleNurse of the municipality, or headOfOperations of the region.")
    /// A transfer between authorities reaches a unit of the same kind of authority.
    package static let transferWithinPrincipal = RejectionCode(
        "VX-W133", 202, .sender,
        "A transfer between authorities reaches a unit of the same kind of authority.",
        "En informationsöverföring mellan huvudmän når en enhet hos samma slags huvudman.",
        advice: "Send a GeneralMessage within the same authority.")
    /// The result is none of the Katz index.
    package static let katzResultUnknown = RejectionCode(
        "VX-W140", 202, .sender,
        "The result is none of the Katz index.",
        "Resultatet finns inte i Katz ADL-index.",
        advice: "Send a letter from A to G, or O.")
    /// The planning is interrupted since the patient was another one; what was sent about that one still stands.
    package static let wrongPatientNotCancelled = RejectionCode(
        "VX-W141", 202, .sender,
        "The planning is interrupted since the patient was another one; what was sent about that one still stands.",
        "Processen avbryts för att det var fel patient; det som har skickats om patienten gäller fortfarande.",
        advice: "Cancel each message about the wrong patient with MessageCancelled.")
    /// The court was applied to more than four days after the decision to take the person back.
    package static let courtApplicationLate = RejectionCode(
        "VX-W142", 202, .sender,
        "The court was applied to more than four days after the decision to take the person back.",
        "Ansökan till domstolen gjordes mer än fyra dagar efter beslutet om återintag.",
        advice: "Check the days.")
    /// A unit that is to attest the plan does not get it.
    package static let attestingUnitsDiffer = RejectionCode(
        "VX-W143", 202, .sender,
        "A unit that is to attest the plan does not get it.",
        "En enhet som ska justera planen får den inte.",
        advice: "Address every unit that is to attest the plan.")
    /// The gateway keeps the message and blocks nothing itself.
    package static let blockNotEnforced = RejectionCode(
        "VX-W150", 202, .sender,
        "The gateway keeps the message and blocks nothing itself.",
        "Växeln behåller meddelandet men spärrar ingenting själv.",
        advice: "Set the block in the systems that show the records.")
    /// The person of the case has another id by now.
    package static let formerPatientID = RejectionCode(
        "VX-W151", 202, .sender,
        "The person of the case has another id by now.",
        "Ärendets person har numera ett annat id.",
        advice: "Send the id that PatientIdChanged put in the place of this one.")
    /// Nothing is known here of a case under the previous id.
    package static let nothingUnderPreviousID = RejectionCode(
        "VX-W152", 202, .sender,
        "Nothing is known here of a case under the previous id.",
        "Inget ärende med det tidigare person-id:t är känt här.",
        advice: "Nothing, if the messages of the case are on their way.")

    /// VX-W1xx: warnings, which refuse nothing.
    static let warnings: [RejectionCode] = [
        .unknownOpenCode, .localReserveCheckDigit, .hsaIDForm, .guardianMissing, .subjectHoldsPersonNumber,
        .unknownGoal, .unknownReference, .unknownReplaced, .openCareReceiverMissing, .unknownPlan,
        .reserveNumberReplaced, .invitationNotByOpenCare, .meetingInPast, .invitedDiffer, .alreadyCancelled,
        .receiptsByStatusOnly, .senderKindUnusual, .freeTextUnderLaw, .timeInFuture, .meetingEndsBeforeStart,
        .placeOfMeetingOfProtected, .refuserWithoutRefusal, .datesOutOfOrder, .replyByOutOfTime,
        .deviationReceiverUnusual, .transferWithinPrincipal, .katzResultUnknown, .wrongPatientNotCancelled,
        .courtApplicationLate, .attestingUnitsDiffer, .blockNotEnforced, .formerPatientID,
        .nothingUnderPreviousID,
    ]
}
