internal import AccessControl
internal import Dispatch
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
    private let onAccepted: @Sendable (Message) -> Void
    private static let largeBodies = DispatchQueue(label: "vaxel.intake.large-bodies")

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - reader: reads messages.
    ///   - fingerprints: makes the keyed hashes of content and lane.
    ///   - router: the routing table in force; asked for once per message, so that it can be swapped while running.
    ///   - queue: where accepted messages go.
    ///   - now: the wall clock.
    ///   - onAccepted: told of each message that is on disk, before its answer; also of duplicates.
    package init(
        reader: MessageReader, fingerprints: Fingerprints, router: @escaping @Sendable () -> Router,
        queue: MessageQueue, now: @escaping @Sendable () -> Timestamp,
        onAccepted: @escaping @Sendable (Message) -> Void
    ) {
        self.reader = reader
        self.fingerprints = fingerprints
        self.router = router
        self.queue = queue
        self.now = now
        self.onAccepted = onAccepted
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
    /// Nothing is queued unless all of them agree, and no byte of the answer exists before the journal has said that the
    /// disk holds the message.
    func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        let (form, charset) = try messageForm(of: call)
        let sent = try await decode(call.body, as: form, charset: charset)
        let routed = try decideAndRoute(sent.message, for: call, as: form)
        let warned = ReadMessage(
            message: sent.message,
            warnings: sent.warnings + routed.warnings.map { $0.located(in: form, of: sent.message.type) })
        let incoming = IncomingMessage(
            warned, form: form, canonicalBytes: writer.canonicalBytes(of: sent.message),
            recipients: routed.recipients, from: call, fingerprints: fingerprints)
        let outcome = try await accept(incoming)
        switch outcome {
        case .accepted, .duplicate: onAccepted(sent.message)
        case .conflict: break
        }
        return try TransportReceipt.answer(outcome, for: call)
    }

    private func messageForm(of call: Call) throws(Rejection) -> (form: WireForm, charset: String?) {
        if let coding = call.head.headers.first("content-encoding"), coding.lowercased() != "identity" {
            throw Rejection(
                .contentEncodingUnsupported, "send the message without Content-Encoding; gzip is not accepted")
        }
        return try call.bodyForm()
    }

    /// Decodes a message.
    ///
    /// A large one is decoded on a queue of its own, since it would hold up everybody else's requests for as long as it
    /// takes.
    private func decode(
        _ body: [UInt8], as form: WireForm, charset: String?
    ) async throws(Rejection) -> ReadMessage {
        var sent: ReadMessage
        if body.count <= Limits.decodedAtOnce {
            sent = try reader.read(body, as: form, charset: charset)
        } else {
            let reader = reader
            let result: Result<ReadMessage, Rejection> = await withCheckedContinuation { continuation in
                Self.largeBodies.async {
                    continuation.resume(
                        returning: Result { () throws(Rejection) in
                            try reader.read(body, as: form, charset: charset)
                        })
                }
            }
            sent = try result.get()
        }
        let warnings = IntakeChecks.warnings(for: sent.message) { queue.status(of: $0) != nil }
        sent = ReadMessage(
            message: sent.message,
            warnings: sent.warnings + warnings.map { $0.located(in: form, of: sent.message.type) })
        return sent
    }

    /// A message that the gateway has already is not routed anew: its first answer stands, whatever the directory says
    /// now.
    ///
    /// The queue then tells a duplicate from other content.
    private func decideAndRoute(
        _ message: Message, for call: Call, as form: WireForm
    ) throws(Rejection) -> Routed {
        do throws(Rejection) {
            try IntakeChecks.allow(message, from: call.identity)
            guard queue.status(of: message.id) == nil else { return Routed(recipients: []) }
            try IntakeChecks.allowReceipt(message) { queue.status(of: $0) }
            let context = RoutingContext(publication: PublicationRule.recipient(for: message))
            return try router().route(message, context: context, at: now())
        } catch {
            throw Rejection(error.problems.map { $0.located(in: form, of: message.type) }) ?? error
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
