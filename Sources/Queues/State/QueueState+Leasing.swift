internal import DurableLog
internal import Messages

extension QueueState {
    /// A delivery picked for a lease, reserved until the disk has the offer.
    struct Pick {
        let lease: LeaseID
        let location: MessageLocation
    }

    /// Picks deliveries that may be offered, one lane at a time, the destinations in turn.
    ///
    /// Retries that are due must have been woken before, and those who wait for them told. Compulsory care at the spared
    /// destinations stays where it is.
    mutating func pick(
        from destinations: [Destination], sparing spared: Set<Destination>, maximum: Int
    ) -> [Pick] {
        var picks: [Pick] = []
        var bytes = 0
        // Who was served longest ago comes first, so that many small answers are as fair as one large one.
        let offering = destinations.filter { pauses[$0] == nil }
        let inTurn = offering.count == 1 ? offering : offering.sorted { (served[$0] ?? 0) < (served[$1] ?? 0) }
        // What comes again comes when nothing waits that comes for the first time.
        for isReplay in [false, true] {
            var open = inTurn
            while !open.isEmpty {
                var successful: [Destination] = []
                for destination in open {
                    guard let (next, line) = firstReady(in: destination, sparing: spared, isReplay: isReplay) else {
                        continue
                    }
                    // One that is too large for what is left ends the answer, or smaller ones would pass it for ever.
                    guard picks.count < maximum,
                        picks.isEmpty || bytes + next.location.place.byteCount <= Limits.bytesPerLease
                    else { return picks }
                    take(next, in: line)
                    servings += 1
                    self.served[destination] = servings
                    picks.append(next)
                    bytes += next.location.place.byteCount
                    successful.append(destination)
                }
                open = successful
            }
        }
        return picks
    }

    /// Lets a reserved delivery go that took no step after all.
    mutating func unreserve(_ id: DeliveryID) -> Action {
        guard let delivery = deliveries[id] else { return Action() }
        change(id) { $0.isReserved = false }
        // A deadline that passed meanwhile was let go.
        switch delivery.phase {
        case .leased(let until, _): leaseDeadlines.insert(id, at: until)
        case .retrying(let until, _): retryDeadlines.insert(id, at: until)
        case .waiting, .dead, .completed, .cancelled, .discarded, .expired: break
        }
        return lineUp(delivery.lane)
    }

    /// Starts the clock of a lease that the disk has; nothing when the delivery has moved on.
    mutating func hold(_ lease: LeaseID, until deadline: UInt64, _ time: Timestamp) {
        guard let delivery = deliveries[lease.delivery], delivery.offers == lease.offer, case .leased = delivery.phase
        else { return }
        change(lease.delivery) { $0.phase = .leased(until: deadline, time) }
        leaseDeadlines.insert(lease.delivery, at: deadline)
    }

    /// Makes deliveries available whose next attempt is due.
    mutating func wakeRetries(at boot: UInt64) -> Action {
        var action = Action()
        while let first = retryDeadlines.first, first.deadline <= boot {
            retryDeadlines.removeFirst()
            guard let delivery = deliveries[first.delivery], case .retrying(let until, _) = delivery.phase,
                until <= boot,
                !delivery.isReserved
            else { continue }
            change(first.delivery) { $0.phase = .waiting }
            action.ready += lineUp(delivery.lane).ready
        }
        return action
    }

    /// Reserves and returns the leases whose time is over.
    mutating func takeLapsed(at boot: UInt64, maximum: Int) -> [LeaseID] {
        var lapsed: [LeaseID] = []
        while lapsed.count < maximum, let first = leaseDeadlines.first, first.deadline <= boot {
            leaseDeadlines.removeFirst()
            guard let delivery = deliveries[first.delivery], case .leased(let until, _) = delivery.phase,
                until == first.deadline, !delivery.isReserved
            else { continue }
            change(first.delivery) { $0.isReserved = true }
            lapsed.append(LeaseID(delivery: first.delivery, offer: delivery.offers))
        }
        return lapsed
    }

    /// Reserves and returns deliveries of receipts that nobody has taken since a moment.
    mutating func takeExpired(since moment: Timestamp, maximum: Int) -> [DeliveryID] {
        while let first = receipts.first, let delivery = deliveries[first], delivery.availableAt <= moment {
            _ = receipts.popFirst()
            overdueReceipts.insert(first)
        }
        overdueReceipts = overdueReceipts.filter { deliveries[$0]?.isOpen ?? false }
        let expired = overdueReceipts.filter { id in
            guard let delivery = deliveries[id], !delivery.isReserved else { return false }
            if case .leased = delivery.phase { return false }
            return true
        }.sorted().prefix(maximum)
        for id in expired { change(id) { $0.isReserved = true } }
        return Array(expired)
    }

    /// Whether any of the destinations has something to offer, compulsory care at the spared ones aside.
    func hasReady(in destinations: [Destination], sparing spared: Set<Destination>) -> Bool {
        destinations.contains { destination in
            pauses[destination] == nil
                && [false, true].contains { isReplay in
                    Self.lines(of: destination, sparing: spared, isReplay: isReplay).contains {
                        lines[$0]?.isEmpty == false
                    }
                }
        }
    }

    private static func lines(
        of destination: Destination, sparing spared: Set<Destination>, isReplay: Bool
    ) -> [LineID] {
        let kinds = spared.contains(destination) ? [false] : [false, true]
        return kinds.map { LineID(destination: destination, isCompulsory: $0, isReplay: isReplay) }
    }

    /// What a destination would be offered first: of what its lines have in front, the older.
    private mutating func firstReady(
        in destination: Destination, sparing spared: Set<Destination>, isReplay: Bool
    ) -> (pick: Pick, line: LineID)? {
        var first: (pick: Pick, line: LineID)?
        for line in Self.lines(of: destination, sparing: spared, isReplay: isReplay) {
            guard let pick = firstReady(in: line) else { continue }
            if let found = first, found.pick.lease.delivery < pick.lease.delivery { continue }
            first = (pick, line)
        }
        return first
    }

    /// What stands first in a line; lanes that have nothing to offer any more leave it.
    private mutating func firstReady(in line: LineID) -> Pick? {
        while let laneID = lines[line]?.first {
            if let first = lanes[laneID]?.queue.first, let delivery = deliveries[first], delivery.phase == .waiting,
                !delivery.isReserved, let message = messages[first.message]
            {
                return Pick(lease: LeaseID(delivery: first, offer: delivery.offers + 1), location: message.location)
            }
            leave(line)
        }
        return nil
    }

    private mutating func take(_ pick: Pick, in line: LineID) {
        leave(line)
        change(pick.lease.delivery) { $0.isReserved = true }
    }

    private mutating func leave(_ line: LineID) {
        if let laneID = lines[line]?.popFirst() { leftLine(laneID) }
    }
}
