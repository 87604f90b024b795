internal import AccessControl
package import HTTPDoors
internal import Messages

extension QueueEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [listSign, oneSign, pauseSign, resumeSign, replaySign]

    static let listSign = DoorSign(
        "GET", "/v1/queues", access: .right(.operate), name: "listQueues",
        summary: "How the queues stand that one operates.",
        query: [QueryParameter("cursor", .cursor, "The cursor of the page before.")],
        answers: [
            DoorAnswer(
                200, "At most \(Limits.queuesPerPage), by the ids of the units, last the way to 1177.",
                .object(
                    .answer(
                        "Queues", root: "queues",
                        [
                            .required("queues", .list(item: "queue", .object(QueueReport.shape))),
                            .optional("cursor", .cursor, "There when there are more."),
                        ])))
        ])

    static let oneSign = DoorSign(
        "GET", "/v1/queues/{unit}", access: .right(.operate), name: "getQueue", summary: "How one queue stands.",
        places: ["unit": .destination], answers: [DoorAnswer(200, "Its figures.", .object(QueueReport.shape))],
        refusals: [.unknownUnit])

    static let pauseSign = DoorSign(
        "POST", "/v1/queues/{unit}/pause", access: .right(.operate), name: "pauseQueue",
        summary: "Has a queue lend nothing until it is resumed; what is leased may be settled.",
        places: ["unit": .destination], body: .object(.auditReason),
        answers: [DoorAnswer(204, "It is paused, now or before.")], refusals: actRefusals)

    static let resumeSign = DoorSign(
        "POST", "/v1/queues/{unit}/resume", access: .right(.operate), name: "resumeQueue",
        summary: "Has a paused queue lend again.", places: ["unit": .destination],
        answers: [DoorAnswer(204, "It is not paused, now or before.")], refusals: actRefusals)

    static let replaySign = DoorSign(
        "POST", "/v1/queues/{unit}/replay", access: .right(.operate), name: "replayQueue",
        summary: "Has what the unit completed come again, marked `replayed`, behind everything that comes anew.",
        places: ["unit": .destination], body: .object(replayBody),
        answers: [
            DoorAnswer(
                202, "The order is on disk; the same one given again while it runs is the same replay.",
                .object(QueueReport.replay))
        ],
        refusals: actRefusals + [.replayRunning])

    static let replayBody = ObjectShape.request(
        "ReplayRequest", root: "replay",
        [
            .required("from", .moment, "Of messages accepted from this moment on."),
            .required("to", .moment, "And until this one; a later one than now means now."),
            .required(
                "reason", .text(1...Limits.reasonCharacters), "For the audit trail; a person number in it is refused."),
        ])

    private static let actRefusals: [RejectionCode] = [.unknownUnit, .auditFailed] + RejectionCode.ofQueueFailures
}
