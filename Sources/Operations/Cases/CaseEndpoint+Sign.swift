internal import AccessControl
package import HTTPDoors
internal import Messages
internal import Routing

extension CaseEndpoint {
    /// What stands on the door.
    package static let sign = DoorSign(
        "GET", "/v1/cases/{caseId}", access: .anyRight([.send, .receive, .operate]), name: "getCase",
        summary: "A case as its parties see it.", places: ["caseId": .caseInPath],
        query: [
            QueryParameter("unit", .hsaID, "The case that this unit is a party of."),
            QueryParameter("cursor", .cursor, "The cursor of the page before."),
        ],
        answers: [DoorAnswer(200, "Its parties, milestones and messages.", .object(view))],
        refusals: [.notFound, .storedMessageLost])

    private static let view = ObjectShape.answer(
        "Case", root: "case",
        [
            .required("caseId", .shortID),
            .required("openedAt", .moment, "The acceptance of the first message seen."),
            .required("parties", .list(item: "party", .object(party))),
            .required("milestones", .list(item: "milestone", .object(milestone))),
            .optional(
                "compulsoryPlans", .list(item: "compulsoryPlan", .object(compulsoryPlan)),
                "The coordinated plans of compulsory care that the caller may read."),
            .required("messages", .list(item: "message", .object(message)), "In order of acceptance."),
            .optional(
                "truncated", .boolean, "True when more messages follow than these \(Limits.messagesPerCase)."),
            .optional(
                "cursor", .cursor,
                "With `truncated`: for the page that follows. Parties, and what replaces or withdraws, are told of the whole case."
            ),
            .optional(
                "partial", .boolean,
                "True in a case of more than \(Limits.messagesPerCaseWalk) messages: those things are told of so many around the page."
            ),
        ])

    private static let party = ObjectShape.answer(
        "CaseParty",
        [
            .required("unit", .hsaID), .required("name", .anyText), .optional("organisation", .hsaID),
            .optional("kind", .word(UnitKind.allCases.map(\.rawValue)), "By the directory."),
            .required("since", .moment), .optional("leftAt", .moment, "By a PartyChanged; it may be to come."),
        ])

    private static let milestone = ObjectShape.answer(
        "CaseMilestone",
        [
            .required("step", .word(Milestone.Step.allCases.map(\.rawValue))),
            .required("messageId", .uuid),
            .required("type", .anyText),
            .optional("at", .dateOrMoment, "When it happened or is to happen, as it was sent."),
            .required("sentAt", .moment),
            .required("acceptedAt", .moment),
            .required("sender", .hsaID),
            .optional("facts", .members, "What deadlines depend on, by the names of the message."),
            .optional("unreadable", .boolean, "True when the message cannot be read back from the disk."),
            .optional("refersTo", .uuid),
            .optional("replaces", .uuid),
            .optional("replacedBy", .uuid),
            .optional("cancelled", .object(.cancellation)),
            .optional("withdrawnBy", .uuid),
            .required("availability", .list(item: "delivery", .object(availability))),
            .optional("warnings", .list(item: "code", .defined("WarningCode")), "Given when it was accepted."),
        ])

    private static let compulsoryPlan = ObjectShape.answer(
        "CaseCompulsoryPlan",
        [
            .optional("planId", .uuid), .optional("planVersion", .count), .required("messageId", .uuid),
            .optional("replacedBy", .uuid), .optional("cancelled", .object(.cancellation)),
            .required("valid", .boolean, "Whether every unit has attested it. Source: LPT 7 a §."),
            .required("attestations", .list(item: "attestation", .object(attestation))),
        ])

    private static let attestation = ObjectShape.answer(
        "CaseAttestation",
        [
            .required("unit", .hsaID), .optional("name", .anyText),
            .required("answer", .word(CompulsoryPlan.Answer.allCases.map(\.rawValue))),
            .optional("at", .dateOrMoment), .optional("acceptedAt", .moment),
            .optional("unreadable", .boolean, "True when the message cannot be read back from the disk."),
        ])

    private static let availability = ObjectShape.answer(
        "CaseAvailability",
        [
            .required("unit", .destination), .required("firstAvailableAt", .moment),
            .optional("firstOfferedAt", .moment), .required("state", .deliveryState),
            .optional("settledAt", .moment), .optional("diedAt", .moment), .optional("redrivenAt", .moment),
        ])

    private static let message = ObjectShape.answer(
        "CaseMessage",
        [
            .required("messageId", .uuid),
            .required("type", .anyText),
            .optional("title", .anyText, "In Swedish."),
            .required("status", .word(["new", "replaces"])),
            .required("sender", .hsaID),
            .required("sentAt", .moment),
            .required("acceptedAt", .moment),
            .optional("refersTo", .uuid),
            .optional("replaces", .uuid),
            .optional("cancelled", .object(.cancellation)),
            .optional(
                "forwarded", .list(item: "forwarding", .object(.forwarding)), "To whom receivers have passed it on."),
            .required("deliveries", .list(item: "delivery", .object(delivery))),
        ])

    private static let delivery = ObjectShape.answer(
        "CaseDelivery",
        [
            .required("unit", .destination),
            .required("state", .deliveryState),
            .required("firstAvailableAt", .moment),
            .optional("firstOfferedAt", .moment),
            .optional("settledAt", .moment),
            .optional("misdirected", .object(.misdirection)),
            .required("receipts", .object(.receiptLevels)),
        ])
}
