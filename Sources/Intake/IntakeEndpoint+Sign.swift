internal import AccessControl
package import HTTPDoors
internal import MessageFormats
internal import Messages

extension IntakeEndpoint {
    /// What stands on the door.
    package static let sign = DoorSign(
        "POST", "/v1/messages", access: .right(.send), bodyLimit: HTTPDoors.Limits.message, name: "postMessage",
        summary: "Takes a message, or several; answers once the disk has them.", headers: [.traceparent],
        body: .messages(upTo: MessageBatch.maximum),
        answers: [
            DoorAnswer(
                200, "The same message again: the receipt of the first time. Of several: what became of each.",
                .oneOf([receipt, batch]),
                headers: [
                    HeaderSign("Location", "`/v1/messages/{messageId}`, of one message.", isAlwaysThere: false),
                    HeaderSign(
                        "Vaxel-Duplicate", "With one message, which was known.", .word(["true"]), isAlwaysThere: false),
                ]),
            DoorAnswer(202, "The message and its recipients are on disk.", .object(receipt), headers: [.location]),
        ],
        refusals: ownRefusals + RejectionCode.all(beginning: "VX-12") + unroutable + RejectionCode.ofQueueFailures)

    private static let ownRefusals: [RejectionCode] = [
        .senderUnitNotYours, .receiptUnitNotYours, .messageIDConflict, .transmissionConflict, .kvittensConflict,
        .answeredBefore, .backlogFull,
    ]

    /// What routing refuses; a queue that is not there is not among it.
    private static let unroutable = RejectionCode.all(beginning: "VX-13").filter { $0.status == 422 }

    private static let receipt = ObjectShape.answer(
        "TransportReceipt", root: "transportReceipt",
        [
            .required("messageId", .uuid),
            .required("acceptedAt", .moment),
            .required("recipients", .list(item: "recipient", .object(.recipient))),
            .required("warnings", .list(item: "warning", .object(.warning))),
        ])

    private static let batch = ObjectShape.answer(
        "BatchReport", root: "batch",
        [.required("results", .list(item: "result", .object(result)), "In the order of the batch.")])

    private static let result = ObjectShape.answer(
        "BatchResult",
        [
            .required("index", .number(0...MessageBatch.maximum - 1), "Its place."),
            .required("status", .number(200...599), "What it alone would have been answered with."),
            .optional("messageId", .uuid, "When the message could be read."),
            .optional("receipt", .object(receipt), "With 200 and 202."),
            .optional("problem", .object(.problem), "With any other status."),
        ])
}
