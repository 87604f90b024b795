internal import AccessControl
package import HTTPDoors
internal import Messages

extension StatusEndpoint {
    /// What stands on the door.
    package static let sign = DoorSign(
        "GET", "/v1/messages/{messageId}", access: .anyRight([.send, .receive, .operate]), name: "getMessage",
        summary: "What has become of a message, for those who have a part in it.", places: ["messageId": .uuid],
        answers: [DoorAnswer(200, "Where its deliveries stand.", .object(status))],
        refusals: [.notFound, .storedMessageLost])

    private static let status = ObjectShape.answer(
        "MessageReport", root: "messageStatus",
        [
            .required("messageId", .uuid),
            .required("type", .anyText),
            .optional("caseId", .shortID),
            .required("sender", .hsaID),
            .required("sentAt", .moment),
            .required("acceptedAt", .moment),
            .optional("refersTo", .uuid),
            .optional("replaces", .uuid),
            .optional("cancelled", .object(.cancellation)),
            .optional(
                "forwarded", .list(item: "forwarding", .object(.forwarding)), "To whom receivers have passed it on."),
            .required("deliveries", .list(item: "delivery", .object(delivery))),
            .required("skipped", .list(item: "recipient", .object(.recipient))),
            .required("warnings", .list(item: "warning", .object(.warning))),
        ])

    private static let delivery = ObjectShape.answer(
        "DeliveryReport",
        [
            .required("unit", .destination),
            .required("deliveryId", .deliveryID),
            .required("state", .deliveryState),
            .required("attempts", .count, "How many offers its history holds."),
            .required("availableAt", .moment, "When it could first be fetched."),
            .optional("firstOfferedAt", .moment),
            .optional("settledAt", .moment),
            .optional("nextAttemptAt", .moment, "While retrying."),
            .optional("heldUntil", .moment, "While held: when it is looked at again."),
            .optional("cause", .deathCause, "Of a dead letter."),
            .optional("receiverReference", .anyText),
            .optional("note", .anyText),
            .optional("code", .anyText, "Of the last attempt's fault."),
            .optional("reason", .anyText, "Of the last attempt's fault."),
            .optional("diedAt", .moment, "When it was last given up; kept when it ends well."),
            .optional("redrivenAt", .moment, "When an operator last had it tried again."),
            .optional(
                "misdirected", .object(.misdirection), "That the unit has said that the message was not for it."),
            .optional(
                "history", .list(item: "attempt", .object(attempt)),
                "The first and the latest attempts, for those who are told the texts."),
            .required("receipts", .object(.receiptLevels)),
        ])

    private static let attempt = ObjectShape.answer(
        "AttemptReport",
        [
            .required("offeredAt", .moment), .optional("endedAt", .moment), .required("outcome", .attemptOutcome),
            .optional("code", .anyText),
        ])
}
