internal import AccessControl
package import AuditTrail
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
package import Messages
package import Queues
package import Routing

/// The operators' doors to dead letters: list, look at one, put one back into its queue, put one aside for good.
package struct DeadLetterEndpoints: Sendable {
    private let queue: MessageQueue
    private let directory: @Sendable () -> Directory
    private let audit: AuditLog
    private let now: @Sendable () -> Timestamp

    /// Takes the queue, the directory in force, and the trail of what operators do.
    package init(
        queue: MessageQueue, directory: @escaping @Sendable () -> Directory, audit: AuditLog,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.queue = queue
        self.directory = directory
        self.audit = audit
        self.now = now
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.listSign) { call async throws(Rejection) in
                try await list(call)
            },
            Door(Self.oneSign) { call async throws(Rejection) in
                try await show(call)
            },
            Door(Self.retrySign) { call async throws(Rejection) in
                try await retry(call)
            },
            Door(Self.discardSign) { call async throws(Rejection) in
                try await discard(call)
            },
        ]
    }

    private func list(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let destination = try destination(of: call)
        let cause = try cause(of: call)
        let after = try cursor(of: call)
        // Pages are cut from what the caller may see: a cursor tells nothing of other units' letters.
        let page = await queue.deadLetters(
            after: after, limit: Limits.deadLettersPerPage,
            where: { letter in
                (destination ?? letter.facts.destination) == letter.facts.destination
                    && (cause ?? letter.cause) == letter.cause && isVisible(letter.facts.destination, to: call.identity)
            },
            whereLost: { letter in
                (destination ?? letter.destination) == letter.destination && (cause ?? .unreadable) == .unreadable
                    && isVisible(letter.destination, to: call.identity)
            })
        let reports = (page.letters.map { report($0) } + page.lost.map { report($0) }).sorted {
            $0.delivery < $1.delivery
        }
        var members: [(String, APIValue)] = [("deadLetters", .list(item: "deadLetter", reports.map(\.value)))]
        if reports.count == Limits.deadLettersPerPage, let last = reports.last {
            members.append(("cursor", .text(last.delivery.description)))
        }
        return APIAnswer.response(status: 200, root: "deadLetters", .object(members), for: call)
    }

    private func show(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let shown: DeadLetterReport
        if let lost = lostLetter(of: call) { shown = report(lost) } else { shown = report(try await letter(of: call)) }
        return APIAnswer.response(status: 200, root: "deadLetter", shown.value, for: call)
    }

    private func retry(_ call: Call) async throws(Rejection) -> HTTPResponse {
        // It may have come back: that is known when it is tried, and told before anything is written down.
        if let lost = lostLetter(of: call), !(await queue.isReadable(lost.delivery)) { throw Self.lost }
        let letter = try await letterToActOn(of: call)
        try await note(
            .deadLetterRetried, letter.facts.delivery, at: letter.facts.destination, letter.facts.message, call)
        let outcome: RetryOutcome
        do {
            outcome = try await queue.retryDeadLetter(letter.facts.delivery, by: call.identity.system)
        } catch {
            throw Rejection(queueFailure: error)
        }
        switch outcome {
        case .redriven: return APIAnswer.empty(status: 202, for: call)
        case .unreadable: throw Self.lost
        case .notDead: throw Self.gone
        }
    }

    private func discard(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let (delivery, destination, message): (DeliveryID, Destination, MessageID?)
        if let lost = lostLetter(of: call) {
            (delivery, destination, message) = (lost.delivery, lost.destination, lost.message)
        } else if let damaged = await damagedLetter(of: call) {
            (delivery, destination, message) = (damaged.delivery, damaged.destination, damaged.message)
        } else {
            let facts = try await letterToActOn(of: call).facts
            (delivery, destination, message) = (facts.delivery, facts.destination, facts.message)
        }
        let reason = try call.auditReason()
        try await note(.deadLetterDiscarded, delivery, at: destination, message, call, reason: reason)
        let outcome: DiscardOutcome
        do {
            outcome = try await queue.discard(delivery, by: call.identity.system, reason: reason)
        } catch {
            throw Rejection(queueFailure: error)
        }
        switch outcome {
        case .discarded: return APIAnswer.empty(status: 204, for: call)
        case .notDead: throw Self.gone
        }
    }

    private static let gone = Rejection(.deadLetterGone, "it is no dead letter, or none any more")
    private static let lost = Rejection(
        .storedMessageLost, "the disk gives nothing of its message that could be tried again; it is a dead letter still"
    )

    /// Has the audit trail tell of what is about to be done with a letter.
    private func note(
        _ action: AuditEvent.Action, _ delivery: DeliveryID, at destination: Destination, _ message: MessageID?,
        _ call: Call, reason: String? = nil
    ) async throws(Rejection) {
        try await audit.note(
            AuditEvent(
                at: now(), action: action, system: call.identity.system, who: call.identity.who,
                units: [destination], message: message, delivery: delivery.description, reason: reason,
                requestID: call.requestID))
    }

    // MARK: Reading

    /// The dead letter that is asked for, when the disk gives nothing of its message.
    private func lostLetter(of call: Call) -> LostLetter? {
        call.parameters["id"].flatMap { DeliveryID($0) }.flatMap { queue.lostLetter($0) }.flatMap {
            isVisible($0.destination, to: call.identity) ? $0 : nil
        }
    }

    /// The same when its message was damaged after it had died.
    private func damagedLetter(of call: Call) async -> DamagedLetter? {
        guard let id = call.parameters["id"].flatMap({ DeliveryID($0) }) else { return nil }
        return await queue.damagedDeadLetter(id) { isVisible($0, to: call.identity) }
    }

    private func letter(of call: Call) async throws(Rejection) -> DeadLetter {
        guard let id = call.parameters["id"].flatMap({ DeliveryID($0) }),
            let letter = try await queue.awaited({ queue async throws(QueueFailure) in try await queue.deadLetter(id) }
            ),
            isVisible(letter.facts.destination, to: call.identity)
        else {
            throw Rejection(.deadLetterUnknown, "no dead letter has that id")
        }
        return letter
    }

    /// The dead letter, with a word of its own for one that somebody else has dealt with in the meantime.
    private func letterToActOn(of call: Call) async throws(Rejection) -> DeadLetter {
        do {
            return try await letter(of: call)
        } catch {
            guard let id = call.parameters["id"].flatMap({ DeliveryID($0) }),
                try await queue.awaited({ queue async throws(QueueFailure) in try await queue.deadLetter(id) }) == nil,
                let known = try await queue.awaited({ queue async throws(QueueFailure) in
                    try await queue.status(of: id)
                })?.delivery,
                isVisible(known.destination, to: call.identity)
            else { throw error }
            throw Self.gone
        }
    }

    private func isVisible(_ destination: Destination, to identity: Identity) -> Bool {
        guard let unit = destination.unit else { return identity.mayEverywhere(.operate) }
        return identity.may(.operate, for: unit)
    }

    private func destination(of call: Call) throws(Rejection) -> Destination? {
        guard let text = call.head.query["unit"] else { return nil }
        guard let destination = Destination(name: text) else {
            throw Rejection(.queryInvalid, "unit is an HSA-id, publisher1177, or receipts:SYSTEM")
        }
        return destination
    }

    private func cause(of call: Call) throws(Rejection) -> DeathCause? {
        guard let text = call.head.query["cause"] else { return nil }
        guard let cause = DeathCause(word: text) else {
            throw Rejection(.queryInvalid, "cause is one of \(DeathCause.all.map(\.word).joined(separator: ", "))")
        }
        return cause
    }

    private func cursor(of call: Call) throws(Rejection) -> DeliveryID? {
        guard let text = call.head.query["cursor"] else { return nil }
        guard let cursor = DeliveryID(text) else {
            throw Rejection(.queryInvalid, "the cursor is none of this gateway's")
        }
        return cursor
    }

    private func report(_ letter: LostLetter) -> DeadLetterReport {
        DeadLetterReport(letter, unit: letter.destination.unit.flatMap { directory().units[$0] })
    }

    private func report(_ letter: DeadLetter) -> DeadLetterReport {
        DeadLetterReport(letter, unit: letter.facts.destination.unit.flatMap { directory().units[$0] })
    }
}
