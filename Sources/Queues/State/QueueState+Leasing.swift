internal import Messages

extension QueueState {
    /// Picks deliveries that may be offered, one lane at a time, the destinations in turn; nobody else picks them.
    ///
    /// Retries that are due must have been woken before, and those who wait for them told. Compulsory care at the spared
    /// destinations stays where it is. What is picked is either lent or put back.
    mutating func pick(
        from destinations: [Destination], sparing spared: Set<Destination>, maximum: Int
    ) -> [DeliveryID] {
        var picks: [DeliveryID] = []
        // Who was served longest ago comes first, so that many small answers are as fair as one large one.
        let offering = destinations.filter { pauses[$0] == nil }
        let inTurn = offering.count == 1 ? offering : offering.sorted { (served[$0] ?? 0) < (served[$1] ?? 0) }
        // What comes again comes when nothing waits that comes for the first time.
        for isReplay in [false, true] {
            var open = inTurn
            while !open.isEmpty {
                var successful: [Destination] = []
                for destination in open {
                    guard picks.count < maximum else { return picks }
                    guard let next = takeFirst(of: destination, sparing: spared, isReplay: isReplay) else { continue }
                    servings += 1
                    self.served[destination] = servings
                    picks.append(next)
                    successful.append(destination)
                }
                open = successful
            }
        }
        return picks
    }

    /// Reserves a delivery that was picked for an offer; nil when it has been settled since, or cannot be read.
    mutating func lend(_ id: DeliveryID) -> LeaseID? {
        guard picked[id] != nil, messages.fetch(id.message), let delivery = delivery(id), delivery.phase == .waiting,
            !delivery.isReserved
        else { return nil }
        picked[id] = nil
        misses[id] = nil
        change(id) { $0.isReserved = true }
        return LeaseID(delivery: id, offer: delivery.offers + 1)
    }

    /// Puts back what was picked and not lent; nothing need be known of it for that.
    mutating func putBack(_ id: DeliveryID) -> Action {
        guard let pick = picked.removeValue(forKey: id), let line = open.putBack(id, at: pick.place) else {
            return Action()
        }
        return Action(ready: [line])
    }

    /// Counts that the disk has not given the message of a delivery that was picked; how often in a row.
    mutating func miss(_ id: DeliveryID) -> Int {
        misses[id, default: 0] += 1
        return misses[id, default: 0]
    }

    /// Has a delivery wait whose message the disk does not give: its place stays its own, and its lane waits with it.
    ///
    /// Nothing is written: what the disk does not give cannot be changed, and after a start it is tried again anyway.
    mutating func rest(_ id: DeliveryID, until deadline: UInt64) {
        guard picked[id] != nil else { return }
        picked[id]?.restsUntil = deadline
        restDeadlines.insert(id, at: deadline)
    }

    /// How many deliveries wait for the disk to give their messages.
    var resting: Int { misses.keys.count { picked[$0]?.restsUntil != nil || active.contains($0) } }

    /// Puts those back that have rested.
    private mutating func wakeResting(at boot: UInt64, maximum: Int) -> Action {
        var action = Action()
        var looks = 0
        while looks < maximum, let first = restDeadlines.first, first.deadline <= boot {
            looks += 1
            restDeadlines.removeFirst()
            // It may have been settled since, and another pick be under way.
            if picked[first.delivery]?.restsUntil == first.deadline { action.add(putBack(first.delivery)) }
        }
        return action
    }

    /// Lets a reserved delivery go that took no step after all.
    mutating func unreserve(_ id: DeliveryID) -> Action {
        // A lost one that has become readable meanwhile is reserved here alone.
        reserved.remove(id)
        guard let delivery = delivery(id) else { return Action() }
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
        guard let delivery = self.delivery(lease.delivery), delivery.offers == lease.offer,
            case .leased = delivery.phase
        else { return }
        change(lease.delivery) { $0.phase = .leased(until: deadline, time) }
        leaseDeadlines.insert(lease.delivery, at: deadline)
    }

    /// Messages of which something is due, so many at most of each kind.
    func dueMessages(at boot: UInt64, maximum: Int) -> [UInt64] {
        Set(due(at: boot, maximum: maximum).map(\.message)).sorted()
    }

    /// Deliveries of which something is due, so many at most of each kind.
    func due(at boot: UInt64, maximum: Int) -> [DeliveryID] {
        retryDeadlines.due(at: boot, maximum: maximum) + leaseDeadlines.due(at: boot, maximum: maximum)
    }

    /// When a delivery is looked at again whose message the disk does not give, later each time.
    private mutating func nextLook(at id: DeliveryID, after boot: UInt64) -> UInt64 {
        boot + Limits.unreadPause << UInt64(min(miss(id) - 1, Limits.unreadDoublings))
    }

