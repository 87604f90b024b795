internal import DurableLog
internal import LinuxSystem
internal import Messages

extension MessageQueue {
    /// Stores a message with its recipients, and returns when the disk has it.
    ///
    /// The same message that arrives while the first is being stored waits for it and is a duplicate; so do messages that
    /// would open the same case, or that say something of the same message. The transmission id of a duplicate is stored
    /// too before it is answered, so that it never stands for another message.
    /// - Returns: the acceptance, the stored one of a duplicate, or why it contradicts what is stored.
    /// - Throws: `overloaded`, `backlogFull`, `diskFull` or `closed`, with nothing stored; `journalFailed`.
    package func accept(_ message: IncomingMessage) async throws(QueueFailure) -> AcceptOutcome {
        let reasons = Waiting.Reason.arrivals(of: message)
        let opening = message.caseID.map { Waiting.Reason.opening($0) }
        let destinations = message.queuedDestinations
        while true {
            if let failure = journal.failure { throw QueueFailure(appending: failure) }
            let (verdict, reserved) = try admit(message, to: destinations, reasons, opening)
            switch verdict {
            case .duplicate(let acceptance): return .duplicate(acceptance)
            case .resent(let sequence, let transmission, let acceptance):
                let resent = QueueRecord.resent(message: sequence, transmission, at: now())
                try await store([resent], as: RecordGroup([resent]), for: .intake, ending: reserved) { _ in }
                return .duplicate(acceptance)
            case .conflict(let conflict): return .conflict(conflict)
            case .full(let destination): throw .backlogFull(destination)
            case .overfull: throw .overloaded
            case .new(let choice):
                return try await store(message.joining(choice), to: destinations, ending: reserved)
            case nil:
                let all = reasons + [opening].compactMap(\.self)
                await sleep(for: all, evenIfCancelled: true) { !$0.arriving.isDisjoint(with: all) }
            }
        }
    }

    /// Judges a message and reserves what it needs, unless what it is judged by cannot be read.
    private func admit(
        _ message: IncomingMessage, to destinations: [Destination], _ reasons: [Waiting.Reason],
        _ opening: Waiting.Reason?
    ) throws(QueueFailure) -> (QueueState.IntakeVerdict?, reserved: [Waiting.Reason]) {
        let (random, backlog) = (random, backlog)
        return try guarded.withLock { guarded throws(QueueFailure) in
            if let damage = guarded.state.damage { throw damage }
            var judged: (verdict: QueueState.IntakeVerdict?, reserved: [Waiting.Reason]) = (nil, [])
            do throws(QueueFailure) {
                try guarded.reading {
                    judged = $0.admit(message, to: destinations, reasons, opening, backlog, random)
                    if case .new(let choice) = judged.verdict { $0.state.foresee(message.joining(choice)) }
                }
                return judged
            } catch {
                guarded.arriving.subtract(judged.reserved)
                if case .new = judged.verdict { guarded.releaseRoom(at: destinations) }
                throw error
            }
        }
    }

    private func store(
        _ message: IncomingMessage, to destinations: [Destination], ending reasons: [Waiting.Reason]
    ) async throws(QueueFailure) -> AcceptOutcome {
        let time = now()
        let record = QueueRecord.accepted(message, at: time)
        try await store(
            [record.withoutPayload], as: RecordGroup([record]), for: .intake, ending: reasons,
            releasing: destinations
        ) { _ in }
        return .accepted(Acceptance(of: message, at: time))
    }
}

extension MessageQueue.Guarded {
    /// Judges a message and reserves what it needs; nil when something it needs is being stored just now.
    ///
    /// - Returns: the verdict, and what was reserved: that and nothing else ends with the message, since another one may
    ///   hold the rest.
    fileprivate mutating func admit(
        _ message: IncomingMessage, to destinations: [Destination], _ reasons: [Waiting.Reason],
        _ opening: Waiting.Reason?, _ backlog: BacklogLimits, _ random: () -> UInt64
    ) -> (QueueState.IntakeVerdict?, reserved: [Waiting.Reason]) {
        guard arriving.isDisjoint(with: reasons), opening.map({ !arriving.contains($0) }) ?? true else {
            return (nil, [])
        }
        var verdict = state.judge(message, random)
        if case .new = verdict {
            if let destination = full(for: message, to: destinations, backlog) { verdict = .full(destination) }
            if state.cannotHold(message) { verdict = .overfull }
        }
        let reserved: [Waiting.Reason]
        switch verdict {
        case .new(.opens): reserved = reasons + [opening].compactMap(\.self)
        case .new(.joins(let key)) where state.changesPatient(message, of: key):
            reserved = reasons + [opening].compactMap(\.self)
        case .new, .resent: reserved = reasons
        case .duplicate, .conflict, .full, .overfull: reserved = []
        }
        if case .new = verdict { reserveRoom(at: destinations) }
        arriving.formUnion(reserved)
        return (verdict, reserved)
    }
}

extension IncomingMessage {
    /// The message in its case, whose lane it takes: a case is one lane even when its patient gets another id.
    fileprivate func joining(_ choice: QueueState.CaseChoice) -> IncomingMessage {
        var message = self
        switch choice {
        case .none: break
        case .follows(let key, let lane, let isCompulsory):
            message.caseKey = key
            message.lane = lane
            message.isCompulsory = isCompulsory
        case .joins(let key), .opens(let key):
            message.caseKey = key
            message.lane = key.lane(isCompulsory: isCompulsory)
        }
        return message
    }
}

extension Waiting.Reason {
    /// What must not be under way twice while a message is being stored.
    fileprivate static func arrivals(of message: IncomingMessage) -> [Self] {
        [.message(message.id)] + (message.transmissionID.map { [.transmission($0)] } ?? [])
            + (message.effect?.original.map { [.effect($0)] } ?? [])
    }
}
