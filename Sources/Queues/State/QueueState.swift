internal import Digests
internal import DurableLog
internal import Messages

typealias MessagePlace = RecordPlace
typealias MessageDigest = Digest128

/// A moment by both clocks.
struct Moment: Sendable {
    let wall: Timestamp
    /// Nanoseconds of the boot-time clock.
    let boot: UInt64
}

/// All queues as one value: no disk, no clock, no lock. The same records in the same order give the same state, live and
/// at replay.
struct QueueState: Sendable {
    private(set) var messages: [MessageID: StoredMessage] = [:]
    private(set) var deliveries: [DeliveryID: Delivery] = [:]
    private(set) var lanes: [LaneID: Lane] = [:]
    private(set) var transmissions: Set<TransmissionID> = []
    /// Lanes with something to lease, per destination, the one that has waited longest first.
    private var ready: [Destination: FIFO<LaneID>] = [:]
    private(set) var leased: Set<DeliveryID> = []
    private(set) var retrying: Set<DeliveryID> = []
    private(set) var dead: Set<DeliveryID> = []
    private(set) var tally = DeliveryTally()
    /// Destinations that got something to lease since this was last taken.
    private(set) var woken: Set<Destination> = []
    /// Counts the changes of the set of dead letters.
    private(set) var deadRevision: UInt64 = 0

    // MARK: - Applying what is on disk

    /// Applies a record that the disk has.
    mutating func apply(_ record: QueueRecord, at place: MessagePlace, now: Moment) {
        switch record {
        case .accepted(let message, let at):
            accept(message, at: at, place: place)
        case .offered(let lease, let system, let at):
            change(lease.delivery) { delivery in
                delivery.offers = lease.offer
                delivery.system = system
                delivery.firstOfferedAt = delivery.firstOfferedAt ?? at
                delivery.verdict = nil
                delivery.attempts.append(DeliveryAttempt(at: at, system: system, outcome: "leased"))
                delivery.state = .leased
            }
        case .completed(let lease, let at, let reference, let note):
            let id = lease.delivery
            change(id) { delivery in
                delivery.settledAt = at
                delivery.reference = reference
                delivery.note = note
                delivery.cause = nil
                delivery.fault = nil
                delivery.verdict = .completed
                delivery.endAttempt("completed")
                delivery.state = .completed
            }
            leaveLane(id, isDead: false)
        case .postponed(let lease, _, let until, let cause, let fault):
            postpone(lease.delivery, until: until, cause, fault, now: now)
        case .died(let lease, let at, let cause, let fault):
            die(lease.delivery, at: at, cause, fault)
        case .redriven(let id, _, _):
            redrive(id)
        }
    }

    private mutating func accept(_ message: IncomingMessage, at moment: Timestamp, place: MessagePlace) {
        // A receipt that two settlements made is accepted once, by the first.
        guard messages[message.id] == nil else { return }
        var ids: [DeliveryID] = []
        for (index, recipient) in message.recipients.enumerated() where recipient.state == .queued {
            let id = DeliveryID(message: place.sequence, recipient: UInt32(index))
            let lane = LaneID(key: message.lane, destination: recipient.destination)
            deliveries[id] = Delivery(
                id: id, message: message.id, destination: recipient.destination, lane: lane, availableAt: moment)
            ids.append(id)
            tally.created += 1
            tally.waiting += 1
            lanes[lane, default: Lane()].members.append(id)
            lanes[lane, default: Lane()].queue.append(id)
            list(lane)
        }
        messages[message.id] = StoredMessage(
            acceptance: Acceptance(
                messageID: message.id, acceptedAt: moment, recipients: message.recipients, warnings: message.warnings),
            place: place, digest: message.digest, type: message.type, senderUnit: message.senderUnit,
            caseID: message.caseID, sentAt: message.sentAt, isReceipt: message.isReceipt, deliveries: ids)
        if let transmission = message.transmissionID { transmissions.insert(transmission) }
    }

    private mutating func postpone(
        _ id: DeliveryID, until: Timestamp, _ cause: PostponeCause, _ fault: DeliveryFault?, now: Moment
    ) {
        let wait = max(0, until.microseconds - now.wall.microseconds)
        var lane: LaneID?
        change(id) { delivery in
            delivery.failedAttempts += cause.countsAsAttempt ? 1 : 0
            delivery.fault = fault ?? delivery.fault
            switch cause {
            case .rejected: delivery.verdict = .rejected
            case .released: delivery.verdict = .released
            case .lapsed: delivery.verdict = nil
            }
            delivery.endAttempt(cause.word)
            delivery.due = now.boot + UInt64(wait) * 1000
            delivery.state = wait == 0 ? .waiting : .retrying
            lane = delivery.lane
        }
        if let lane { list(lane) }
    }

    private mutating func die(_ id: DeliveryID, at moment: Timestamp, _ cause: DeadLetterCause, _ fault: DeliveryFault?) {
        change(id) { delivery in
            delivery.settledAt = moment
            delivery.cause = cause
            delivery.fault = fault ?? delivery.fault
            delivery.verdict = cause == .rejected ? .rejected : nil
            delivery.endAttempt(cause == .rejected ? "rejected" : "lapsed")
            delivery.state = .dead
        }
        leaveLane(id, isDead: true)
    }

