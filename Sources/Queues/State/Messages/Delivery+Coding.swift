internal import Messages

/// What the table `progress` keeps of a delivery; its lane and when it became available are its message's.
///
///     bytes  what (integers little-endian; "?" after a byte that is 1 when it is there)
///         1  phase, and what that needs
///         4  offers
///         4  attempts
///         4  attempts in a row that nobody answered
///         ?  first attempt 8
///         ?  first offered 8
///         4  number of listed attempts, each: offer 4, system as text, offered 8, ended 8 ?, outcome 1, fault ?
///         ?  reference as text
///         ?  note as text
///         1  held
///         ?  given up 8
///         ?  tried again 8
///         ?  answer: outcome 1, time 8
///         ?  kvittens: read 8, received 8, receipt 16, unit as text
///         ?  misdirection: message 16, time 8
///         4  number of messages that overtook it, each 16
///         ?  replay: number 8, completed 8
extension Delivery {
    func encode(into encoder: inout RecordEncoder) {
        encoder.phase(phase)
        encoder.integer(offers)
        encoder.integer(UInt32(clamping: attempts))
        encoder.integer(UInt32(clamping: unanswered))
        encoder.optional(firstAttemptAt) { $0.time($1) }
        encoder.optional(firstOfferedAt) { $0.time($1) }
        encoder.list(history) { $0.attempt($1) }
        encoder.optional(reference) { $0.text($1) }
        encoder.optional(note) { $0.text($1) }
        encoder.flag(isHeld)
        encoder.optional(diedAt) { $0.time($1) }
        encoder.optional(redrivenAt) { $0.time($1) }
        encoder.optional(answer) { encoder, answer in
            encoder.integer(answer.outcome.rawValue)
            encoder.time(answer.at)
        }
        encoder.optional(kvittens) { encoder, kvittens in
            encoder.time(kvittens.readAt)
            encoder.time(kvittens.receivedAt)
            encoder.uuid(kvittens.receipt.bytes)
            encoder.text(kvittens.by.text)
        }
        encoder.optional(misdirection) { encoder, misdirection in
            encoder.uuid(misdirection.by.bytes)
            encoder.time(misdirection.at)
        }
        encoder.list(overtakenBy) { $0.uuid($1.bytes) }
        encoder.optional(replay) { encoder, mark in
            encoder.integer(mark.replay)
            encoder.time(mark.completedAt)
        }
    }

    /// Takes over what is kept of it.
    mutating func take(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        phase = try decoder.phase()
        offers = try decoder.integer()
        attempts = Int(try decoder.integer(UInt32.self))
        unanswered = Int(try decoder.integer(UInt32.self))
        firstAttemptAt = try decoder.flag() ? try decoder.time() : nil
        firstOfferedAt = try decoder.flag() ? try decoder.time() : nil
        history = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try decoder.attempt() }
        reference = try decoder.optionalText()
        note = try decoder.optionalText()
        isHeld = try decoder.flag()
        diedAt = try decoder.flag() ? try decoder.time() : nil
        redrivenAt = try decoder.flag() ? try decoder.time() : nil
        answer = try decoder.flag() ? try decoder.answer() : nil
        kvittens = try decoder.flag() ? try decoder.kvittens() : nil
        misdirection =
            try decoder.flag() ? Misdirection(by: MessageID(try decoder.uuid()), at: try decoder.time()) : nil
        overtakenBy = try decoder.list { decoder throws(RecordDecoder.Mismatch) in MessageID(try decoder.uuid()) }
        replay =
            try decoder.flag() ? ReplayMark(replay: try decoder.integer(), completedAt: try decoder.time()) : nil
        lane.isReplay = replay != nil
    }
}

extension RecordEncoder {
    fileprivate mutating func phase(_ phase: Delivery.Phase) {
        switch phase {
        case .waiting:
            integer(UInt8(0))
        case .leased(let until, let time):
            integer(UInt8(1))
            integer(until)
            self.time(time)
        case .retrying(let until, let time):
            integer(UInt8(2))
            integer(until)
            self.time(time)
        case .dead(let cause, let time):
            integer(UInt8(3))
            integer(cause.rawValue)
            self.time(time)
        case .completed(let time):
            integer(UInt8(4))
            self.time(time)
        case .cancelled(let time):
            integer(UInt8(5))
            self.time(time)
        case .discarded(let time):
            integer(UInt8(6))
            self.time(time)
        case .expired(let time):
            integer(UInt8(7))
            self.time(time)
        }
    }

    fileprivate mutating func attempt(_ attempt: Attempt) {
        integer(UInt32(clamping: attempt.offer))
        text(attempt.system.text)
        time(attempt.offeredAt)
        optional(attempt.endedAt) { $0.time($1) }
        integer(attempt.outcome.rawValue)
        optional(attempt.fault) { $0.fault($1) }
    }
}

extension RecordDecoder {
    fileprivate mutating func phase() throws(Mismatch) -> Delivery.Phase {
        switch try integer(UInt8.self) {
        case 0: return .waiting
        case 1: return .leased(until: try integer(), try time())
        case 2: return .retrying(until: try integer(), at: try time())
        case 3:
            guard let cause = DeathCause(rawValue: try integer()) else { throw Mismatch() }
            return .dead(cause, at: try time())
        case 4: return .completed(at: try time())
        case 5: return .cancelled(at: try time())
        case 6: return .discarded(at: try time())
        case 7: return .expired(at: try time())
        default: throw Mismatch()
        }
    }

    fileprivate mutating func attempt() throws(Mismatch) -> Attempt {
        let offer = Int(try integer(UInt32.self))
        let system = try system()
        let offeredAt = try time()
        let endedAt = try flag() ? try time() : nil
        let outcome = try outcome()
        return Attempt(
            offer: offer, system: system, offeredAt: offeredAt, endedAt: endedAt, outcome: outcome,
            fault: try flag() ? try fault() : nil)
    }

    fileprivate mutating func answer() throws(Mismatch) -> ApplicationAnswer {
        guard let outcome = ReceiptOutcome(rawValue: try integer()) else { throw Mismatch() }
        return ApplicationAnswer(outcome: outcome, at: try time())
    }

    fileprivate mutating func kvittens() throws(Mismatch) -> Kvittens {
        Kvittens(
            readAt: try time(), receivedAt: try time(), receipt: MessageID(try uuid()), by: try unit())
    }
}
