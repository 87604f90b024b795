internal import AccessControl
package import HTTPDoors
internal import Messages

extension LeaseEndpoint {
    /// What stands on the doors, in their order.
    package static let signs = [oneSign, manySign]

    static let maximum = NumberParameter("max", 1...Limits.deliveriesPerLease, default: 10, "Deliveries at most.")
    static let wait = NumberParameter("wait", 0...Limits.longestWait, default: 20, "Seconds to wait for one to come.")
    static let duration = NumberParameter(
        "lease", 1...Limits.longestLease, default: 60, "Seconds that the lease lasts.")

    static let oneSign = DoorSign(
        "POST", "/v1/queues/{unit}/leases", access: .right(.receive), name: "leaseOfUnit",
        summary: "Leases what waits for a unit; waits for something to come (long poll).", places: ["unit": .hsaID],
        query: [.number(maximum), .number(wait), .number(duration)], answers: answers, refusals: refusals)

    static let manySign = DoorSign(
        "POST", "/v1/leases", access: .right(.receive), name: "leaseOfUnits",
        summary: "Leases what waits for many units, fairly between them.", body: .object(body), answers: answers,
        refusals: refusals)

    static let body = ObjectShape.request(
        "LeaseRequest", root: "lease",
        [
            .required(
                "units", .either([.list(item: "unit", .hsaID, 1...Limits.unitsPerLease), .word(["all"])]),
                "The units, or `all`: every one that the caller may act for now."),
            maximum.member, wait.member, duration.member,
        ])

    private static let answers = [
        DoorAnswer(
            200, "At least one delivery.",
            .object(
                .answer(
                    "Leases", root: "leases", [.required("deliveries", .list(item: "delivery", .object(delivery)))]))),
        DoorAnswer(
            204, "Nothing came in time.",
            headers: [
                HeaderSign(
                    LeasePoll.pausedHeader, "An operator has paused one of the units; what waits there waits on.",
                    .word(["true"]), isAlwaysThere: false)
            ]),
    ]

    private static let refusals: [RejectionCode] = [.queueNotYours, .unknownUnit] + RejectionCode.ofQueueFailures

    private static let delivery = ObjectShape.answer(
        "Delivery",
        [
            .required("deliveryId", .deliveryID),
            .required("unit", .hsaID),
            .required("leaseId", .leaseID),
            .required("leaseExpiresAt", .moment),
            .required("attempt", .count, "From 1."),
            .required("enqueuedAt", .moment),
            .optional(
                "missingBefore", .list(item: "messageId", .uuid), "Earlier messages of the same lane that lie dead."),
            .optional("outOfOrder", .boolean, "True for a dead letter that was tried again."),
            .optional("overtakenBy", .list(item: "messageId", .uuid), "The messages that passed it."),
            .optional(
                "originalOffered", .boolean, "Of a cancellation: whether the unit was offered what is cancelled."),
            .optional(
                "replayed", .boolean,
                "True when the unit has completed it before and an operator has it come again; it comes behind all else."
            ),
            .optional("traceparent", .anyText),
            .required("message", .message),
        ])
}
