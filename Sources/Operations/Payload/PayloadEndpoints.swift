internal import AccessControl
package import AuditTrail
package import HTTPDoors
internal import HTTPWire
package import Messages
package import Queues

/// The doors to the bytes of messages, for those who must read one and say why.
///
/// The audit trail has it, durable, before the bytes are fetched from the disk, let alone sent. Source: interfaces §3.
package struct PayloadEndpoints: Sendable {
    private let queue: MessageQueue
    private let audit: AuditLog
    private let now: @Sendable () -> Timestamp

    /// Takes the queue that has the bytes, the trail, and the wall clock.
    package init(queue: MessageQueue, audit: AuditLog, now: @escaping @Sendable () -> Timestamp) {
        self.queue = queue
        self.audit = audit
        self.now = now
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.messageSign) { call async throws(Rejection) in try await readMessage(call) },
            Door(Self.deadLetterSign) { call async throws(Rejection) in try await readDeadLetter(call) },
        ]
    }

    /// What is to be read, and whose matter it is.
    private struct Subject {
        let message: MessageID
        let type: String
        /// The dead letter that was asked for; nil when it was the message.
        let deadLetter: DeliveryID?
        /// A right for any of them opens it.
        let units: [Destination]
        /// Those of them that have said that it was not for them, from which it is hidden.
        let hiddenFrom: Set<Destination>
    }

    private func readMessage(_ call: Call) async throws(Rejection) -> HTTPResponse {
        guard let id = call.parameters["messageId"].flatMap({ MessageID($0) }),
            let status = try await queue.askedStatus(of: id)
        else {
            throw Self.unknownMessage
        }
        var units = [Destination(status.senderUnit)]
        let others = status.deliveries.map(\.destination) + status.forwardings.map { Destination($0.to) }
        for destination in others where !units.contains(destination) { units.append(destination) }
        let subject = Subject(
            message: id, type: status.type, deadLetter: nil, units: units,
            hiddenFrom: Set(status.misdirectedUnits.map { Destination($0) }))
        guard mayRead(subject, call.identity) else { throw Self.unknownMessage }
        return try await read(subject, call)
    }

    private func readDeadLetter(_ call: Call) async throws(Rejection) -> HTTPResponse {
        guard let id = call.parameters["id"].flatMap({ DeliveryID($0) }),
            let letter = try await queue.awaited({ queue async throws(QueueFailure) in try await queue.deadLetter(id) })
        else {
            throw Self.unknownDeadLetter
        }
        let subject = Subject(
            message: letter.facts.message, type: letter.facts.type, deadLetter: id,
            units: [letter.facts.destination], hiddenFrom: [])
        guard mayRead(subject, call.identity) else { throw Self.unknownDeadLetter }
        return try await read(subject, call)
    }

    private func read(_ subject: Subject, _ call: Call) async throws(Rejection) -> HTTPResponse {
        let cancellation = try await queue.askedStatus(of: subject.message)?.cancellation
        if cancellation?.isWrongPatient == true, !mayRead(subject, call.identity, with: [.audit]) {
            throw Rejection(
                .payloadRightMissing, "the message was cancelled for its wrong patient; that needs the right audit too")
        }
        guard
            mayRead(subject, call.identity, sparing: subject.hiddenFrom)
                || mayRead(subject, call.identity, with: [.audit])
        else {
            throw Rejection(
                .payloadRightMissing,
                "the unit has said that the message was not for it; that needs the right audit too")
        }
        let reason = try call.auditReason()
        try await audit.note(
            AuditEvent(
                at: now(), action: .payloadRead, system: call.identity.system, who: call.identity.who,
                units: subject.units, message: subject.message,
                delivery: subject.deadLetter?.description, reason: reason,
                requestID: call.requestID))
        return Self.answer(try await bytes(of: subject), named: subject.message, for: call)
    }

    private func bytes(of subject: Subject) async throws(Rejection) -> DeliveryPayload {
        let payload: DeliveryPayload?
        do {
            payload = try await queue.payload(of: subject.message)
        } catch {
            throw Rejection(queueFailure: error)
        }
        guard let payload else { throw Rejection(.payloadDropped, "they were dropped when their time was over") }
        return payload
    }

    /// Whether someone may read it for one of its units; compulsory care needs a right of its own there.
    private func mayRead(
        _ subject: Subject, _ identity: Identity, with further: [Right] = [], sparing hidden: Set<Destination> = []
    ) -> Bool {
        let isCompulsory = MessageSecrecy.isCompulsory(subject.type)
        let rights: [Right] = [.payload] + (isCompulsory ? [.compulsory] : []) + further
        return subject.units.contains { destination in
            !hidden.contains(destination)
                && rights.allSatisfy { right in
                    destination.unit.map { identity.may(right, for: $0) } ?? identity.mayEverywhere(right)
                }
        }
    }

    private static func answer(_ payload: DeliveryPayload, named id: MessageID, for call: Call) -> HTTPResponse {
        let ending = payload.form == .xml ? "xml" : "json"
        var response = HTTPResponse(
            status: 200,
            headers: HTTPHeaders([
                ("Content-Type", payload.contentType), ("Vaxel-Request-Id", call.requestID),
                ("Cache-Control", "no-store"),
                ("Content-Disposition", "attachment; filename=\"\(id).\(ending)\""),
                // Somebody else's document: a browser is to keep it, and not to guess what it could show of it.
                ("X-Content-Type-Options", "nosniff"),
            ]),
            body: payload.bytes)
        // The trail says that it was read.
        response.isOwed = true
        return response
    }

    // What one may not read looks like what is not there.
    private static let unknownMessage = Rejection(.notFound, "no message of that id, or none that you may read")
    private static let unknownDeadLetter = Rejection(.deadLetterUnknown, "no dead letter has that id")
}
