internal import DurableLog
internal import LinuxSystem
package import Messages

extension MessageQueue {
    /// Lends deliveries to a system; they are on disk as offered before this returns.
    ///
    /// - Parameters:
    ///   - destinations: where to take from, each in turn.
    ///   - system: who answers for them.
    ///   - maximum: how many at most, 1–1,000; fewer when their payloads come to 32 MiB.
    ///   - duration: how long, in seconds, 1–3,600.
    ///   - spared: destinations whose compulsory care is not for the system.
    ///   - openLimit: deliveries that the system may have leased at once, these included; nil without a limit.
    ///   - receipt: makes the application receipt of a delivery that becomes a dead letter here.
    ///   - room: what is read and lent for the system has to fit into; what cannot be held stays where it is, untried, and
    ///     no other call of the system is woken for it.
    /// - Returns: the deliveries, none when nothing may be leased now. One whose message cannot be read back from the disk
    ///   is not among them: it is tried again in a while, and becomes a dead letter with a fault of its own when that has
    ///   been tried as often as a delivery is, or when its message is damaged.
    /// - Throws: `journalFailed`, `diskFull` or `closed`, with nothing lent.
    package func lease(
        from destinations: [Destination], by system: SystemID, maximum: Int, duration: Int,
        sparingCompulsoryAt spared: Set<Destination> = [], openLimit: Int? = nil,
        receipt: @escaping ReceiptBuilder = { _ in nil }, room: LeasingRoom = .endless
    ) async throws(QueueFailure) -> [LeasedDelivery] {
        let lending = Lending(
            destinations: destinations, spared: spared, system: system, openLimit: openLimit, room: room)
        let maximum = min(max(maximum, 1), Limits.deliveriesPerLease)
        let duration = Limits.leaseSeconds.clamp(duration)
        // Where only what has died or was lost stood in front, the next may be lent; the rest of a lane full of that is the
        // next call's.
        for _ in 0..<Limits.turnsPerLease {
            let leased = try await lease(lending, maximum: maximum, duration: duration, receipt)
            if let leased { return leased }
        }
        passOn(destinations, sparingCompulsoryAt: spared)
        return []
    }

    /// Lends what may be lent now; nil when nothing was, but lanes have gone on.
    private func lease(
        _ lending: Lending, maximum: Int, duration: Int, _ receipt: @escaping ReceiptBuilder
    ) async throws(QueueFailure) -> [LeasedDelivery]? {
        if let failure { throw failure }
        let now = now()
        await wakeRetries()
        guarded.withLock { guarded in
            for destination in lending.destinations { guarded.polledAt[destination] = now }
        }
        let (picks, lost, gone, isShort) = await pick(lending, maximum: maximum)
        // Another call of a system without room would find none either.
        passOn(lending.destinations, sparingCompulsoryAt: lending.spared, besides: isShort ? lending.system : nil)
        guard !picks.isEmpty || !lost.isEmpty else { return await giveUpUnread(gone) ? nil : [] }
        let leased = try await offer(picks, lost, of: lending, at: now, duration: duration, receipt)
        // What is given up may take a while to be found, and the time of what is lent runs.
        if leased == nil { await giveUpUnread(gone) } else { giveUpLater(gone) }
        return leased
    }

    /// Has the disk note what is offered, and what dies instead; nil when all of it does.
    private func offer(
        _ picks: [(lease: LeaseID, message: IncomingMessage)], _ lost: [LostLease], of lending: Lending,
        at now: Timestamp, duration: Int, _ receipt: @escaping ReceiptBuilder
    ) async throws(QueueFailure) -> [LeasedDelivery]? {
        let system = lending.system
        defer { if lending.openLimit != nil { release(picks.count + lost.count, lentTo: system) } }
        let found = picks.map(\.lease) + lost.map(\.lease)
        let (offered, deaths) = sort(found, at: now, receipt)
        let ends = now.adding(seconds: Double(duration))
        let clock = clock
        let records = offered.map { QueueRecord.offered($0, to: system, at: now) } + deaths
        let drafts = try await store(
            records.map(\.withoutPayload), as: RecordGroup(records), for: .settlement,
            ending: found.map { .delivery($0.delivery) }
        ) { state in
            // The lease's time starts here and not before the sync, which the poller is not to pay for.
            let deadline = clock.bootNanoseconds() + UInt64(duration) * 1_000_000_000
            return offered.compactMap { lease in
                state.hold(lease, until: deadline, ends)
                return state.draft(of: lease)
            }
        }
        let messages = Dictionary(picks.map { ($0.lease, $0.message) }) { first, _ in first }
        letGo(messages, but: offered, of: lending.room)
        guard !offered.isEmpty else { return nil }
        if !lost.isEmpty { await bury(lost, by: system, receipt: receipt) }
        return drafts.compactMap { draft in
            messages[draft.lease].map { LeasedDelivery(draft, $0, expiring: ends) }
        }
    }

