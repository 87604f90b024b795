internal import AccessControl
package import HTTPDoors
internal import Messages

extension KvittensEndpoint {
    /// What stands on the door.
    package static let sign = DoorSign(
        "POST", "/v1/deliveries/{deliveryId}/kvittens", access: .right(.receive), name: "postKvittens",
        summary: "A named person of the unit has read a delivery; the gateway makes the ReadReceipt.",
        places: ["deliveryId": .deliveryID], body: .object(KvittensBody.shape),
        answers: [DoorAnswer(202, "The receipt is on disk, now or before.", .object(kvittens), headers: [.location])],
        refusals: [.queueNotYours, .deliveryUnknown, .kvittensConflict, .readBeforeAvailable]
            + RejectionCode.ofQueueFailures)

    private static let kvittens = ObjectShape.answer(
        "Kvittens", root: "kvittens",
        [
            .required("messageId", .uuid, "The ReadReceipt."),
            .required("refersTo", .uuid),
            .required("unit", .hsaID, "The one whose person has read it."),
            .optional("onBehalfOf", .list(item: "unit", .hsaID)),
            .required("readAt", .moment),
            .required("acceptedAt", .moment),
        ])
}

extension KvittensBody {
    /// What the body holds.
    static let shape = ObjectShape.request(
        "KvittensRequest", root: "kvittens",
        [
            .required("readBy", .object(reader)),
            .required("readAt", .moment),
            .optional(
                "onBehalfOf", .list(item: "unit", .hsaID, 1...Limits.unitsReadFor), "Units that it was read for too."),
            .optional("planningStarted", .boolean, "Whether the unit has begun its planning."),
        ])

    static let reader = ObjectShape.request(
        "Reader",
        [
            .optional("hsaId", .hsaID, "This or `localId` is needed."),
            .optional("localId", .text(1...Limits.shortID)),
            .required("name", .text(1...Limits.reference)),
            .optional("role", .text(1...Limits.reference)),
            .optional("phone", .text(1...Limits.reference)),
        ])
}
