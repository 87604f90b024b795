internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
package import Messages
package import Queues

/// The door through which a system tells that a named person has read a delivery:
/// `POST /v1/deliveries/{deliveryId}/kvittens`.
///
/// The gateway makes the `ReadReceipt`. The same call twice is one receipt and 202 twice. Source: interfaces §3.
package struct KvittensEndpoint: Sendable {
    private let queue: MessageQueue
    private let receipts: ReadReceipts
    private let rights: @Sendable () -> PollingRights
    private let now: @Sendable () -> Timestamp

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - queue: knows the deliveries, and takes the receipts.
    ///   - receipts: makes the receipts.
    ///   - rights: who may act for which unit now; asked for once per call.
    ///   - now: the wall clock.
    package init(
        queue: MessageQueue, receipts: ReadReceipts, rights: @escaping @Sendable () -> PollingRights,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.queue = queue
        self.receipts = receipts
        self.rights = rights
        self.now = now
    }

    /// The entry in the table of doors.
    package var door: Door {
        Door(Self.sign) { call async throws(Rejection) in try await respond(to: call) }
    }

    private func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        let rights = rights()
        let (message, delivery, owner) = try await delivery(of: call, rights)
        // A type that this version does not know may be of compulsory care. It is asked first, whatever the hour: else the
        // answers in the hours of a duty and outside them would tell such a delivery from others.
        let isCompulsory = MessageCatalogue.standard.type(named: message.type)?.isCompulsory ?? true
        guard !isCompulsory || rights.maySeeCompulsoryCare(of: owner, by: call.identity) else { throw Self.unknown }
        guard let unit = rights.actor(for: owner, by: call.identity) else {
            throw Rejection(.queueNotYours, "no unit of system \(call.identity.system) is on call for that unit now")
        }
        guard !isCompulsory || rights.mayHandleCompulsoryCare(of: owner, by: call.identity) else { throw Self.unknown }
        let body = try KvittensBody(call)
        for (index, other) in body.onBehalfOf.enumerated()
        where !rights.mayRead(for: other, as: unit, by: call.identity) {
            throw Rejection(
                .queueNotYours, "system \(call.identity.system) may not receive for that unit",
                path: "/onBehalfOf/\(index)")
        }
        let reading = Reading(body, of: message, delivery: delivery.delivery, by: unit, owner: owner)
        if let known = try await queue.askedStatus(of: receipts.id(of: reading)) {
            return answer(known.acceptance, to: reading, for: call)
        }
        try reading.expectFit(delivery, now: now())
        return answer(try await accept(reading, by: call.identity.system), to: reading, for: call)
    }

    /// The delivery that the path names, with its message and unit.
    ///
    /// One that the caller has no part in looks like one that never was.
    private func delivery(
        of call: Call, _ rights: PollingRights
    ) async throws(Rejection) -> (MessageStatus, DeliveryStatus, UnitID) {
        guard let id = call.parameters["deliveryId"].flatMap({ DeliveryID($0) }),
            let status = try await queue.awaited({ queue async throws(QueueFailure) in try await queue.status(of: id) }
            ),
            let unit = status.delivery.destination.unit, rights.hasPart(in: unit, call.identity)
        else {
            throw Self.unknown
        }
        return (status.message, status.delivery, unit)
    }

    private static let unknown = Rejection(
        .deliveryUnknown, "no delivery of that id, or none that you have a part in")

    private func accept(_ reading: Reading, by system: SystemID) async throws(Rejection) -> Acceptance {
        let receipt = receipts.receipt(for: reading, by: system)
        let outcome: AcceptOutcome
        do {
            outcome = try await queue.accept(receipt)
        } catch {
            throw Rejection(queueFailure: error)
        }
        switch outcome {
        case .accepted(let acceptance), .duplicate(let acceptance):
            return acceptance
        case .conflict(.otherContent):
            // The same reading came twice at once: the other call's receipt differs only in when it was made.
            if let known = try await queue.askedStatus(of: receipt.id) {
                return known.acceptance
            }
            throw Rejection(.kvittensConflict, "the delivery has another kvittens, which stands")
        case .conflict:
            throw Rejection(.kvittensConflict, "the delivery has another kvittens, which stands")
        }
    }

    private func answer(_ acceptance: Acceptance, to reading: Reading, for call: Call) -> HTTPResponse {
        var members: [(String, APIValue)] = [
            ("messageId", .text(acceptance.messageID.description)),
            ("refersTo", .text(reading.original.acceptance.messageID.description)),
            ("unit", .text(reading.unit.text)),
        ]
        if !reading.onBehalfOf.isEmpty {
            members.append(("onBehalfOf", .list(item: "unit", reading.onBehalfOf.map { .text($0.text) })))
        }
        members += [
            ("readAt", .text(reading.readAt.rfc3339)), ("acceptedAt", .text(acceptance.acceptedAt.rfc3339)),
        ]
        return APIAnswer.response(
            status: 202, root: "kvittens", .object(members), for: call,
            headers: [("Location", "/v1/messages/\(acceptance.messageID)")])
    }
}
