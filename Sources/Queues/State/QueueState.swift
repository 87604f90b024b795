internal import Messages

/// All messages, deliveries and lanes: a view of the journal, the same whether it was lived through or replayed.
///
/// Records change it only when the disk has them. A step whose record is on its way reserves its delivery, so that no two
/// steps of one delivery are under way at once.
struct QueueState: Sendable {
    /// What must be told to others after a record was applied.
    struct Action {
        /// Lines in which a lane has got something to offer, one for each lane.
        var ready: [LineID] = []
        var changesDeadLetters = false

        mutating func add(_ other: Action) {
            ready += other.ready
            changesDeadLetters = changesDeadLetters || other.changesDeadLetters
        }
    }

    let faults: ReadFaults
    let records: RecordSource
    var messages: MessageTable
    /// Deliveries neither settled nor given up, in their lanes and lines.
    var open = OpenDeliveries()
    var troubles: [LaneID: LaneTroubles] = [:]
    var sequences: Table<MessageID, LedgerEntry>
    var transmissions: Table<TransmissionID, LedgerEntry>
    var cases: CaseRegistry
    var consents: ConsentRegistry
    /// Cancellations that came before the messages that they cancel.
    var earlyCancellations: Table<MessageID, EarlyCancellations>
    /// The latest time at which a message was accepted: none is accepted before it, whatever the wall clock shows.
    var latestAcceptance = Timestamp(microseconds: 0)
    /// The number of the last message that was accepted.
    var latestSequence: UInt64 = 0
    /// Deliveries by state, counted as they change, so that asking does not go through them all.
    var tally = Conservation()
    /// The same for each destination.
    var tallies: [Destination: Conservation] = [:]
    /// How many deliveries each system has leased now.
    var openLeases: [SystemID: Int] = [:]
    /// When each destination's open deliveries became available.
    var ages: [Destination: AgeHistogram] = [:]
    /// When open deliveries of receipts became available: the only ones that expire.
    var receiptAges = AgeHistogram()
    /// Receipts old enough to expire that have not been settled.
    var overdueReceipts: Set<DeliveryID> = []
    /// Deliveries that are leased or wait for a retry.
    var active: Set<DeliveryID> = []
    /// Those of them that are leased, and by whom.
    var lent: [DeliveryID: SystemID] = [:]
    /// Those of them that wait for something to be mended.
    var held: Set<DeliveryID> = []
    /// All dead letters, sorted by id.
    var dead: [DeliveryID] = []
    /// Deliveries that are being offered, from having been picked until the offer is on its way to the disk, and those whose
    /// messages the disk has not given: they rest.
    var picked: [DeliveryID: Pick] = [:]
    /// How often in a row the disk has not given the messages of those that rest or have rested.
    var misses: [DeliveryID: Int] = [:]
    var restDeadlines = DeadlineHeap()
    /// Deliveries whose next step is on its way to the disk.
    var reserved: Set<DeliveryID> = []
    /// Messages of the listed types, in the order of acceptance.
    var listed: [UInt64] = []
    let listedTypes: Set<String>
    /// Whether the snapshot from which this goes on was taken when other types were listed.
    var isListIncomplete = false
    /// When each destination was last served, counted in deliveries, so that those who wait longest come first.
    var served: [Destination: UInt64] = [:]
    var servings: UInt64 = 0
    var leaseDeadlines = LeaseDeadlines()
    var retryDeadlines = DeadlineHeap()
    var pauses = PauseRegister()
    var replays = ReplayRegister()
    var volumes = VolumeLedger()
    /// What of the figures is about compulsory care.
    var restricted = RestrictedShare()
    /// What the boot clock showed when the snapshot was taken from which this goes on: waits are counted from it in replay.
    var bootOfSnapshot: UInt64 = 0
    /// Why this is no longer what the journal says: the disk did not give back what a record was to change.
    private(set) var damage: QueueFailure?
    /// The record of a replay behind which messages that nothing has happened to were last let go from memory.
    var shedAt: UInt64 = 0
    /// Counts how often what had changed was set aside for a snapshot, and whether that one is still being written.
    var freezes: UInt64 = 0
    var isFrozen = false
    /// Records that a start has passed over, since retention has dropped what they speak of.
    var passedOver = 0
    /// Deliveries that a start had to leave as they were, since the disk does not give their messages.
    var unresumed: Set<DeliveryID> = []

