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

    /// Takes the queue that knows.
    package init(queue: MessageQueue) {
        self.queue = queue
    }

    /// The entry in the table of doors.
    package var door: Door {
        Door("GET", "/v1/messages/{messageId}", access: .anyRight([.send, .receive, .operate])) {
            call async throws(Rejection) in try respond(to: call)
        }
    }

    private func respond(to call: Call) throws(Rejection) -> HTTPResponse {
        guard let id = call.parameters["messageId"].flatMap({ MessageID($0) }), let status = queue.status(of: id),
            hasPart(call.identity, in: status)
        else {
            throw Rejection(.notFound, "no message of that id, or none that you have a part in")
        }
        return APIAnswer.response(status: 200, root: "messageStatus", value(status, for: call.identity), for: call)
    }

    private func hasPart(_ identity: Identity, in status: MessageStatus) -> Bool {
        identity.may(.send, for: status.senderUnit) || identity.mayEverywhere(.operate)
            || status.deliveries.compactMap(\.destination.unit).contains { identity.may(.receive, for: $0) }
    }

    /// Whether one is told what a receiver wrote: its sender, the receiver itself and operators are, other receivers not.
    private func isTold(_ identity: Identity, of delivery: DeliveryStatus, in status: MessageStatus) -> Bool {
        identity.may(.send, for: status.senderUnit) || identity.mayEverywhere(.operate)
            || delivery.destination.unit.map { identity.may(.receive, for: $0) } ?? false
    }

    private func value(_ status: MessageStatus, for identity: Identity) -> APIValue {
        .object([
            ("messageId", .text(status.acceptance.messageID.description)),
            ("type", .text(status.type)),
            ("sender", .text(status.senderUnit.text)),
            ("sentAt", .text(status.sentAt.rfc3339)),
            ("acceptedAt", .text(status.acceptance.acceptedAt.rfc3339)),
            (
                "deliveries",
                .list(
                    item: "delivery",
                    status.deliveries.map { delivery($0, showsTexts: isTold(identity, of: $0, in: status)) })
            ),
            ("skipped", .list(item: "recipient", status.acceptance.skipped.map(\.value))),
            ("warnings", .list(item: "warning", status.acceptance.warnings.map(\.value))),
        ])
    }

    /// One recipient: the transport receipt's time, and the application receipt's outcome and time.
    private func delivery(_ delivery: DeliveryStatus, showsTexts: Bool) -> APIValue {
        var members: [(String, APIValue)] = [
            ("unit", .text(delivery.destination.name)), ("deliveryId", .text(delivery.delivery.description)),
            ("state", .text(delivery.state.word)), ("attempts", .integer(delivery.attempts.count)),
            ("availableAt", .text(delivery.firstAvailableAt.rfc3339)),
        ]
        if let moment = delivery.firstOfferedAt { members.append(("firstOfferedAt", .text(moment.rfc3339))) }
        if let moment = delivery.settledAt { members.append(("settledAt", .text(moment.rfc3339))) }
        if case .retrying(let again) = delivery.state { members.append(("nextAttemptAt", .text(again.rfc3339))) }
        if let death = delivery.death { members.append(("cause", .text(death.word))) }
        guard showsTexts else { return .object(members) }
        if let reference = delivery.reference { members.append(("receiverReference", .text(reference))) }
        if let note = delivery.note { members.append(("note", .text(note))) }
        if let fault = delivery.attempts.last?.fault {
            members += [("code", .text(fault.code)), ("reason", .text(fault.reason))]
        }
        return .object(members)
    }
}