    private mutating func redrive(_ id: DeliveryID) {
        guard let lane = deliveries[id]?.lane, let members = lanes[lane]?.members else { return }
        let overtakers = members.filter { $0 > id }.compactMap { deliveries[$0]?.message }
        change(id) { delivery in
            delivery.settledAt = nil
            delivery.cause = nil
            delivery.failedAttempts = 0
            delivery.overtakenBy = overtakers
            delivery.state = .waiting
        }
        lanes[lane]?.dead.removeAll { $0 == id }
        lanes[lane]?.queue.append(id)
        list(lane)
    }

    private mutating func leaveLane(_ id: DeliveryID, isDead: Bool) {
        guard let lane = deliveries[id]?.lane else { return }
        lanes[lane]?.queue.removeAll { $0 == id }
        lanes[lane]?.dead.removeAll { $0 == id }
        if isDead { lanes[lane]?.dead.append(id) }
        list(lane)
    }

    /// Changes a delivery, and keeps the tally and the sets that follow from its state.
    private mutating func change(_ id: DeliveryID, _ body: (inout Delivery) -> Void) {
        guard var delivery = deliveries[id] else { return }
        let before = delivery.state
        body(&delivery)
        delivery.isBusy = false
        deliveries[id] = delivery
        guard before != delivery.state else { return }
        leave(before, id)
        enter(delivery.state, id)
    }

    private mutating func leave(_ state: DeliveryStatus.State, _ id: DeliveryID) {
        switch state {
        case .waiting:
            tally.waiting -= 1
        case .leased:
            tally.leased -= 1
            leased.remove(id)
        case .retrying:
            tally.retrying -= 1
            retrying.remove(id)
        case .completed:
            tally.completed -= 1
        case .dead:
            tally.dead -= 1
            dead.remove(id)
            deadRevision += 1
        }
    }

    private mutating func enter(_ state: DeliveryStatus.State, _ id: DeliveryID) {
        switch state {
        case .waiting:
            tally.waiting += 1
        case .leased:
            tally.leased += 1
            leased.insert(id)
        case .retrying:
            tally.retrying += 1
            retrying.insert(id)
        case .completed:
            tally.completed += 1
        case .dead:
            tally.dead += 1
            dead.insert(id)
            deadRevision += 1
        }
    }

    /// Puts a lane into its destination's line when its head can be leased.
    private mutating func list(_ id: LaneID) {
        guard let lane = lanes[id], !lane.isListed, let head = lane.queue.first,
            let delivery = deliveries[head], delivery.state == .waiting, !delivery.isBusy
        else { return }
        lanes[id]?.isListed = true
        ready[id.destination, default: FIFO()].append(id)
        woken.insert(id.destination)
    }

    // MARK: - Deciding

    /// Takes up to `maximum` deliveries, one per lane, from the destinations in turn, so that none starves another.
    ///
    /// They are busy from now on, until their offer is applied.
    mutating func takeReady(from destinations: [Destination], maximum: Int) -> [Delivery] {
        var taken: [Delivery] = []
        var sources = destinations
        while taken.count < maximum, !sources.isEmpty {
            sources = sources.filter { destination in
                guard taken.count < maximum else { return true }
                guard let delivery = takeFirst(from: destination) else { return false }
                taken.append(delivery)
                return true
            }
        }
        return taken
    }

    private mutating func takeFirst(from destination: Destination) -> Delivery? {
        while let id = ready[destination]?.popFirst() {
            lanes[id]?.isListed = false
            guard let head = lanes[id]?.queue.first, let delivery = deliveries[head], delivery.state == .waiting,
                !delivery.isBusy
            else { continue }
            deliveries[head]?.isBusy = true
            return delivery
        }
        return nil
    }

    /// Whether something can be leased from one of the destinations.
    func hasReady(in destinations: Set<Destination>) -> Bool {
        destinations.contains { ready[$0]?.isEmpty == false }
    }

    /// Sets when a lease ends; for leases of this run only, since a restart ends every lease.
    mutating func setLeaseEnd(_ id: DeliveryID, _ end: UInt64) {
        deliveries[id]?.leaseEnd = end
    }

    /// Marks a delivery while a record about it is on its way to the disk.
    mutating func setBusy(_ id: DeliveryID) {
        deliveries[id]?.isBusy = true
    }

    /// Takes the mark back: the record will not come to the disk, and all is as it was.
    mutating func clearBusy(_ id: DeliveryID) {
        deliveries[id]?.isBusy = false
        if let lane = deliveries[id]?.lane { list(lane) }
    }

    /// Lets deliveries whose time has come be leased again.
    mutating func promoteDue(_ boot: UInt64) {
        for id in retrying {
            guard let delivery = deliveries[id], delivery.due <= boot, !delivery.isBusy else { continue }
            change(id) { $0.state = .waiting }
            list(delivery.lane)
        }
    }

    /// Leases that have ended and about which nothing is on its way.
    func lapsed(_ boot: UInt64) -> [Delivery] {
        leased.compactMap { deliveries[$0] }.filter { $0.leaseEnd <= boot && !$0.isBusy }
    }

    /// Ends every lease after a restart: the deliveries wait again, and the attempt is not held against them.
    mutating func endAllLeases() {
        for id in leased {
            guard let lane = deliveries[id]?.lane else { continue }
            change(id) { delivery in
                delivery.endAttempt("ended by a restart")
                delivery.state = .waiting
            }
            list(lane)
        }
    }

    /// The destinations that got something to lease since this was last asked.
    mutating func takeWoken() -> Set<Destination> {
        defer { woken = [] }
        return woken
    }
}
