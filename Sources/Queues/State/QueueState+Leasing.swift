internal import DurableLog
internal import Messages

extension QueueState {
    /// A delivery picked for a lease, reserved until the disk has the offer.
    struct Pick {
        let lease: LeaseID
        let place: RecordPlace
    }

    /// Picks deliveries that may be offered, one lane at a time, the destinations in turn.
    mutating func pick(from destinations: [Destination], maximum: Int, at now: Timestamp) -> [Pick] {
        _ = wakeRetries(at: now)
        var picks: [Pick] = []
        var bytes = 0
        var open = destinations
        while picks.count < maximum, bytes < Limits.bytesPerLease, !open.isEmpty {
            open = open.filter { destination in
                guard picks.count < maximum, bytes < Limits.bytesPerLease else { return false }
                guard let pick = pickFirst(in: destination) else { return false }
                picks.append(pick)
                bytes += pick.place.byteCount
                return true
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
        case .retrying(let due): retryDeadlines.insert(id, at: UInt64(clamping: due.microseconds))
        case .waiting, .dead, .completed: break
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
    mutating func wakeRetries(at now: Timestamp) -> Action {
        var action = Action()
        while let first = retryDeadlines.first, first.deadline <= UInt64(clamping: now.microseconds) {
            retryDeadlines.removeFirst()
            guard let delivery = deliveries[first.delivery], case .retrying(let due) = delivery.phase, due <= now,
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

    /// Whether any of the destinations has something to offer.
    func hasReady(in destinations: [Destination]) -> Bool {
        destinations.contains { lines[$0]?.isEmpty == false }
    }

    private mutating func pickFirst(in destination: Destination) -> Pick? {
        while let laneID = lines[destination]?.popFirst() {
            leftLine(laneID)
            guard let first = lanes[laneID]?.queue.first, let delivery = deliveries[first], delivery.phase == .waiting,
                !delivery.isReserved, let message = messages[first.message]
            else { continue }
            change(first) { $0.isReserved = true }
            return Pick(lease: LeaseID(delivery: first, offer: delivery.offers + 1), place: message.place)
        }
        return nil
    }
}