    /// Makes the state of an empty journal.
    ///
    /// - Parameters:
    ///   - records: reads messages back.
    ///   - faults: notes what the disk does not give back.
    ///   - types: types of which all messages are to be listed.
    init(records: RecordSource, faults: ReadFaults, listing types: Set<String>) {
        self.faults = faults
        self.records = records
        listedTypes = types
        messages = MessageTable(records: records, faults: faults)
        sequences = Table("ids", faults: faults)
        transmissions = Table("transmissions", faults: faults)
        cases = CaseRegistry(faults: faults)
        consents = ConsentRegistry(faults: faults)
        earlyCancellations = Table("early-cancellations", faults: faults)
    }

    /// A delivery; nil when there is none of that name, or when the disk does not give it.
    func delivery(_ id: DeliveryID) -> Delivery? {
        messages[id.message]?.delivery(id)
    }

    /// A message by its own id.
    func message(_ id: MessageID) -> MessageEntry? {
        sequences[id].flatMap { messages[$0.sequence] }
    }

    /// Applies what the journal has stored, live and in replay alike, if the disk gives all that is needed for it.
    ///
    /// A fault is never taken for a value that is not there: after one this is not what the journal says any more, and takes
    /// nothing in. The start after it finds everything in the journal.
    ///
    /// - Throws: `damage`.
    mutating func follow(
        _ record: QueueRecord, sequence: UInt64, byteCount: Int, boot: UInt64
    ) throws(QueueFailure) -> Action {
        if let damage { throw damage }
        _ = faults.take()
        let action = apply(record, sequence: sequence, byteCount: byteCount, boot: boot)
        if let fault = faults.take() { damage = damage ?? fault }
        if let damage { throw damage }
        return action
    }

    /// Does what only tells people more: what the disk does not give for it is left out, and counted among the faults.
    mutating func leavingOut<Value>(_ body: (inout QueueState) -> Value) -> Value {
        let earlier = faults.take()
        let value = body(&self)
        _ = faults.take()
        faults.putBack(earlier)
        return value
    }

    /// Applies what the journal has stored.
    ///
    /// - Parameters:
    ///   - record: what happened.
    ///   - sequence: the record's number in the journal.
    ///   - byteCount: how many bytes of the journal it takes.
    ///   - boot: the boot clock in nanoseconds, from which waits are counted; in replay `bootOfSnapshot`, so that `resume`
    ///     finds how long each wait was to be.
    /// - Returns: what must be told to others.
    private mutating func apply(_ record: QueueRecord, sequence: UInt64, byteCount: Int, boot: UInt64) -> Action {
        switch record {
        case .accepted(let message, let time):
            return accept(MessageHead(message, acceptedAt: time, byteCount: byteCount), sequence: sequence)
        case .offered(let lease, let system, let time):
            return step(lease.delivery) { delivery in
                // A cancellation that was stored in between comes first, and so does having been given up as damaged, or put
                // aside: it has left its lane, the payload does not leave, and nobody would be offered it again.
                guard delivery.isInLane else { return }
                delivery.begin(lease.offer, by: system, at: time)
                delivery.phase = .leased(until: .max, time)
            }
        case .completed(let lease, let time, let reference, let note):
            if delivery(lease.delivery)?.replay != nil {
                return completeReplay(of: lease, at: time, reference: reference, note: note)
            }
            let action = settle(lease.delivery) { delivery in
                delivery.end(lease.offer, .completed, at: time)
                delivery.phase = .completed(at: time)
                delivery.note(ApplicationAnswer(outcome: .ok, at: time))
                delivery.reference = reference
                delivery.note = note
            }
            recordOvertaking(by: lease.delivery)
            return action
        case .returned(let lease, let time, let outcome, let fault, let again):
            // A dead letter has left its lane, so that as a retry nobody would ever be offered it again.
            guard !isDead(lease.delivery) else { return step(lease.delivery) { _ in } }
            if isHidden(lease.delivery) {
                return endCancelled(lease, outcome, fault, at: time)
            }
            let until = boot + again.nanoseconds(since: time)
            let action = step(lease.delivery) { delivery in
                delivery.end(lease.offer, outcome, at: time, fault: fault)
                if outcome == .released || outcome == .held { delivery.forgetAttempt() }
                delivery.isHeld = outcome == .held
                delivery.phase = .retrying(until: until, at: again)
            }
            retryDeadlines.insert(lease.delivery, at: until)
            return action
        case .died(let lease, let time, let outcome, let fault, let cause):
            return giveUp(lease, outcome, fault, cause, at: time)
        case .redriven(let delivery, let time, _):
            // A cancellation may have been stored while this was on its way.
            guard isHidden(delivery) else { return redrive(delivery, at: time) }
            _ = step(delivery) { _ in }
            return settleCancelled(delivery, at: time)
        case .discarded(let delivery, let time, _, let reason):
            // It may have been claimed when its message could not be read.
            reserved.remove(delivery)
            guard !isLost(delivery), fetchLeavingOut(delivery) else { return discardLost(delivery, at: time) }
            guard !isHidden(delivery) else { return step(delivery) { _ in } }
            return settle(delivery) {
                $0.phase = .discarded(at: time)
                $0.note = reason
            }
        case .expired(let delivery, let time):
            return settle(delivery) { $0.phase = .expired(at: time) }
        case .resent(let message, let transmission, _):
            if transmissions[transmission] == nil {
                transmissions.set(LedgerEntry(message, at: latestAcceptance), for: transmission)
            }
            return Action()
        case .lost(let loss, let time):
            return lose(loss, at: time)
        case .act(let act):
            return apply(act, sequence: sequence)
        }
    }

