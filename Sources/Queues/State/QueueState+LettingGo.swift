internal import Messages

/// What is done about a delivery of which no more is known than where it stands, since its message is not there.
extension QueueState {
    /// Takes a delivery out of wherever it is, and counts it as settled.
    ///
    /// - Parameters:
    ///   - id: the delivery.
    ///   - end: the count in which it stands from now on.
    ///   - isMissing: whether those behind a dead letter are told of it still.
    mutating func letGo(_ id: DeliveryID, as end: WritableKeyPath<Conservation, Int>, isMissing: Bool = false) {
        guard let lane = lane(ofUnsettled: id) else { return }
        let wasDead = dead.contains(id)
        let stage: WritableKeyPath<Conservation, Int> =
            wasDead ? \.dead : held.contains(id) ? \.held : active.contains(id) ? \.leased : \.waiting
        // What only came again is counted nowhere there.
        if !lane.isReplay { releaseBytes(in: lane) }
        if wasDead {
            dead.removeAll { $0 == id }
            troubles[lane]?.dead.removeAll { $0 == id }
            if !isMissing { troubles[lane]?.missing.removeAll { $0 == id } }
            if troubles[lane]?.isEmpty ?? false { troubles[lane] = nil }
        } else {
            if !lane.isReplay { forgetAge(of: id, in: lane) }
            _ = open.remove(id, from: lane)
            _ = lineUp(lane)
        }
        active.remove(id)
        lent[id] = nil
        held.remove(id)
        reserved.remove(id)
        picked[id] = nil
        misses[id] = nil
        overdueReceipts.remove(id)
        tally.move(from: stage, to: end)
        tallies[lane.destination, default: Conservation()].move(from: stage, to: end)
    }

    /// The lane of a delivery that is open or a dead letter, without its message; nil when it is neither.
    func lane(ofUnsettled id: DeliveryID) -> LaneID? {
        open.lane(of: id) ?? troubles.first { $0.value.dead.contains(id) }?.key
    }

    /// Takes an open delivery out of the ages, where it stands at about the time at which its file was begun.
    mutating func forgetAge(of id: DeliveryID, in lane: LaneID) {
        let beginning = records.beginning(ofFileOf: id.message)
        let destination = lane.destination
        if lane.isCompulsory, let moment = restricted.ages[destination]?.removeFirst(from: beginning) {
            // The same in both, so that what is left of the whole tells nothing of the part.
            ages[destination]?.settle(at: moment)
        } else {
            _ = ages[destination]?.removeFirst(from: beginning)
        }
        // Of an overdue one the mark of a receipt has been taken away, and its age too.
        if overdueReceipts.remove(id) == nil, open.isReceipt(id, in: lane) {
            _ = receiptAges.removeFirst(from: beginning)
        }
    }

    /// Has a queue hold the bytes of one message less of which nobody knows how many they are; it is counted there still.
    mutating func releaseBytes(in lane: LaneID) {
        let counts = tallies[lane.destination] ?? Conservation()
        volumes.releaseOne(of: counts.open + counts.dead, at: lane.destination)
        guard lane.isCompulsory else { return }
        let dead = troubles.reduce(0) { sum, trouble in
            let isSame = trouble.key.isCompulsory && trouble.key.destination == lane.destination
            return sum + (isSame ? trouble.value.dead.count : 0)
        }
        restricted.volumes.releaseOne(of: (restricted.ages[lane.destination]?.count ?? 0) + dead, at: lane.destination)
    }

    /// Has a queue hold nothing any more in which nothing is open or dead, whatever was let go of by about as much.
    mutating func releaseRest(at destination: Destination) {
        guard let counts = tallies[destination], counts.open + counts.dead == 0 else { return }
        volumes.releaseOne(of: 1, at: destination)
        restricted.volumes.releaseOne(of: 1, at: destination)
    }
}

extension Conservation {
    /// Counts a delivery that went from one count to another.
    mutating func move(
        from old: WritableKeyPath<Conservation, Int>, to new: WritableKeyPath<Conservation, Int>
    ) {
        self[keyPath: old] -= 1
        self[keyPath: new] += 1
    }
}
