internal import AccessControl
package import HTTPDoors
internal import HTTPWire
package import MessageFormats
package import Messages
package import Queues
package import Routing

/// The inbound door `POST /v1/messages`: a system hands over a message and gets its transport receipt once the disk
/// has it.
package struct IntakeEndpoint: Sendable {
    private let reader: MessageReader
    private let writer = MessageWriter()
    private let fingerprints: Fingerprints
    private let router: @Sendable () -> Router
    private let queue: MessageQueue
    private let now: @Sendable () -> Timestamp

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - reader: reads messages.
    ///   - fingerprints: makes the keyed hashes of content and lane.
    ///   - router: the routing table in force; asked for once per message, so that it can be swapped while running.
    ///   - queue: where accepted messages go.
    ///   - now: the wall clock.
    package init(
        reader: MessageReader, fingerprints: Fingerprints, router: @escaping @Sendable () -> Router,
        queue: MessageQueue, now: @escaping @Sendable () -> Timestamp
    ) {
        self.reader = reader
        self.fingerprints = fingerprints
        self.router = router
        self.queue = queue
        self.now = now
    }

    /// The entry in the table of doors.
    ///
    /// The caller has been identified from the head, before the body is read.
    package var door: Door {
        Door("POST", "/v1/messages", access: .right(.send), bodyLimit: HTTPDoors.Limits.message) {
            call async throws(Rejection) in try await respond(to: call)
        }
    }

    /// Decode, decide, route, accept, answer.
    ///
    /// Nothing is queued unless all of them agree, and no byte of the answer exists before the journal has said that
    /// the disk holds the message.
    func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        let sent = try decode(call)
        try decide(call, sent.message)
        let recipients = try router().route(sent.message, at: now())
        let incoming = IncomingMessage(
            sent, canonicalBytes: writer.canonicalBytes(of: sent.message), recipients: recipients, from: call,
            fingerprints: fingerprints)
        let outcome = try await accept(incoming)
        return try TransportReceipt.answer(outcome, for: call)
    }

    private func decode(_ call: Call) throws(Rejection) -> ReadMessage {
        if let coding = call.head.headers.first("content-encoding"), coding.lowercased() != "identity" {
            throw Rejection(
                .contentEncodingUnsupported, "send the message without Content-Encoding; gzip is not accepted")
        }
        let (form, charset) = try call.bodyForm()
        return try reader.read(call.body, as: form, charset: charset)
    }

    private func decide(_ call: Call, _ message: Message) throws(Rejection) {
        guard call.identity.may(.send, for: message.sender.unit) else {
            throw Rejection(
                .senderUnitNotYours, "system \(call.identity.system) may not send for that unit", path: "/sender/unit")
        }
    }

    private func accept(_ message: IncomingMessage) async throws(Rejection) -> AcceptOutcome {
        do {
            return try await queue.accept(message)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }
}