    /// Makes deliveries available whose next attempt is due, and those that have rested.
    ///
    /// One whose message the disk does not give is looked at again in a while.
    ///
    /// - Parameters:
    ///   - boot: the boot clock in nanoseconds.
    ///   - maximum: how many are looked at, of each of the two kinds.
    /// - Returns: what has become available.
    mutating func wakeRetries(at boot: UInt64, maximum: Int) -> Action {
        var action = wakeResting(at: boot, maximum: maximum)
        var looks = 0
        while looks < maximum, let first = retryDeadlines.first, first.deadline <= boot {
            looks += 1
            retryDeadlines.removeFirst()
            guard messages.fetch(first.delivery.message), let message = messages[first.delivery.message] else {
                if active.contains(first.delivery) {
                    retryDeadlines.insert(first.delivery, at: nextLook(at: first.delivery, after: boot))
                }
                continue
            }
            misses[first.delivery] = nil
            if unresumed.contains(first.delivery) {
                action.add(resumeLate(first.delivery))
                continue
            }
            guard let delivery = message.delivery(first.delivery), case .retrying(let until, _) = delivery.phase,
                until <= boot,
                !delivery.isReserved
            else { continue }
            change(first.delivery) { $0.phase = .waiting }
            action.ready += lineUp(delivery.lane).ready
        }
        return action
    }

    /// Whether retries or rests are due.
    func isWaking(at boot: UInt64) -> Bool {
        [retryDeadlines, restDeadlines].contains { $0.first.map { $0.deadline <= boot } ?? false }
    }

    /// Reserves and returns leases whose time is over, having looked at so many at most; nil when none is due.
    mutating func takeLapsed(at boot: UInt64, maximum: Int) -> [LeaseID]? {
        var lapsed: [LeaseID] = []
        var looks = 0
        while looks < maximum, let first = leaseDeadlines.first, first.deadline <= boot {
            looks += 1
            guard leaseDeadlines.removeFirst() else { continue }
            guard messages.fetch(first.delivery.message), let message = messages[first.delivery.message] else {
                if active.contains(first.delivery) {
                    leaseDeadlines.insert(first.delivery, at: nextLook(at: first.delivery, after: boot))
                }
                continue
            }
            misses[first.delivery] = nil
            guard let delivery = message.delivery(first.delivery), case .leased(let until, _) = delivery.phase,
                !delivery.isReserved
            else { continue }
            guard until <= boot else {
                // It has been prolonged.
                leaseDeadlines.insert(first.delivery, at: until)
                continue
            }
            change(first.delivery) { $0.isReserved = true }
            lapsed.append(LeaseID(delivery: first.delivery, offer: delivery.offers))
        }
        return looks == 0 ? nil : lapsed
    }

    /// Reserves and returns deliveries of receipts that nobody has taken since a moment.
    mutating func takeExpired(since moment: Timestamp, maximum: Int) -> [DeliveryID] {
        noteOverdue(since: moment, maximum: maximum)
        var expired: [DeliveryID] = []
        for id in overdueReceipts.sorted() where expired.count < maximum {
            guard messages.fetch(id.message), let delivery = delivery(id), !delivery.isReserved else { continue }
            if case .leased = delivery.phase { continue }
            change(id) { $0.isReserved = true }
            expired.append(id)
        }
        return expired
    }

    /// Finds the receipts that have grown too old since they were last looked for.
    private mutating func noteOverdue(since moment: Timestamp, maximum: Int) {
        guard let oldest = receiptAges.oldest, oldest <= moment else { return }
        for id in open.receipts(through: .max, maximum: maximum) {
            // One that cannot be read keeps no other back.
            guard let delivery = delivery(id) else { continue }
            guard delivery.availableAt <= moment else { return }
            open.forgetReceipt(id, in: delivery.lane)
            receiptAges.settle(at: delivery.availableAt)
            overdueReceipts.insert(id)
        }
    }

    /// Whether any of the destinations has something to offer, compulsory care at the spared ones aside.
    func hasReady(in destinations: [Destination], sparing spared: Set<Destination>) -> Bool {
        destinations.contains { destination in
            pauses[destination] == nil
                && [false, true].contains { isReplay in
                    Self.lines(of: destination, sparing: spared, isReplay: isReplay).contains { open.hasReady($0) }
                }
        }
    }

    /// Whether a destination has something to offer, of compulsory care or of other.
    func hasReady(at destination: Destination, isCompulsory: Bool) -> Bool {
        pauses[destination] == nil
            && [false, true].contains { isReplay in
                open.hasReady(LineID(destination: destination, isCompulsory: isCompulsory, isReplay: isReplay))
            }
    }

    /// The lines of a destination that have something to offer.
    func readyLines(of destination: Destination) -> [LineID] {
        [false, true].flatMap { Self.lines(of: destination, sparing: [], isReplay: $0) }.filter { open.hasReady($0) }
    }

    private static func lines(
        of destination: Destination, sparing spared: Set<Destination>, isReplay: Bool
    ) -> [LineID] {
        let kinds = spared.contains(destination) ? [false] : [false, true]
        return kinds.map { LineID(destination: destination, isCompulsory: $0, isReplay: isReplay) }
    }

    /// Takes what a destination is to be offered first: of what its lines have in front, the older.
    private mutating func takeFirst(
        of destination: Destination, sparing spared: Set<Destination>, isReplay: Bool
    ) -> DeliveryID? {
        var first: (id: DeliveryID, line: LineID)?
        for line in Self.lines(of: destination, sparing: spared, isReplay: isReplay) {
            guard let id = open.firstInLine(line) else { continue }
            if let found = first, found.id < id { continue }
            first = (id, line)
        }
        guard let found = first.flatMap({ open.takeFirst(of: $0.line) }) else { return nil }
        picked[found.id] = Pick(place: found.place)
        return found.id
    }
}
