internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
package import Queues

/// The door `GET /v1/messages/{messageId}`: what has become of a message, for those who have a part in it.
///
/// To everybody else the message does not exist. Source: interfaces §3.
package struct StatusEndpoint: Sendable {
    private let queue: MessageQueue
    private let messages: StoredMessages
    private let pace: ReceiptPace

    /// Takes the queue that knows, and when receipts are due.
    package init(queue: MessageQueue, pace: ReceiptPace = ReceiptPace()) {
        self.queue = queue
        self.pace = pace
        messages = StoredMessages(queue)
    }

    /// The entry in the table of doors.
    package var door: Door {
        Door(Self.sign) { call async throws(Rejection) in try await respond(to: call) }
    }

    private func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        let onlooker = Onlooker(call.identity)
        guard let id = call.parameters["messageId"].flatMap({ MessageID($0) }),
            let status = try await queue.askedStatus(of: id),
            onlooker.hasPart(in: status)
        else {
            throw Rejection(.notFound, "no message of that id, or none that you have a part in")
        }
        let reason = await cancelReason(of: status, for: onlooker)
        return APIAnswer.response(
            status: 200, root: "messageStatus", value(status, cancelReason: reason, for: onlooker), for: call)
    }

    /// The code that the cancellation gives; not read for those who only operate, since reading a message is audited.
    private func cancelReason(of status: MessageStatus, for onlooker: Onlooker) async -> String? {
        guard let cancellation = status.cancellation, onlooker.mayRead(status) else { return nil }
        return await messages.read(cancellation.by, for: onlooker.system) { message in
            MilestoneFacts.listedCode("reason", of: message)
        } ?? nil
    }

    private func value(_ status: MessageStatus, cancelReason: String?, for onlooker: Onlooker) -> APIValue {
        .object(
            [
                ("messageId", .text(status.acceptance.messageID.description)), ("type", .text(status.type)),
                ("caseId", (status.caseID?.text).value), ("sender", .text(status.senderUnit.text)),
                ("sentAt", .time(status.sentAt)), ("acceptedAt", .time(status.acceptance.acceptedAt)),
                ("refersTo", (status.refersTo?.description).value), ("replaces", (status.replaces?.description).value),
                ("cancelled", status.cancellation.map { $0.value(reason: cancelReason) } ?? .null),
                ("forwarded", status.forwarded),
                (
                    "deliveries",
                    .list(
                        item: "delivery",
                        status.deliveries.map {
                            delivery($0, of: status, showsTexts: onlooker.isTold(of: $0, in: status))
                        })
                ),
                ("skipped", .list(item: "recipient", status.acceptance.skipped.map(\.value))),
                ("warnings", .list(item: "warning", status.acceptance.warnings.map(\.value))),
            ].present)
    }

    /// One attempt: when it was offered, and how it ended.
    private func attempt(_ attempt: Attempt) -> APIValue {
        .object(
            [
                ("offeredAt", .time(attempt.offeredAt)), ("endedAt", attempt.endedAt.value),
                ("outcome", .text(attempt.outcome.word)), ("code", (attempt.fault?.code).value),
            ].present)
    }

    /// One recipient: where its delivery stands, and its three levels of receipt.
    private func delivery(_ delivery: DeliveryStatus, of status: MessageStatus, showsTexts: Bool) -> APIValue {
        let fault = showsTexts ? delivery.attempts.last?.fault : nil
        return .object(
            [
                ("unit", .text(delivery.destination.name)), ("deliveryId", .text(delivery.delivery.description)),
                ("state", .text(delivery.state.word)), ("attempts", .integer(delivery.attempts.count)),
                ("availableAt", .time(delivery.firstAvailableAt)), ("firstOfferedAt", delivery.firstOfferedAt.value),
                ("settledAt", delivery.settledAt.value), ("nextAttemptAt", delivery.state.nextAttemptAt.value),
                ("heldUntil", delivery.state.heldUntil.value), ("cause", (delivery.death?.word).value),
                ("receiverReference", (showsTexts ? delivery.reference : nil).value),
                ("note", (showsTexts ? delivery.note : nil).value),
                ("code", (fault?.code).value), ("reason", (fault?.reason).value),
                ("diedAt", delivery.diedAt.value), ("redrivenAt", delivery.redrivenAt.value),
                ("misdirected", delivery.misdirection?.value ?? .null),
                ("history", showsTexts ? .list(item: "attempt", delivery.attempts.map(attempt)) : .null),
                ("receipts", ReceiptLevels(message: status, delivery: delivery, pace: pace).value),
            ].present)
    }
}
