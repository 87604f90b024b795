internal import AccessControl
internal import HTTPDoors
internal import MessageFormats
internal import Messages
internal import Plans
internal import Queues
internal import Routing

/// The way of one message from being read to being on disk, the same whether it came alone or in a batch.
struct MessageIntake: Sendable {
    let reader: MessageReader
    private let writer = MessageWriter()
    private let fingerprints: Fingerprints
    private let directory: @Sendable () -> Directory
    private let plans: PlanRegister
    private let queue: MessageQueue
    private let receiptsAreQueued: @Sendable (SystemID) -> Bool
    private let now: @Sendable () -> Timestamp

    /// Takes what the door was given.
    init(
        reader: MessageReader, fingerprints: Fingerprints, directory: @escaping @Sendable () -> Directory,
        plans: PlanRegister, queue: MessageQueue, receiptsAreQueued: @escaping @Sendable (SystemID) -> Bool,
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

    /// Decide, accept, note; nothing is queued unless all agree.
    ///
    /// - Returns: what the gateway promises, and whether it had promised it before.
    /// - Throws: `Rejection` with paths in the sender's own form.
    func take(_ sent: SentMessage) async throws(Rejection) -> TransportReceipt {
        do throws(Rejection) {
            try IntakeChecks.allow(sent.message, from: sent.sender)
            let decision = try await decide(sent.message, from: sent.sender)
            let outcome = try await accept(
                IncomingMessage(
                    sent, decision, canonicalBytes: writer.canonicalBytes(of: sent.message),
                    fingerprints: fingerprints))
            note(sent.message, outcome)
            return try TransportReceipt(outcome)
        } catch {
            throw error.located(in: sent.form, of: sent.message.type)
        }
    }

    /// Decides about a message that the gateway does not have.
    ///
    /// One that it has already is not decided on anew: its first answer stands, whatever the directory says now. The queue
    /// then tells a duplicate from other content.
    private func decide(_ message: Message, from sender: Identity) async throws(Rejection) -> Decision {
        guard try queue.asked({ queue throws(QueueFailure) in try queue.status(of: message.id) }) == nil else {
            return Decision()
        }
        let decider = Decider(
            reader: reader, fingerprints: fingerprints, queue: queue, plans: plans, receiptsAreQueued: receiptsAreQueued
        )
        return try await decider.decide(message, from: sender, directory: directory(), at: now())
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
            // What was just accepted, and what it cancels, is in memory: there is no disk to fail.
            guard PlanRegister.mayKnow(message), let status = try? queue.status(of: message.id) else { return }
            let planCase = status.caseKey.map { PlanCase($0.value) }
            plans.note(message, order: status.sequence, inCase: planCase) { id in
                (try? queue.status(of: id))?.cancellation != nil
            }
        case .conflict: break
        }
    }
}