    /// Ends a delivery as a dead letter, unless nobody is to see it any more, or it only came again.
    private mutating func giveUp(
        _ lease: LeaseID, _ outcome: AttemptOutcome, _ fault: DeliveryFault, _ cause: DeathCause, at time: Timestamp
    ) -> Action {
        if isHidden(lease.delivery) {
            return endCancelled(lease, outcome, fault, at: time)
        }
        if delivery(lease.delivery)?.replay != nil {
            return giveUpReplay(of: lease, outcome, fault, at: time)
        }
        _ = step(lease.delivery) { delivery in
            delivery.end(lease.offer, outcome, at: time, fault: fault)
            delivery.note(ApplicationAnswer(outcome: .fatal, at: time))
            delivery.phase = .dead(cause, at: time)
            delivery.diedAt = time
        }
        var action = leaveLane(lease.delivery)
        if let lane = delivery(lease.delivery)?.lane { bury(lease.delivery, in: lane) }
        action.changesDeadLetters = true
        return action
    }

    /// Goes on after a replay: ends every lease, attempts begun staying begun, and counts what is left of each wait.
    ///
    /// What was held is looked at again: the directory may have been mended meanwhile.
    ///
    /// A wait is never longer than it was to be when it was written: the wall clock may have been ahead then.
    mutating func resume(at now: Timestamp, boot: UInt64) {
        retryDeadlines = DeadlineHeap()
        leaseDeadlines = LeaseDeadlines()
        // A snapshot may have been taken while they were being offered or took a step, which never came to pass.
        let underway = reserved.union(picked.keys)
        picked = [:]
        reserved = []
        // One that was just being put aside is where it was.
        for id in active.union(underway).sorted() where !isLost(id) {
            guard messages.fetch(id.message), let message = messages[id.message], let delivery = message.delivery(id)
            else {
                leave(id, at: boot)
                continue
            }
            switch delivery.phase {
            case .retrying where delivery.isHeld:
                change(id) { delivery in
                    delivery.phase = .waiting
                    delivery.isHeld = false
                }
            case .leased:
                if let cancellation = message.cancellation, cancellation.isWrongPatient {
                    _ = settleCancelled(id, at: cancellation.at)
                } else if let misdirection = delivery.misdirection {
                    _ = settleCancelled(id, at: misdirection.at)
                } else {
                    change(id) { $0.phase = .waiting }
                }
            case .retrying(let deadline, let again):
                let wait = deadline > bootOfSnapshot ? deadline - bootOfSnapshot : 0
                let until = boot + min(wait, again.nanoseconds(since: now))
                change(id) { $0.phase = .retrying(until: until, at: again) }
                retryDeadlines.insert(id, at: until)
            case .waiting, .dead, .completed, .cancelled, .discarded, .expired: break
            }
            if underway.contains(id), let now = self.delivery(id), now.isInLane {
                open.setBusy(now.isBusy, id, in: now.lane)
            }
            _ = lineUp(delivery.lane)
        }
        // Every lease has ended; one whose delivery was let go, or cannot be read, would else be its system's for good.
        openLeases = [:]
        countUnresumed()
        recountRestricted()
    }

