internal import MessageFormats
package import Messages

extension ObjectShape {
    /// A problem document.
    ///
    /// Source: RFC 9457.
    package static let problem = answer(
        "Problem", root: "problem", namespace: .problem,
        [
            .required("type", .anyText, "`urn:vaxel:problem:` and the code."),
            .required("title", .anyText, "What is wrong, in English or Swedish."),
            .required("status", .number(400...599), "The HTTP status."),
            .required("detail", .anyText, "More about it, in English, without any value of a message."),
            .required("code", .defined("ProblemCode")),
            .required("mendBy", .mender, "Who can put it right."),
            .required("requestId", .anyText, "As in `Vaxel-Request-Id`."),
            .optional("errors", .list(item: "error", .object(problemError)), "With content errors: each of them."),
        ])

    private static let problemError = answer(
        "ProblemError",
        [
            .optional(
                "path", .anyText,
                "A JSON Pointer, or a path of elements for what was sent as XML; unknown names are `*`."),
            .optional("line", .number(1...Int(Int32.max))),
            .required("code", .defined("ProblemCode")),
            .required("detail", .anyText),
        ])

    /// A recipient of a message, as the transport receipt and the status tell it.
    package static let recipient = answer(
        "RecipientReport",
        [
            .required("unit", .destination),
            .required("name", .anyText, "By the directory."),
            .required("why", .anyText, "Which rule made it a recipient."),
            .required("state", .word(["queued", "skipped"])),
            .optional("code", .anyText, "Why it was skipped."),
            .optional("detail", .anyText),
        ])

    /// A warning about an accepted message.
    package static let warning = answer(
        "Warning",
        [
            .required("path", .anyText, "As in a problem's errors; may be empty."),
            .required("code", .defined("WarningCode")),
            .required("detail", .anyText),
        ])
}

extension Shape {
    /// Who can put something right.
    package static let mender = Shape.word(["sender", "receiver", "directory", "gateway", "operator"])

    /// The state of a delivery, in the words of `DeliveryState.word`.
    package static let deliveryState = Shape.word([
        "waiting", "leased", "retrying", "held", "dead", "completed", "cancelled", "discarded", "expired",
    ])

    /// How an attempt ended, in the words of `AttemptOutcome.word`.
    package static let attemptOutcome = Shape.word([
        "leased", "completed", "rejected", "failed", "lapsed", "released", "held",
    ])
}

extension RejectionCode {
    /// What any failure of the queue is answered with: `Rejection(queueFailure:)`.
    package static let ofQueueFailures: [RejectionCode] = [
        .overloaded, .diskFull, .stopping, .storedMessageLost, .journalFailed, .storeHeld, .storeReadOnly,
    ]

    /// The refusals of the catalogue whose codes begin so, `VX-11`, but those that rest.
    package static func all(beginning prefix: String) -> [RejectionCode] {
        all.filter { $0.text.hasPrefix(prefix) && !resting.contains($0) }
    }
}
