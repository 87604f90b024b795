internal import AccessControl
internal import Dispatch
package import HTTPDoors
internal import HTTPWire
package import MessageFormats
package import Messages
package import Plans
package import Queues
package import Routing

/// The inbound door `POST /v1/messages`: a system hands over a message and gets its transport receipt once the disk
/// has it.
package struct IntakeEndpoint: Sendable {
    private let reader: MessageReader
    private let writer = MessageWriter()
    private let fingerprints: Fingerprints
    private let directory: @Sendable () -> Directory
    private let plans: PlanRegister
    private let queue: MessageQueue
    private let receiptsAreQueued: @Sendable (SystemID) -> Bool
    private let now: @Sendable () -> Timestamp
    private static let largeBodies = DispatchQueue(label: "vaxel.intake.large-bodies")

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - reader: reads messages.
    ///   - fingerprints: makes the keyed hashes of content, patient and lane.
    ///   - directory: the directory in force; asked for once per message, so that it can be swapped while running.
    ///   - plans: what is known of plans; told of each message that is on disk, before its answer.
    ///   - queue: where accepted messages go.
    ///   - receiptsAreQueued: whether a system wants receipts for what it sent as messages.
    ///   - now: the wall clock.
    package init(
        reader: MessageReader, fingerprints: Fingerprints, directory: @escaping @Sendable () -> Directory,
        plans: PlanRegister, queue: MessageQueue,
        receiptsAreQueued: @escaping @Sendable (SystemID) -> Bool = { _ in true },
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.reader = reader
        self.fingerprints = fingerprints
        self.directory = directory
        self.plans = plans
        self.queue = queue
        self.receiptsAreQueued = receiptsAreQueued
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

    /// Decode, decide, accept, answer.
    ///
    /// Nothing is queued unless all of them agree, and no byte of the answer exists before the journal has said that the
    /// disk holds the message.
    func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        try call.expectQuery([])
        let (form, charset) = try messageForm(of: call)
        let sent = try await decode(call.body, as: form, charset: charset)
        do throws(Rejection) {
            try IntakeChecks.allow(sent.message, from: call.identity)
            let decision = try await decide(sent.message, for: call)
            let outcome = try await accept(
                IncomingMessage(
                    sent, decision, form: form, canonicalBytes: writer.canonicalBytes(of: sent.message), from: call,
                    fingerprints: fingerprints))
            note(sent.message, outcome)
            return try TransportReceipt.answer(outcome, for: call)
        } catch {
            throw error.located(in: form, of: sent.message.type)
        }
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
        guard body.count > Limits.decodedAtOnce else { return try reader.read(body, as: form, charset: charset) }
        let reader = reader
        let result: Result<ReadMessage, Rejection> = await withCheckedContinuation { continuation in
            Self.largeBodies.async {
                continuation.resume(
                    returning: Result { () throws(Rejection) in
                        try reader.read(body, as: form, charset: charset)
                    })
            }
        }
        return try result.get()
    }

    /// Decides about a message that the gateway does not have.
    ///
    /// One that it has already is not decided on anew: its first answer stands, whatever the directory says now. The queue
    /// then tells a duplicate from other content.
    private func decide(_ message: Message, for call: Call) async throws(Rejection) -> Decision {
        guard queue.status(of: message.id) == nil else { return Decision() }
        let decider = Decider(
            reader: reader, fingerprints: fingerprints, queue: queue, plans: plans, receiptsAreQueued: receiptsAreQueued
        )
        return try await decider.decide(message, from: call.identity, directory: directory(), at: now())
    }

    private func accept(_ message: IncomingMessage) async throws(Rejection) -> AcceptOutcome {
        do {
            return try await queue.accept(message)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }

    /// Tells the register of plans what is on disk.
    private func note(_ message: Message, _ outcome: AcceptOutcome) {
        switch outcome {
        case .accepted, .duplicate:
            guard let order = queue.status(of: message.id)?.sequence else { return }
            plans.note(message, order: order) { queue.status(of: $0)?.cancellation != nil }
        case .conflict: break
        }
    }
}