    /// Leaves a delivery and its lane as they are at a start, when it is the message itself that the disk does not give.
    ///
    /// One bad sector must not stop all others. It is looked at again with what is due.
    private mutating func leave(_ id: DeliveryID, at boot: UInt64) {
        switch faults.take() {
        case .unreadable?, .unreadableRecord?:
            // What only waits is tried when its turn comes, like all others.
            guard !active.contains(id), let lane = open.lane(of: id) else {
                // A dead letter that was just being put aside is where it was.
                guard !dead.contains(id) else { return }
                unresumed.insert(id)
                retryDeadlines.insert(id, at: boot)
                return
            }
            open.setBusy(false, id, in: lane)
            _ = lineUp(lane)
        case nil where records.isThinned(at: id.message): unresumed.insert(id)
        case let fault:
            faults.putBack(fault)
            fail()
        }
    }

    /// Changes a delivery that exists.
    mutating func change(_ id: DeliveryID, _ body: (inout Delivery) -> Void) {
        var step: (before: Delivery, after: Delivery, of: MessageHead)?
        let isThere = messages.change(id.message) { message in
            guard let index = message.index(of: id) else { return }
            let before = message.deliveries[index]
            body(&message.deliveries[index])
            step = (before, message.deliveries[index], message.stored)
        }
        guard isThere, let step else { return fail() }
        note(step.before, step.after, of: step.of)
    }

    /// Keeps what is known of deliveries together in step with one that has changed.
    private mutating func note(_ before: Delivery, _ after: Delivery, of message: MessageHead) {
        let id = after.id
        if before.phase != after.phase || before.isHeld != after.isHeld || before.replay != after.replay {
            count(from: before, to: after, of: message)
        }
        if before.isBusy != after.isBusy, after.isInLane { open.setBusy(after.isBusy, id, in: after.lane) }
        if before.isReserved != after.isReserved {
            if after.isReserved { reserved.insert(id) } else { reserved.remove(id) }
        }
        if before.isActive != after.isActive {
            if after.isActive { active.insert(id) } else { active.remove(id) }
        }
        lent[id] = after.holder
        let isHeld = after.isActive && after.isHeld
        if isHeld { held.insert(id) } else { held.remove(id) }
        guard before.isOpen != after.isOpen else { return }
        if after.isOpen {
            ages[after.lane.destination, default: AgeHistogram()].add(at: after.availableAt)
            if after.lane.isCompulsory {
                restricted.ages[after.lane.destination, default: AgeHistogram()].add(at: after.availableAt)
            }
        } else {
            ages[after.lane.destination]?.settle(at: after.availableAt)
            if after.lane.isCompulsory { restricted.ages[after.lane.destination]?.settle(at: after.availableAt) }
        }
        if message.message.isReceipt, !after.isOpen, overdueReceipts.remove(id) == nil {
            receiptAges.settle(at: after.availableAt)
        }
    }

    /// Notes that what a record changes is not there: the state is no longer what the journal says.
    private mutating func fail() {
        damage = damage ?? faults.take() ?? .unreadableSnapshot("a record speaks of a delivery that was never made")
    }

    /// Goes on after a record that could not be applied, for a state that is only looked at.
    mutating func passOver() -> QueueFailure? {
        damage = nil
        _ = faults.take()
        return nil
    }

