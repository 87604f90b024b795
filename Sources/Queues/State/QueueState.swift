internal import DurableLog
internal import Messages

/// All messages, deliveries and lanes: a view of the journal, the same whether it was lived through or replayed.
///
/// Records change it only when the disk has them. A step whose record is on its way reserves its delivery, so that no two
/// steps of one delivery are under way at once.
struct QueueState: Sendable {
    /// What must be told to others after a record was applied.
    struct Action {
        /// Destinations at which a lane has got something to offer.
        var ready: [Destination] = []
        var changesDeadLetters = false

        mutating func add(_ other: Action) {
            ready += other.ready
            changesDeadLetters = changesDeadLetters || other.changesDeadLetters
        }
    }

    private(set) var messages: [UInt64: StoredMessage] = [:]
    private(set) var deliveries: [DeliveryID: Delivery] = [:]
    private(set) var lanes: [LaneID: Lane] = [:]
    private(set) var sequences: [MessageID: UInt64] = [:]
    private(set) var transmissions: [TransmissionID: MessageID] = [:]
    private(set) var cases = CaseRegistry()
    private(set) var consents = ConsentRegistry()
    /// The latest time at which a message was accepted: none is accepted before it, whatever the wall clock shows.
    private(set) var latestAcceptance = Timestamp(microseconds: 0)
    /// Cancellations that came before the messages that they cancel.
    ///
    /// By message and organisation: only the message's own organisation can cancel it.
    var earlyCancellations: [MessageID: [UnitID: Cancellation]] = [:]
    /// Deliveries by state, counted as they change, so that asking does not go through them all.
    private(set) var tally = Conservation()
    /// The same for each destination.
    private(set) var tallies: [Destination: Conservation] = [:]
    /// How many deliveries each system has leased now.
    private(set) var openLeases: [SystemID: Int] = [:]
    /// Each destination's deliveries as they became available; settled ones leave when they come first.
    private(set) var byAge: [Destination: Line<DeliveryID>] = [:]
    /// Deliveries of receipts as they became available: the only ones that expire.
    var receipts = Line<DeliveryID>()
    /// Receipts old enough to expire that have not been settled.
    var overdueReceipts: Set<DeliveryID> = []
    /// All dead letters, sorted by id.
    private(set) var dead: [DeliveryID] = []
    var lines: [LineID: Line<LaneID>] = [:]
    /// When each destination was last served, counted in deliveries, so that those who wait longest come first.
    var served: [Destination: UInt64] = [:]
    var servings: UInt64 = 0
    var leaseDeadlines = DeadlineHeap()
    var retryDeadlines = DeadlineHeap()

    /// Applies what the journal has stored, live and in replay alike.
    ///
    /// - Parameters:
    ///   - record: what happened.
    ///   - sequence: the record's number in the journal.
    ///   - place: where the journal has it.
    ///   - boot: the boot clock in nanoseconds, from which waits are counted; 0 in replay, so that `resume` finds how long
    ///     each wait was to be.
    /// - Returns: what must be told to others.
    mutating func apply(_ record: QueueRecord, sequence: UInt64, place: RecordPlace, boot: UInt64) -> Action {
        switch record {
        case .accepted(let message, let time):
            return accept(StoredMessage(head: message, acceptedAt: time, place: place), sequence: sequence)
        case .offered(let lease, let system, let time):
            return step(lease.delivery) { delivery in
                // A cancellation that was stored in between comes first; the payload does not leave then.
                if case .cancelled = delivery.phase { return }
                delivery.begin(lease.offer, by: system, at: time)
                delivery.phase = .leased(until: .max, time)
            }
        case .completed(let lease, let time, let reference, let note):
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
            if isHidden(lease.delivery) {
                return endCancelled(lease, outcome, fault, at: time)
            }
            _ = step(lease.delivery) { delivery in
                delivery.end(lease.offer, outcome, at: time, fault: fault)
                delivery.note(ApplicationAnswer(outcome: .fatal, at: time))
                delivery.phase = .dead(cause, at: time)
                delivery.diedAt = time
            }
            var action = leaveLane(lease.delivery)
            bury(lease.delivery)
            action.changesDeadLetters = true
            return action
        case .redriven(let delivery, let time, _):
            // A cancellation may have been stored while this was on its way.
            guard isHidden(delivery) else { return redrive(delivery, at: time) }
            _ = step(delivery) { _ in }
            return settleCancelled(delivery, at: time)
        case .discarded(let delivery, let time, _, let reason):
            guard !isHidden(delivery) else { return step(delivery) { _ in } }
            return settle(delivery) {
                $0.phase = .discarded(at: time)
                $0.note = reason
            }
        case .expired(let delivery, let time):
            return settle(delivery) { $0.phase = .expired(at: time) }
        case .resent(let message, let transmission, _):
            transmissions[transmission] = transmissions[transmission] ?? messages[message]?.head.id
            return Action()
        }
    }

