internal import AccessControl
package import HTTPDoors
internal import Messages

extension QueueEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [listSign, oneSign]

    static let listSign = DoorSign(
        "GET", "/v1/queues", access: .right(.operate), name: "listQueues",
        summary: "How the queues stand that one operates.",
        answers: [
            DoorAnswer(
                200, "By the ids of the units, last the way to 1177.",
                .object(
                    .answer("Queues", root: "queues", [.required("queues", .list(item: "queue", .object(figures)))])))
        ])

    static let oneSign = DoorSign(
        "GET", "/v1/queues/{unit}", access: .right(.operate), name: "getQueue", summary: "How one queue stands.",
        places: ["unit": .destination], answers: [DoorAnswer(200, "Its figures.", .object(figures))],
        refusals: [.unknownUnit])

    private static let figures = ObjectShape.answer(
        "Queue", root: "queue",
        [
            .required("unit", .destination),
            .required("name", .anyText),
            .required("depth", .count, "Deliveries neither settled nor given up: the sum of the next four."),
            .required("waiting", .count),
            .required("leased", .count),
            .required("retrying", .count),
            .required("held", .count),
            .required("dead", .count, "Dead letters."),
            .optional("oldestAvailableAt", .moment),
            .optional("oldestAgeSeconds", .count),
            .optional("lastPolledAt", .moment, "When somebody last asked for deliveries, since the start."),
        ])
}
