internal import AccessControl
package import HTTPDoors
internal import Messages

extension PayloadEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [messageSign, deadLetterSign]

    static let messageSign = DoorSign(
        "POST", "/v1/messages/{messageId}/payload", access: .right(.payload), name: "readPayload",
        summary: "A message's bytes, for a reason that the audit trail keeps.", places: ["messageId": .uuid],
        body: .object(.auditReason), answers: [bytes], refusals: [.notFound] + refusals)

    static let deadLetterSign = DoorSign(
        "POST", "/v1/dead-letters/{id}/payload", access: .right(.payload), name: "readDeadLetterPayload",
        summary: "The bytes of a dead letter's message, for a reason that the audit trail keeps.",
        places: ["id": .deliveryID], body: .object(.auditReason), answers: [bytes],
        refusals: [.deadLetterUnknown] + refusals)

    private static let refusals: [RejectionCode] =
        [.payloadRightMissing, .payloadDropped, .auditFailed] + RejectionCode.ofQueueFailures

    private static let bytes = DoorAnswer(
        200, "The sender's bytes untouched, under the `Content-Type` that they came with.", .payload,
        headers: [HeaderSign("Content-Disposition", "An attachment, named by the message.")])
}
