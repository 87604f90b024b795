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
        var recalls = Limits.recalls
        while true {
            if let failure = journal.failure { throw QueueFailure(appending: failure) }
            let (verdict, reserved): (QueueState.IntakeVerdict?, reserved: [Waiting.Reason])
            do throws(QueueFailure) {
                (verdict, reserved) = try admit(message, to: destinations, reasons, opening, fromMemory: recalls > 0)
            } catch {
                guard case .unread(let sequences) = error else { throw error }
                recalls = try await recall(sequences) ? recalls - 1 : 0
                continue
            }
            switch verdict {
            case .duplicate(let acceptance): return .duplicate(acceptance)
            case .resent(let sequence, let transmission, let acceptance):
                let arrival = resending(of: sequence, transmission)
                try await store(arrival.records, as: arrival.group, for: .intake, ending: reserved) { _ in }
                return .duplicate(acceptance)
            case .conflict(let conflict): return .conflict(conflict)
            case .full(let destination): throw .backlogFull(destination)
            case .overfull: throw .overloaded
            case .new(let choice):
                let (arrival, acceptance) = arrival(of: message, choice)
                try await store(
                    arrival.records, as: arrival.group, for: .intake, ending: reserved, releasing: destinations
                ) { _ in }
                return .accepted(acceptance)
            case nil:
                let all = reasons + [opening].compactMap(\.self)
                await sleep(for: all, evenIfCancelled: true) { !$0.arriving.isDisjoint(with: all) }
            }
        }
    }

    /// What is stored of an arrival: what is applied when the disk has it, and the same as bytes.
    private struct Arrival {
        let records: [QueueRecord]
        let group: RecordGroup

        init(_ record: QueueRecord) {
            records = [record.withoutPayload]
            group = RecordGroup([record])
        }
    }

    /// A new message as it is stored, and what is answered then.
    ///
    /// What is done with the message between two waits is not inlined, here and below: the copies that it makes are on the
    /// thread's stack then. In the memory of the task they took five thousand bytes for every post, which malloc does not keep
    /// at hand and no cache either until the disk is through.
    @inline(never)
    private func arrival(of message: IncomingMessage, _ choice: QueueState.CaseChoice) -> (Arrival, Acceptance) {
        let time = now()
        let message = message.joining(choice)
        return (Arrival(.accepted(message, at: time)), Acceptance(of: message, at: time))
    }

    @inline(never)
    private func resending(of message: UInt64, _ transmission: TransmissionID) -> Arrival {
        Arrival(.resent(message: message, transmission, at: now()))
    }

    /// Judges a message and reserves what it needs, unless what it is judged by cannot be read.
    @inline(never)
    private func admit(
        _ message: IncomingMessage, to destinations: [Destination], _ reasons: [Waiting.Reason],
        _ opening: Waiting.Reason?, fromMemory: Bool
    ) throws(QueueFailure) -> (QueueState.IntakeVerdict?, reserved: [Waiting.Reason]) {
        let (random, backlog) = (random, backlog)
        return try guarded.withLock { guarded throws(QueueFailure) in
            if let damage = guarded.state.damage { throw damage }
            var judged: (verdict: QueueState.IntakeVerdict?, reserved: [Waiting.Reason]) = (nil, [])
            do throws(QueueFailure) {
                try guarded.reading(fromMemory: fromMemory) {
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
