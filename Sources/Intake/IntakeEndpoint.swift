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
        let recipients = try decideAndRoute(sent, call)
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
        let sent = try reader.read(call.body, as: form, charset: charset)
        let warnings = IntakeChecks.warnings(for: sent.message) { queue.status(of: $0) != nil }
        return ReadMessage(
            message: sent.message,
            warnings: sent.warnings + warnings.map { $0.located(in: form, of: sent.message.type) })
    }

    private func decideAndRoute(_ sent: ReadMessage, _ call: Call) throws(Rejection) -> [RoutedRecipient] {
        do throws(Rejection) {
            try IntakeChecks.allow(sent.message, from: call.identity)
            return try router().route(sent.message, at: now())
        } catch {
            let (form, type) = (try call.bodyForm().form, sent.message.type)
            throw Rejection(error.problems.map { $0.located(in: form, of: type) }) ?? error
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

extension Problem {
    /// The same problem with its JSON Pointer written in the sender's own form.
    fileprivate func located(in form: WireForm, of type: MessageType) -> Problem {
        Problem(code, path: path.map { FieldPath(pointer: $0).text(in: form, of: type) }, line: line, detail: detail)
    }
}