    /// Goes on after a replay: ends every lease, attempts begun staying begun, and counts what is left of each wait.
    ///
    /// What was held is looked at again: the directory may have been mended meanwhile.
    ///
    /// A wait is never longer than it was to be when it was written: the wall clock may have been ahead then.
    mutating func resume(at now: Timestamp, boot: UInt64) {
        retryDeadlines = DeadlineHeap()
        for (id, delivery) in deliveries {
            switch delivery.phase {
            case .retrying where delivery.isHeld:
                change(id) { delivery in
                    delivery.phase = .waiting
                    delivery.isHeld = false
                }
            case .leased:
                if let cancellation = messages[id.message]?.cancellation, cancellation.isWrongPatient {
                    _ = settleCancelled(id, at: cancellation.at)
                } else if let misdirection = delivery.misdirection {
                    _ = settleCancelled(id, at: misdirection.at)
                } else {
                    change(id) { $0.phase = .waiting }
                }
            case .retrying(let wait, let again):
                let until = boot + min(wait, again.nanoseconds(since: now))
                change(id) { $0.phase = .retrying(until: until, at: again) }
                retryDeadlines.insert(id, at: until)
            case .waiting, .dead, .completed, .cancelled, .discarded, .expired: break
            }
        }
        lines = [:]
        leaseDeadlines = DeadlineHeap()
        for lane in lanes.keys { lanes[lane]?.isLinedUp = false }
        for (lane, _) in lanes.sorted(by: { ($0.value.queue.first ?? .last) < ($1.value.queue.first ?? .last) }) {
            _ = lineUp(lane)
        }
    }

    /// Changes a delivery that exists.
    mutating func change(_ id: DeliveryID, _ body: (inout Delivery) -> Void) {
        precondition(deliveries[id] != nil, "a record speaks of a delivery that was never made")
        if var delivery = deliveries.removeValue(forKey: id) {
            let before = delivery
            body(&delivery)
            deliveries[id] = delivery
            if before.phase != delivery.phase || before.isHeld != delivery.isHeld { count(from: before, to: delivery) }
        }
    }

    /// Puts a lane in line when its first delivery may be leased.
    mutating func lineUp(_ id: LaneID) -> Action {
        guard let lane = lanes[id], !lane.isLinedUp, let first = lane.queue.first, let delivery = deliveries[first],
            delivery.phase == .waiting, !delivery.isReserved
        else { return Action() }
        lanes[id]?.isLinedUp = true
        lines[id.line, default: Line()].append(id)
        return Action(ready: [id.destination])
    }

    /// Takes a lane out of the line's front; the caller did.
    mutating func leftLine(_ id: LaneID) {
        lanes[id]?.isLinedUp = false
        if lanes[id]?.isEmpty == true { lanes[id] = nil }
    }

    /// Settles a delivery that nobody is to be offered any more because its sender cancelled it.
    mutating func settleCancelled(_ id: DeliveryID, at time: Timestamp) -> Action {
        // A step that is on its way stays reserved until its record is through.
        let isReserved = deliveries[id]?.isReserved ?? false
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
        let earlier = messages[sequence]?.cancellation
        messages[sequence]?.cancellation = earlier?.merged(with: cancellation) ?? cancellation
    }

    /// Notes that a receiver has passed a message on.
    mutating func mark(_ sequence: UInt64, forwarded forwarding: Forwarding) {
        messages[sequence]?.forwardings.append(forwarding)
    }

    /// Counts the case of a message anew, when another message has changed who takes part in it.
    mutating func recountCase(of sequence: UInt64) {
        guard let key = messages[sequence]?.head.caseKey else { return }
        let members = cases.messages(of: key).compactMap { id in sequences[id].flatMap { caseMember($0) } }
        cases.recount(key, members)
    }

    /// Ends a delivery, wherever it stood, and lets its lane go on.
    private mutating func settle(_ id: DeliveryID, _ body: (inout Delivery) -> Void) -> Action {
        let wasDead = isDead(id)
        _ = step(id, body)
        var action = leaveLane(id)
        action.changesDeadLetters = wasDead
        return action
    }

    private mutating func count(from old: Delivery?, to new: Delivery) {
        tally.move(from: old, to: new)
        tallies[new.lane.destination, default: Conservation()].move(from: old, to: new)
        if let holder = old?.holder { openLeases[holder, default: 0] -= 1 }
        if let holder = new.holder { openLeases[holder, default: 0] += 1 }
    }

    private mutating func accept(_ message: StoredMessage, sequence: UInt64) -> Action {
        messages[sequence] = message
        latestAcceptance = max(latestAcceptance, message.acceptedAt)
        sequences[message.head.id] = sequences[message.head.id] ?? sequence
        if let transmission = message.head.transmissionID { transmissions[transmission] = message.head.id }
        var action = Action()
        for (index, recipient) in message.head.recipients.enumerated() where recipient.state == .queued {
            let id = DeliveryID(message: sequence, recipient: UInt32(index))
            let lane = LaneID(
                key: message.head.lane(at: recipient.destination), destination: recipient.destination,
                isCompulsory: message.head.isCompulsory)
            let delivery = Delivery(id: id, lane: lane, availableAt: message.acceptedAt)
            deliveries[id] = delivery
            count(from: nil, to: delivery)
            byAge[recipient.destination, default: Line()].append(id)
            if message.head.isReceipt { receipts.append(id) }
            lanes[lane, default: Lane()].queue.append(id)
            lookAgain(atHeadOf: lane)
            action.ready += lineUp(lane).ready
        }
        if let key = message.head.caseKey, let member = caseMember(sequence) {
            cases.note(member, in: key, named: message.head.caseID)
        }
        consents.note(message.head, order: sequence)
        action.add(applyEffect(of: message))
        return action
    }

