internal import AccessControl
package import HTTPDoors
internal import Messages

extension DeadLetterEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [listSign, oneSign, retrySign, discardSign]

    static let listSign = DoorSign(
        "GET", "/v1/dead-letters", access: .right(.operate), name: "listDeadLetters",
        summary: "A page of dead letters, without their messages.",
        query: [
            QueryParameter("unit", .destination, "Only those of this queue."),
            QueryParameter("cause", .deathCause, "Only those given up for this cause."),
            QueryParameter("cursor", .cursor, "The cursor of the page before."),
        ],
        answers: [
            DoorAnswer(
                200, "At most \(Limits.deadLettersPerPage); with so many a `cursor`, with fewer there are no more.",
                .object(
                    .answer(
                        "DeadLetters", root: "deadLetters",
                        [
                            .required("deadLetters", .list(item: "deadLetter", .object(letter))),
                            .optional("cursor", .cursor, "There when the page is full."),
                        ])))
        ])

    static let oneSign = DoorSign(
        "GET", "/v1/dead-letters/{id}", access: .right(.operate), name: "getDeadLetter",
        summary: "One dead letter, without its message.", places: ["id": .deliveryID],
        answers: [DoorAnswer(200, "Why it died, who must mend what, and whom to call.", .object(letter))],
        refusals: [.deadLetterUnknown, .storedMessageLost])

    static let retrySign = DoorSign(
        "POST", "/v1/dead-letters/{id}/retry", access: .right(.operate), name: "retryDeadLetter",
        summary: "Puts a dead letter back at the end of its lane.", places: ["id": .deliveryID],
        answers: [DoorAnswer(202, "It is in its queue again.")], refusals: actRefusals)

    static let discardSign = DoorSign(
        "POST", "/v1/dead-letters/{id}/discard", access: .right(.operate), name: "discardDeadLetter",
        summary: "Puts a dead letter aside for good.", places: ["id": .deliveryID], body: .object(.auditReason),
        answers: [DoorAnswer(204, "It is put aside.")], refusals: actRefusals)

    private static let actRefusals: [RejectionCode] =
        [.deadLetterUnknown, .deadLetterGone, .auditFailed] + RejectionCode.ofQueueFailures

    private static let letter = ObjectShape.answer(
        "DeadLetter", root: "deadLetter",
        [
            .required("deadLetterId", .deliveryID),
            .optional("messageId", .uuid, "Not there when it can be read no more."),
            .required("type", .anyText, "`restricted` for compulsory care, and when it can be read no more."),
            .required("unit", .destination),
            .required("cause", .deathCause),
            .required("code", .anyText),
            .required("reason", .anyText),
            .optional("acceptedAt", .moment, "Not there when it can be read no more."),
            .optional("firstAttemptAt", .moment),
            .optional("lastAttemptAt", .moment),
            .required("diedAt", .moment),
            .required("attempts", .list(item: "attempt", .object(attempt))),
            .required("mendBy", .mender),
            .required("whatToDo", .anyText),
            .required("attGora", .anyText, "The same in Swedish."),
            .optional("contact", .object(contact)),
        ])

    private static let attempt = ObjectShape.answer(
        "DeadLetterAttempt",
        [
            .required("at", .moment),
            .required("system", .anyText),
            .required("outcome", .attemptOutcome),
            .optional("code", .anyText),
        ])

    private static let contact = ObjectShape.answer(
        "UnitContact",
        [
            .required("name", .anyText), .required("phone", .anyText), .optional("hours", .anyText),
            .optional("reservePhone", .anyText),
        ])
}