    /// Puts a lane in line when its first delivery may be leased.
    mutating func lineUp(_ id: LaneID) -> Action {
        standsInLine(id) ? Action(ready: [id.line]) : Action()
    }

    /// The same, telling whether the lane has got something to offer by that.
    private mutating func standsInLine(_ id: LaneID) -> Bool {
        if !picked.isEmpty, let first = open.first(in: id), picked[first] != nil { return false }
        return open.lineUp(id)
    }

    /// Settles a delivery that nobody is to be offered any more because its sender cancelled it.
    mutating func settleCancelled(_ id: DeliveryID, at time: Timestamp) -> Action {
        if delivery(id)?.replay != nil { return withdrawReplay(of: id, at: time) }
        // A step that is on its way stays reserved until its record is through.
        let isReserved = delivery(id)?.isReserved ?? false
        return settle(id) {
            $0.phase = .cancelled(at: time)
            $0.isReserved = isReserved
        }
    }

    /// Ends an attempt at what nobody is to see any more: nobody is offered it again.
    private mutating func endCancelled(
        _ lease: LeaseID, _ outcome: AttemptOutcome, _ fault: DeliveryFault?, at time: Timestamp
    ) -> Action {
        change(lease.delivery) { delivery in
            delivery.isReserved = false
            delivery.end(lease.offer, outcome, at: time, fault: fault)
        }
        return settleCancelled(lease.delivery, at: time)
    }

    /// Notes that a message has been cancelled.
    mutating func mark(_ sequence: UInt64, cancelled cancellation: Cancellation) {
        let isThere = messages.change(sequence) {
            $0.cancellation = $0.cancellation?.merged(with: cancellation) ?? cancellation
        }
        if !isThere { fail() }
    }

    /// Notes that a receiver has passed a message on.
    mutating func mark(_ sequence: UInt64, forwarded forwarding: Forwarding) {
        if !messages.change(sequence, { $0.forwardings.append(forwarding) }) { fail() }
    }

    /// Counts the case of a message anew, when another message has changed who takes part in it.
    mutating func recountCase(of sequence: UInt64) {
        guard let key = messages[sequence]?.head.caseKey else { return }
        let members = cases.messages(of: key).compactMap { id in sequences[id].flatMap { caseMember($0.sequence) } }
        cases.recount(key, members)
    }

    /// Ends a delivery, wherever it stood, and lets its lane go on.
    mutating func settle(_ id: DeliveryID, _ body: (inout Delivery) -> Void) -> Action {
        let wasDead = isDead(id)
        _ = step(id, body)
        var action = leaveLane(id)
        action.changesDeadLetters = wasDead
        return action
    }

    private mutating func count(from old: Delivery, to new: Delivery, of message: MessageHead) {
        let change = (new.holdsDisk ? 1 : 0) - (old.holdsDisk ? 1 : 0)
        if change != 0 { volumes.hold(change * message.byteCount, at: new.lane.destination) }
        if new.lane.isCompulsory {
            restricted.volumes.hold(change * message.byteCount, at: new.lane.destination)
            restricted.counts[new.lane.destination, default: Conservation()].move(from: old, to: new)
        }
        tally.move(from: old, to: new)
        tallies[new.lane.destination, default: Conservation()].move(from: old, to: new)
        if change < 0 { releaseRest(at: new.lane.destination) }
        if let holder = old.holder { openLeases[holder, default: 0] -= 1 }
        if let holder = new.holder { openLeases[holder, default: 0] += 1 }
    }

    /// Counts a delivery that waits for the first time.
    private mutating func countNew(_ message: MessageHead, at destination: Destination) {
        volumes.hold(message.byteCount, at: destination)
        tally.addNew()
        tallies[destination, default: Conservation()].addNew()
        ages[destination, default: AgeHistogram()].add(at: message.acceptedAt)
        if message.message.isReceipt { receiptAges.add(at: message.acceptedAt) }
        if message.message.isCompulsory {
            restricted.addNew(message.byteCount, at: destination, availableAt: message.acceptedAt)
        }
    }