    /// Has what is held at the head of a lane looked at again, since what has joined the lane may have made it void.
    private mutating func lookAgain(atHeadOf lane: LaneID) {
        guard let head = lanes[lane]?.queue.first, let delivery = deliveries[head], delivery.isHeld,
            !delivery.isReserved, case .retrying = delivery.phase
        else { return }
        change(head) { delivery in
            delivery.phase = .waiting
            delivery.isHeld = false
        }
    }

    private mutating func step(_ id: DeliveryID, _ body: (inout Delivery) -> Void) -> Action {
        change(id) { delivery in
            delivery.isReserved = false
            body(&delivery)
        }
        return Action()
    }

    private func isDead(_ id: DeliveryID) -> Bool {
        if case .dead = deliveries[id]?.phase { return true }
        return false
    }

    /// Takes a settled delivery out of its lane, which may then offer the next.
    private mutating func leaveLane(_ id: DeliveryID) -> Action {
        guard let laneID = deliveries[id]?.lane, var lane = lanes.removeValue(forKey: laneID) else { return Action() }
        if lane.queue.first == id { lane.queue.removeFirst() } else { lane.queue.removeAll { $0 == id } }
        if lane.dead.contains(id) {
            lane.dead.removeAll { $0 == id }
            dead.removeAll { $0 == id }
        }
        if deliveries[id]?.isMissing == false { lane.missing.removeAll { $0 == id } }
        // A lane in line is kept, empty or not: the line would not know that it is a new one.
        if !lane.isEmpty || lane.isLinedUp { lanes[laneID] = lane }
        forgetSettled(in: laneID.destination)
        return lineUp(laneID)
    }

    /// Lets go of the oldest deliveries of a destination that have been settled.
    private mutating func forgetSettled(in destination: Destination) {
        while let oldest = byAge[destination]?.first, deliveries[oldest]?.isOpen != true {
            _ = byAge[destination]?.popFirst()
        }
    }

    private mutating func bury(_ id: DeliveryID) {
        guard let laneID = deliveries[id]?.lane else { return }
        var lane = lanes.removeValue(forKey: laneID) ?? Lane()
        lane.dead.append(id)
        if !lane.missing.contains(id) { lane.missing.append(id) }
        lanes[laneID] = lane
        var (low, high) = (0, dead.count)
        while low < high {
            let middle = (low + high) / 2
            if dead[middle] < id { low = middle + 1 } else { high = middle }
        }
        dead.insert(id, at: low)
    }

    /// A completed delivery has passed the older ones of its lane that lie dead.
    private mutating func recordOvertaking(by id: DeliveryID) {
        guard let laneID = deliveries[id]?.lane, let message = messages[id.message]?.head.id else { return }
        for older in lanes[laneID]?.dead ?? [] where older < id {
            change(older) { delivery in
                if delivery.overtakenBy.count < Limits.listedMessages { delivery.overtakenBy.append(message) }
            }
        }
    }

    private mutating func redrive(_ id: DeliveryID, at time: Timestamp) -> Action {
        guard let laneID = deliveries[id]?.lane else { return Action() }
        dead.removeAll { $0 == id }
        var lane = lanes.removeValue(forKey: laneID) ?? Lane()
        lane.dead.removeAll { $0 == id }
        // What nobody is to be shown has left the lane, or will at the next start; whether it has yet must not be told from.
        let before = lane.queue.filter { !isHidden($0) }.compactMap { messages[$0.message]?.head.id }
        lane.queue.append(id)
        lanes[laneID] = lane
        byAge[laneID.destination, default: Line()].append(id)
        change(id) { delivery in
            delivery.isReserved = false
            delivery.phase = .waiting
            delivery.redrivenAt = time
            delivery.attempts = 0
            delivery.firstAttemptAt = nil
            delivery.overtakenBy = Array((delivery.overtakenBy + before).prefix(Limits.listedMessages))
        }
        var action = lineUp(laneID)
        action.changesDeadLetters = true
        return action
    }
}

extension Timestamp {
    /// Nanoseconds from an earlier moment to this one; 0 when that is later.
    fileprivate func nanoseconds(since earlier: Timestamp) -> UInt64 {
        UInt64(clamping: max(microseconds - earlier.microseconds, 0)) * 1_000
    }
}

extension DeliveryID {
    /// Later than any delivery.
    fileprivate static let last = DeliveryID(message: .max, recipient: .max)
}
