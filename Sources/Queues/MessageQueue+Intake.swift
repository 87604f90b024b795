internal import DurableLog
internal import LinuxSystem
internal import Messages
internal import Synchronization

extension MessageQueue {
    /// Stores a message with its recipients, and returns when the disk has it.
    ///
    /// The same message that arrives while the first is being stored waits for it and is a duplicate. The transmission id
    /// of a duplicate is stored too before it is answered, so that it never stands for another message.
    /// - Returns: the acceptance, the stored one of a duplicate, or why it contradicts what is stored.
    /// - Throws: `overloaded`, `diskFull` or `closed`, with nothing stored; `journalFailed`.
    package func accept(_ message: IncomingMessage) async throws(QueueFailure) -> AcceptOutcome {
        let reasons = [.message(message.id)] + (message.transmissionID.map { [Waiting.Reason.transmission($0)] } ?? [])
        let record = QueueRecord.accepted(message, at: now())
        var group = RecordGroup()
        group.append(kind: record.kind, body: record.encoded())
        while true {
            if let failure { throw failure }
            let verdict: QueueState.IntakeVerdict? = guarded.withLock { guarded in
                guard guarded.arriving.isDisjoint(with: reasons) else { return nil }
                let verdict = guarded.state.judge(message)
                switch verdict {
                case .new, .resent: guarded.arriving.formUnion(reasons)
                case .duplicate, .conflict: break
                }
                return verdict
            }
            switch verdict {
            case .duplicate(let acceptance): return .duplicate(acceptance)
            case .resent(let sequence, let transmission, let acceptance):
                let resent = QueueRecord.resent(message: sequence, transmission, at: now())
                try await store([resent], as: RecordGroup([resent]), for: .intake, ending: reasons) { _ in }
                return .duplicate(acceptance)
            case .conflict(let conflict): return .conflict(conflict)
            case .new: return try await store(message.id, record, as: group, ending: reasons)
            case nil: await sleep(for: reasons, evenIfCancelled: true) { !$0.arriving.isDisjoint(with: reasons) }
            }
        }
    }

    private func store(
        _ id: MessageID, _ record: QueueRecord, as group: RecordGroup, ending reasons: [Waiting.Reason]
    ) async throws(QueueFailure) -> AcceptOutcome {
        let acceptance = try await store([record.withoutPayload], as: group, for: .intake, ending: reasons) { state in
            state.sequences[id].flatMap { state.messages[$0]?.acceptance }
        }
        // The message was applied under the same lock a moment before.
        guard let acceptance else { preconditionFailure("an accepted message is not in the queues' state") }
        return .accepted(acceptance)
    }
}
