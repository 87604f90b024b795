internal import DurableLog
internal import Messages
internal import Synchronization

extension MessageQueue {
    /// What is to be done with a message that is handed over.
    private enum Arrives {
        case known(AcceptOutcome)
        /// Its like is on its way to the disk.
        case awaited
        case new(Timestamp)
    }

    /// Accepts a message: returns only when the disk has it, or had it before.
    ///
    /// A duplicate that comes while the first is still being written waits for it.
    ///
    /// - Throws: `QueueFailure`; nothing of the message was stored then, unless the journal itself failed.
    package func accept(_ message: IncomingMessage) async throws(QueueFailure) -> AcceptOutcome {
        while true {
            let arrival: Arrives = guarded.withLock { guarded in
                if let outcome = Self.judge(message, in: guarded) { return outcome }
                guarded.arriving[message.id] = Arrival(message: message)
                if let transmission = message.transmissionID { guarded.arrivingTransmissions.insert(transmission) }
                return .new(now(&guarded).wall)
            }
            switch arrival {
            case .known(let outcome):
                return outcome
            case .awaited:
                await waitForArrival(of: message.id)
            case .new(let at):
                return .accepted(try await store(message, at: at))
            }
        }
    }

    /// The four cases of (messageId, transmissionId); nil for new/new. Source: rules, "Receipts".
    private static func judge(_ message: IncomingMessage, in guarded: Guarded) -> Arrives? {
        if let known = guarded.state.messages[message.id] {
            guard known.senderUnit == message.senderUnit else { return .known(.conflict(.otherSender)) }
            guard known.digest == message.digest else { return .known(.conflict(.otherContent)) }
            return .known(.duplicate(known.acceptance))
        }
        if guarded.arriving[message.id] != nil { return .awaited }
        if let transmission = message.transmissionID,
            guarded.state.transmissions.contains(transmission) || guarded.arrivingTransmissions.contains(transmission)
        {
            return .known(.conflict(.transmissionSeen))
        }
        return nil
    }

    private func store(_ message: IncomingMessage, at moment: Timestamp) async throws(QueueFailure) -> Acceptance {
        defer { endArrival(of: message) }
        return try await write([.accepted(message, at: moment)], urgency: .intake, busy: []) { _ in
            Acceptance(
                messageID: message.id, acceptedAt: moment, recipients: message.recipients, warnings: message.warnings)
        }
    }

    private func waitForArrival(of id: MessageID) async {
        await withCheckedContinuation { continuation in
            let isGone = guarded.withLock { guarded in
                guard guarded.arriving[id] != nil else { return true }
                guarded.arriving[id]?.waiters.append(continuation)
                return false
            }
            if isGone { continuation.resume() }
        }
    }

    private func endArrival(of message: IncomingMessage) {
        let waiters = guarded.withLock { guarded in
            if let transmission = message.transmissionID { guarded.arrivingTransmissions.remove(transmission) }
            return guarded.arriving.removeValue(forKey: message.id)?.waiters ?? []
        }
        for waiter in waiters { waiter.resume() }
    }
}