    private mutating func accept(_ stored: MessageHead, sequence: UInt64) -> Action {
        let head = stored.message
        messages.add(stored, sequence: sequence)
        latestSequence = sequence
        let destinations = head.queuedDestinations
        volumes.note(stored.byteCount, for: destinations, at: stored.acceptedAt)
        if head.isCompulsory {
            restricted.volumes.note(stored.byteCount, for: destinations, at: stored.acceptedAt)
        }
        // One far behind the one before was accepted when a clock that had run ahead was put right.
        let lead = latestAcceptance.microseconds - stored.acceptedAt.microseconds
        if lead < 0 || lead > Int64(Limits.clockLeadSeconds) * 1_000_000 { latestAcceptance = stored.acceptedAt }
        let ledgerEntry = LedgerEntry(sequence, at: stored.acceptedAt)
        // An id may be used again when all that was known of its message has been dropped in its time.
        if message(head.id) == nil { sequences.set(ledgerEntry, for: head.id) }
        if let transmission = head.transmissionID { transmissions.set(ledgerEntry, for: transmission) }
        if listedTypes.contains(head.type) { listed.append(sequence) }
        var action = Action()
        for index in head.recipients.indices where head.recipients[index].state == .queued {
            let lane = stored.lane(of: index)
            countNew(stored, at: lane.destination)
            _ = open.append(
                DeliveryID(message: sequence, recipient: UInt32(index)), to: lane, isReceipt: head.isReceipt)
            lookAgain(atHeadOf: lane)
            if standsInLine(lane) { action.ready.append(lane.line) }
        }
        if let key = head.caseKey, let member = newCaseMember(head) ?? caseMember(sequence) {
            cases.note(member, in: key, named: head.caseID, order: sequence)
        }
        consents.note(head, order: sequence)
        action.add(applyEffect(of: stored))
        return action
    }

    /// Puts a delivery at the end of its lane.
    mutating func joinLane(_ id: DeliveryID) -> Action {
        guard let lane = delivery(id)?.lane else { return Action() }
        _ = open.append(id, to: lane, isReceipt: false)
        return lineUp(lane)
    }

    /// Has what is held at the head of a lane looked at again, since what has joined the lane may have made it void.
    private mutating func lookAgain(atHeadOf lane: LaneID) {
        guard !held.isEmpty, let head = open.first(in: lane), held.contains(head), fetchLeavingOut(head),
            let delivery = delivery(head), delivery.isHeld, !delivery.isReserved, case .retrying = delivery.phase
        else { return }
        change(head) { delivery in
            delivery.phase = .waiting
            delivery.isHeld = false
        }
    }

    /// Reads the message of a delivery that something is only added to, or that is only looked at again.
    mutating func fetchLeavingOut(_ id: DeliveryID) -> Bool {
        leavingOut { $0.messages.fetch(id.message) }
    }

    mutating func step(_ id: DeliveryID, _ body: (inout Delivery) -> Void) -> Action {
        change(id) { delivery in
            delivery.isReserved = false
            body(&delivery)
        }
        return Action()
    }

    private func isDead(_ id: DeliveryID) -> Bool {
        if case .dead = delivery(id)?.phase { return true }
        return false
    }

    /// Takes a settled delivery out of its lane, which may then offer the next.
    mutating func leaveLane(_ id: DeliveryID) -> Action {
        guard let delivery = delivery(id) else { return Action() }
        _ = open.remove(id, from: delivery.lane)
        picked[id] = nil
        misses[id] = nil
        if var trouble = troubles[delivery.lane] {
            if trouble.dead.contains(id) {
                trouble.dead.removeAll { $0 == id }
                dead.removeAll { $0 == id }
            }
            if !delivery.isMissing { trouble.missing.removeAll { $0 == id } }
            troubles[delivery.lane] = trouble.isEmpty ? nil : trouble
        }
        return lineUp(delivery.lane)
    }
}

extension Timestamp {
    /// Nanoseconds from an earlier moment to this one; 0 when that is later.
    fileprivate func nanoseconds(since earlier: Timestamp) -> UInt64 {
        UInt64(clamping: max(microseconds - earlier.microseconds, 0)) * 1_000
    }
}
