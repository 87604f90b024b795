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
    private let receiptDestination: @Sendable (UnitID, SystemID) -> Destination?
    private let now: @Sendable () -> Timestamp

    /// Takes what the door was given.
    init(
        reader: MessageReader, fingerprints: Fingerprints, directory: @escaping @Sendable () -> Directory,
        plans: PlanRegister, queue: MessageQueue,
        receiptDestination: @escaping @Sendable (UnitID, SystemID) -> Destination?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.reader = reader
        self.fingerprints = fingerprints
        self.directory = directory
        self.plans = plans
        self.queue = queue
        self.receiptDestination = receiptDestination
        self.now = now
    }

    /// A message on which all agree, and what is still needed of what was read.
    private struct Ready {
        let incoming: IncomingMessage
        /// The message, when the register of plans is to be told of it.
        let planned: Message?
    }

    /// Decide, accept, note; nothing is queued unless all agree.
    ///
    /// What was read is let go before the disk is waited for: with sixty others in between, it would be cold by then, and
    /// giving a tree of hundreds of values back would cost more than reading it did. A batch keeps its own until all are stored.
    ///
    /// - Returns: what the gateway promises, and whether it had promised it before.
    /// - Throws: `Rejection` with paths in the sender's own form.
    func take(_ sent: consuming SentMessage) async throws(Rejection) -> TransportReceipt {
        let (form, type) = (sent.form, sent.message.type)
        do throws(Rejection) {
            try IntakeChecks.allow(sent.message, from: sent.sender)
            let ready = try await ready(sent)
            let outcome = try await accept(ready.incoming)
            if let planned = ready.planned { note(planned, outcome) }
            return try TransportReceipt(outcome)
        } catch {
            throw error.located(in: form, of: type)
        }
    }

    /// Decides; what has to be read from disk for it is read while nobody waits for the queues' lock.
    private func ready(_ sent: consuming SentMessage) async throws(Rejection) -> Ready {
        var (memory, missing) = (QueueMemory(queue), QueueMemory.Missing?.none)
        var round = 0
        while true {
            round += 1
            do throws(Rejection) {
                let listedUnit =
                    sent.message.receivers.contains(.listedHealthCentre)
                    ? try await listedUnit(for: sent.message, from: sent.sender, memory) : nil
                return try ready(sent, listedUnit: listedUnit, memory)
            } catch {
                guard error.problems.first?.code == .storedMessageLost, round < Limits.decisions else { throw error }
                let noted = missing ?? QueueMemory.Missing()
                let sequences = noted.take()
                // The first time nothing was written down, the second nothing was missing: the disk has failed.
                if missing != nil, sequences.isEmpty { throw error }
                let mayHelp = try await recall(sequences)
                missing = noted
                memory = QueueMemory(queue, noting: noted, readsDisk: !mayHelp || round + 1 == Limits.decisions)
            }
        }
    }

    private func recall(_ sequences: [UInt64]) async throws(Rejection) -> Bool {
        do {
            return try await queue.recall(sequences)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }

    /// Where the patient is listed, for a message that goes there.
    private func listedUnit(
        for message: Message, from sender: Identity, _ memory: QueueMemory
    ) async throws(Rejection) -> UnitID? {
        guard try memory.status(of: message.id) == nil else { return nil }
        let decider = decider(memory)
        try decider.check(message, from: sender, directory: directory(), at: now())
        return try await decider.listedUnit(for: message, directory: directory())
    }

    /// Waits for nothing, so that all that it needs meanwhile is on the thread's stack; inlined it would be in the memory of
    /// the task, three thousand bytes more for every post.
    @inline(never)
    private func ready(
        _ sent: SentMessage, listedUnit: UnitID?, _ memory: QueueMemory
    ) throws(Rejection) -> Ready {
        let message = sent.message
        let decision = try decide(message, from: sent.sender, listedUnit: listedUnit, memory)
        let incoming = IncomingMessage(
            sent, decision, canonicalBytes: writer.canonicalBytes(of: message), fingerprints: fingerprints)
        return Ready(incoming: incoming, planned: PlanRegister.mayKnow(message) ? message : nil)
    }

    /// Decides about a message that the gateway does not have.
    ///
    /// One that it has already is not decided on anew: its first answer stands, whatever the directory says now. The queue
    /// then tells a duplicate from other content.
    private func decide(
        _ message: Message, from sender: Identity, listedUnit: UnitID?, _ memory: QueueMemory
    ) throws(Rejection) -> Decision {
        guard try memory.status(of: message.id) == nil else { return Decision() }
        return try decider(memory).decide(
            message, from: sender, directory: directory(), listedUnit: listedUnit, at: now())
    }

    private func decider(_ memory: QueueMemory) -> Decider {
        Decider(
            reader: reader, fingerprints: fingerprints, queue: queue, memory: memory, plans: plans,
            receiptDestination: receiptDestination)
    }

    private func accept(_ message: IncomingMessage) async throws(Rejection) -> AcceptOutcome {
        do {
            return try await queue.accept(message)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }

    /// Tells the register of plans what is on disk; not inlined, as `ready`.
    @inline(never)
    private func note(_ message: Message, _ outcome: AcceptOutcome) {
        switch outcome {
        case .accepted, .duplicate:
            // What was just accepted, and what it cancels, is in memory: there is no disk to fail.
            guard let status = try? queue.status(of: message.id) else { return }
            let planCase = status.caseKey.map { PlanCase($0.value) }
            plans.note(message, order: status.sequence, inCase: planCase) { id in
                (try? queue.status(of: id))?.cancellation != nil
            }
        case .conflict: break
        }
    }
}