    private func release(_ count: Int, lentTo system: SystemID) {
        let woken = guarded.withLock { guarded in
            guarded.lending[system, default: 0] -= count
            return guarded.waiting.take(all: .lending(system))
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Lets the room know of messages that were held for deliveries which have died instead of being offered.
    private func letGo(_ messages: [LeaseID: IncomingMessage], but offered: [LeaseID], of room: LeasingRoom) {
        let kept = offered.reduce(0) { $0 + (messages[$1]?.payload.count ?? 0) }
        let held = messages.values.reduce(0) { $0 + $1.payload.count }
        if held > kept { room.letGo(held - kept) }
    }

    /// What was picked.
    private typealias Picked = (
        picks: [(lease: LeaseID, message: IncomingMessage)], lost: [LostLease], gone: [DeliveryID], isShort: Bool
    )

    /// Picks deliveries and reads their messages, a few at a time, until there are enough or they are too large together.
    ///
    /// No more is read than there is room for, and one message.
    ///
    /// - Returns: the deliveries reserved for an offer, with their messages; those to be given up since the disk does
    ///   not give their messages; those of which nothing is in memory either; and whether a message had to stay for want
    ///   of room.
    private func pick(_ lending: Lending, maximum: Int) async -> Picked {
        var picks: [(lease: LeaseID, message: IncomingMessage)] = []
        var lost: [LostLease] = []
        var gone: [DeliveryID] = []
        var isShort = false
        var bytes = 0
        while picks.count < maximum, bytes < Limits.bytesPerLease, gone.count < Limits.deliveriesPerLease {
            let wanted = min(Limits.deliveriesPerRead, maximum - picks.count)
            let (ids, reading) = guarded.withLock {
                ($0.pick(lending, maximum: wanted), $0.state.messages.reading)
            }
            guard !ids.isEmpty else { break }
            let fitting = min(lending.room.free(), Limits.bytesPerLease - bytes)
            let read = await read(ids.map(\.message), by: reading, untilBytes: fitting)
            for (id, stored) in zip(ids, read) {
                switch stored {
                case .found(let message, let entry):
                    // One that is too large for what is left ends the answer; it is the first of a later one.
                    let isFitting = picks.isEmpty || bytes + message.payload.count <= Limits.bytesPerLease
                    let isWanted = isFitting && lending.room.hold(message.payload.count)
                    isShort = isShort || isFitting && !isWanted
                    bytes += isWanted ? message.payload.count : Limits.bytesPerLease
                    if let lease = lend(id, entry, readBy: reading, of: lending, isWanted: isWanted) {
                        picks.append((lease, message))
                    } else if isWanted {
                        lending.room.letGo(message.payload.count)
                    }
                case .missed(let miss):
                    if let lease = rest(id, of: lending, missing: miss) {
                        lost.append(LostLease(lease: lease, isDamage: miss.isDamage))
                    } else if miss.isCertainDamage {
                        gone.append(id)
                    }
                }
            }
            // Behind those that were read, so that all keep their order.
            for id in ids[read.count...] { putBack(id, of: lending) }
        }
        return (picks, lost, gone, isShort)
    }

    /// Puts a delivery that was picked back to where it was.
    ///
    /// Another system is woken for it at once; whether one of the same is too is for the lease to say when it knows.
    private func putBack(_ id: DeliveryID, of lending: Lending) {
        let woken = guarded.withLock { guarded in
            let woken = guarded.note(guarded.state.putBack(id), besides: lending.system)
            guard lending.openLimit != nil else { return woken }
            guarded.lending[lending.system, default: 0] -= 1
            return woken + guarded.waiting.take(all: .lending(lending.system))
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Reserves a delivery that was picked, or puts it back; nil when it is not to be offered now.
    private func lend(
        _ id: DeliveryID, _ entry: MessageEntry, readBy reading: MessageTable.Reading, of lending: Lending,
        isWanted: Bool
    ) -> LeaseID? {
        let lease = guarded.withLock { guarded in
            guarded.state.messages.remember(entry, readBy: reading)
            return isWanted ? guarded.state.lend(id) : nil
        }
        if lease == nil { putBack(id, of: lending) }
        return lease
    }

    /// Has a delivery wait whose message the disk does not give, longer each time, or reserves it to be given up: when that
    /// was tried as often as a delivery is, or the message is damaged.
    ///
    /// One of which nothing is in memory is not reserved: what is damaged of it is given up by where it stands, and else it
    /// waits until the disk gives it, however often.
    private func rest(_ id: DeliveryID, of lending: Lending, missing miss: ReadMessage.Miss) -> LeaseID? {
        let (boot, chance) = (clock.bootNanoseconds(), chance())
        let (lease, woken) = guarded.withLock { guarded -> (LeaseID?, [Waiting.Sleeper]) in
            let misses = guarded.state.miss(id)
            if miss.isDamage || misses >= policy.attempts, guarded.state.messages.isInMemory(id.message),
                let lease = guarded.state.lend(id)
            {
                return (lease, [])
            }
            let delay = policy.delay(afterAttempts: misses, chance: chance)
            guarded.state.rest(id, until: boot + UInt64(delay * 1e9))
            guard lending.openLimit != nil else { return (nil, []) }
            guarded.lending[lending.system, default: 0] -= 1
            return (nil, guarded.waiting.take(all: .lending(lending.system)))
        }
        for sleeper in woken { sleeper.resume() }
        return lease
    }

    /// Sorts what was picked into what may be offered, and the ends of what was offered so often without any answer that it
    /// may itself be what ends its receivers: leases that end by restarts never lapse.
    private func sort(
        _ leases: [LeaseID], at now: Timestamp, _ receipt: ReceiptBuilder
    ) -> (offered: [LeaseID], deaths: [QueueRecord]) {
        var offered: [LeaseID] = []
        var deaths: [QueueRecord] = []
        for lease in leases {
            let id = lease.delivery
            let facts = guarded.withLock { $0.state.isPoison(id, policy) ? $0.state.facts(of: id) : nil }
            guard let facts else {
                offered.append(lease)
                continue
            }
            let last = LeaseID(delivery: id, offer: lease.offer - 1)
            deaths += withReceipt(
                .died(last, at: now, outcome: .lapsed, fault: .poison, cause: .poison), facts, receipt, at: now)
        }
        return (offered, deaths)
    }

    /// How many deliveries a system has leased now.
    package func openLeases(of system: SystemID) -> Int {
        guarded.withLock { $0.state.openLeases[system] ?? 0 }
    }

    /// Waits until a lease of these destinations, sparing the same, may bring something.
    ///
    /// Returns also when the time is over, the task is cancelled or the queues close. Of those who wait for one destination
    /// each delivery that comes wakes one, who has waited longest: whoever then does not lease calls `passOn`.
    ///
    /// - Parameters:
    ///   - destinations: where from.
    ///   - spared: destinations whose compulsory care is not for who waits.
    ///   - limit: the system that waits, and how many it may have leased at once; while other calls of it are being lent as
    ///     many, there is nothing for this one.
    ///   - place: the place among those who wait; without one the last.
    ///   - seconds: how long at most.
    package func waitForDelivery(
        in destinations: [Destination], sparingCompulsoryAt spared: Set<Destination> = [],
        within limit: (system: SystemID, openLeases: Int)? = nil, as place: WaitingPlace? = nil, atMost seconds: Double
    ) async {
        await wakeRetries()
        await sleep(as: place ?? self.place(), atMost: seconds) { guarded in
            guard !guarded.isEnding else { return [] }
            // What comes meanwhile is not for this one: it must wake somebody who may have it.
            if let limit, guarded.isLending(to: limit.system, upTo: limit.openLeases) {
                return [.lending(limit.system)]
            }
            guard !guarded.state.hasReady(in: destinations, sparing: spared) else { return [] }
            return destinations.flatMap { Self.reasons(at: $0, sparing: spared) }
        }
    }

    /// Wakes one more of those who wait where something is left to offer.
    ///
    /// Called by everyone who was woken and goes away without leasing; `lease` does it itself. With it no delivery waits
    /// beside somebody who waits for it: each that comes wakes one, and each who is woken takes all that he finds or wakes
    /// the next.
    ///
    /// - Parameters:
    ///   - destinations: where something may be left.
    ///   - spared: destinations whose compulsory care is not for who calls.
    ///   - system: whose calls are not woken, since they would find no room either.
    package func passOn(
        _ destinations: [Destination], sparingCompulsoryAt spared: Set<Destination> = [],
        besides system: SystemID? = nil
    ) {
        let woken = guarded.withLock { guarded in
            destinations.flatMap { Self.reasons(at: $0, sparing: spared) }
                .compactMap { guarded.wakeNext(for: $0, besides: system) }
        }
        for sleeper in woken { sleeper.resume() }
    }

    private static func reasons(at destination: Destination, sparing spared: Set<Destination>) -> [Waiting.Reason] {
        let usual = Waiting.Reason.ready(destination, isCompulsory: false)
        return spared.contains(destination) ? [usual] : [usual, .ready(destination, isCompulsory: true)]
    }

    /// Makes deliveries available whose next attempt is due, and wakes everybody who waits for one of them.
    ///
    /// After a long stop many are due together: others get at the queues between some and the next.
    func wakeRetries() async {
        let boot = clock.bootNanoseconds()
        repeat { await wakeSomeRetries(at: boot) } while guarded.withLock { $0.state.isWaking(at: boot) }
    }

    /// Makes what was just given back available, as far as nothing that is damaged is due beside it: that takes its time, and
    /// is for the ticker.
    func wakeReleased() async {
        let boot = clock.bootNanoseconds()
        let due = guarded.withLock { $0.state.dueMessages(at: boot, maximum: Limits.deliveriesPerLease) }
        if await remember(due).isEmpty { wakeRemembered(at: boot) }
    }

    private func wakeSomeRetries(at boot: UInt64) async {
        // What is due is read before it is looked at under the lock.
        let damaged = await remember(
            guarded.withLock { $0.state.dueMessages(at: boot, maximum: Limits.deliveriesPerLease) })
        if !damaged.isEmpty {
            let due = guarded.withLock { $0.state.due(at: boot, maximum: Limits.deliveriesPerLease) }
            await giveUpUnread(due.filter { damaged.contains($0.message) })
        }
        wakeRemembered(at: boot)
    }

    /// Makes available what is due and has been read.
    private func wakeRemembered(at boot: UInt64) {
        let woken = guarded.withLock {
            $0.note($0.state.wakeRetries(at: boot, maximum: Limits.deliveriesPerLease))
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Prolongs a lease to so many seconds from now, 1–3,600; not kept over a restart.
    ///
    /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`: a delivery that cannot be read is not unknown.
    package func renew(
        _ lease: LeaseID, by system: SystemID, duration: Int
    ) throws(QueueFailure) -> RenewOutcome {
        let duration = Limits.leaseSeconds.clamp(duration)
        let boot = clock.bootNanoseconds()
        let ends = now().adding(seconds: Double(duration))
        let (outcome, woken) = try guarded.withLock { guarded throws(QueueFailure) in
            try guarded.reading { guarded -> (RenewOutcome, [Waiting.Sleeper]) in
                let woken = guarded.note(guarded.state.resumeIfReadable(lease.delivery))
                if let loss = guarded.state.judgeRenewal(of: lease, by: system, at: boot) {
                    return (.lost(loss), woken)
                }
                guarded.state.hold(lease, until: boot + UInt64(duration) * 1_000_000_000, ends)
                return (.renewed(until: ends), woken)
            }
        }
        for sleeper in woken { sleeper.resume() }
        return outcome
    }

    /// Reads the bytes of a delivery's message; nil when there is no such delivery.
    ///
    /// - Throws: `unreadable`.
    package func payload(of delivery: DeliveryID) async throws(QueueFailure) -> DeliveryPayload? {
        let isThere = try await recalling { $0.state.delivery(delivery) != nil }
        return isThere ? try await payload(at: delivery.message) : nil
    }

    /// Reads the bytes of a message; nil when there is no such message, or its bytes have been dropped in their time.
    ///
    /// - Throws: `unreadable`.
    package func payload(of message: MessageID) async throws(QueueFailure) -> DeliveryPayload? {
        let entry = try guarded.withLock { guarded throws(QueueFailure) in
            try guarded.reading { $0.state.sequences[message] }
        }
        guard let entry else { return nil }
        return try await payload(at: entry.sequence)
    }

    private func payload(at sequence: UInt64) async throws(QueueFailure) -> DeliveryPayload? {
        let reading = guarded.withLock { $0.state.messages.reading }
        return switch await read([sequence], by: reading).first {
        // Bytes that were dropped in their time: no message is empty.
        case .found(let message, _) where message.payload.isEmpty: nil
        case .found(let message, _):
            DeliveryPayload(form: message.form, contentType: message.contentType, bytes: message.payload)
        case .missed(.gone), nil: nil
        case .missed(.failed(let failure)): throw failure
        }
    }
}

/// Who is lent what.
struct Lending: Sendable {
    let destinations: [Destination]
    let spared: Set<Destination>
    let system: SystemID
    let openLimit: Int?
    /// What is read and lent has to fit into it.
    let room: LeasingRoom
}

extension LeasedDelivery {
    fileprivate init(_ draft: LeaseDraft, _ message: IncomingMessage, expiring: Timestamp) {
        self.init(
            facts: draft.facts, lease: draft.lease, leaseExpiresAt: expiring, attempt: draft.facts.attempt,
            enqueuedAt: draft.enqueuedAt, missingBefore: draft.missingBefore, overtakenBy: draft.overtakenBy,
            originalOffered: draft.originalOffered, isReplayed: draft.isReplayed, form: message.form,
            contentType: message.contentType,
            payload: message.payload,
            traceparent: message.traceparent)
    }
}

/// A leased delivery before its message has been read from disk.
struct LeaseDraft: Sendable {
    let facts: DeliveryFacts
    let lease: LeaseID
    let enqueuedAt: Timestamp
    let missingBefore: [MessageID]
    let overtakenBy: [MessageID]
    let originalOffered: Bool?
    let isReplayed: Bool
}

extension QueueState {
    /// What is handed out for an offer that the disk has; nil when a cancellation came between.
    fileprivate func draft(of lease: LeaseID) -> LeaseDraft? {
        let id = lease.delivery
        guard let facts = facts(of: id), let delivery = delivery(id), case .leased = delivery.phase else {
            return nil
        }
        return LeaseDraft(
            facts: facts, lease: lease, enqueuedAt: delivery.availableAt, missingBefore: missing(before: id),
            overtakenBy: delivery.replay == nil ? delivery.overtakenBy : [],
            originalOffered: isOriginalOffered(of: id), isReplayed: delivery.replay != nil)
    }

    /// Of a cancellation: whether the original had been offered at the same destination; nil of any other message.
    func isOriginalOffered(of id: DeliveryID) -> Bool? {
        guard case .cancels(let original, _) = messages[id.message]?.head.effect, let own = delivery(id) else {
            return nil
        }
        return message(original)?.deliveries.contains { delivery in
            delivery.lane.destination == own.lane.destination && delivery.firstOfferedAt != nil
        } ?? false
    }
}

extension RecordGroup {
    init(_ records: [QueueRecord]) {
        self.init()
        for record in records {
            if case .accepted(let message, let time) = record {
                append(
                    kind: record.kind,
                    bodyBehindRoom: message.recordBody(acceptedAt: time, behind: RecordGroup.headRoom))
            } else {
                append(kind: record.kind, body: record.encoded())
            }
        }
    }
}

extension ClosedRange {
    /// The value nearest to one given.
    func clamp(_ value: Bound) -> Bound {
        Swift.min(Swift.max(value, lowerBound), upperBound)
    }
}

extension MessageQueue.Guarded {
    /// Takes the one who has waited longest for something of which there is still some, calls of one system left out.
    fileprivate mutating func wakeNext(for reason: Waiting.Reason, besides system: SystemID?) -> Waiting.Sleeper? {
        guard waiting.isAwaited(reason), case .ready(let destination, let isCompulsory) = reason,
            state.hasReady(at: destination, isCompulsory: isCompulsory)
        else { return nil }
        return waiting.take(firstFor: reason, besides: system)
    }

    /// Whether calls of a system that are under way are being lent all that it may have leased at once.
    fileprivate func isLending(to system: SystemID, upTo openLimit: Int) -> Bool {
        let lent = lending[system] ?? 0
        return lent > 0 && (state.openLeases[system] ?? 0) + lent >= openLimit
    }

    /// Picks what may be offered to a system, no more than its open leases leave room for; what others of its calls are being
    /// lent at the moment counts.
    fileprivate mutating func pick(_ lending: Lending, maximum: Int) -> [DeliveryID] {
        guard let openLimit = lending.openLimit else {
            return state.pick(from: lending.destinations, sparing: lending.spared, maximum: maximum)
        }
        let system = lending.system
        let room = openLimit - (state.openLeases[system] ?? 0) - (self.lending[system] ?? 0)
        guard room > 0 else { return [] }
        let picks = state.pick(from: lending.destinations, sparing: lending.spared, maximum: min(maximum, room))
        self.lending[system, default: 0] += picks.count
        return picks
    }
}
