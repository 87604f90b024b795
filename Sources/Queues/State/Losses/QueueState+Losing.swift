internal import Messages

/// What is done about deliveries of which the disk gives nothing back: no more is known of them than where they stand.
extension QueueState {
    /// Whether a delivery was lost, and its message is not in memory to tell of it itself.
    func isLost(_ id: DeliveryID) -> Bool {
        messages.losses.tells(of: id.message) && !messages.isInMemory(id.message) && messages.losses[id] != nil
    }

    /// What is known of deliveries without their messages, but for these' ids; of those that are open.
    func losses(of ids: [DeliveryID]) -> [Loss] {
        let lanes = open.lanes(of: Dictionary(ids.map { ($0, picked[$0]?.place) }) { first, _ in first })
        return ids.compactMap { id in lanes[id].map { Loss(delivery: id, lane: $0, message: nil) } }
    }

    /// Gives up a delivery whose message cannot be read: its lane goes on with the next, which is told that one is missing.
    mutating func lose(_ loss: Loss, at time: Timestamp) -> Action {
        let (id, lane) = (loss.delivery, loss.lane)
        // It was settled while this was on its way.
        guard open.contains(id, in: lane) else { return Action() }
        if messages.isInMemory(id.message) { return giveUpUnread(id, at: time) }
        let stage = stage(of: id)
        if !lane.isReplay { forgetAge(of: id, in: lane) }
        _ = open.remove(id, from: lane)
        picked[id] = nil
        misses[id] = nil
        active.remove(id)
        if let holder = lent.removeValue(forKey: id) { openLeases[holder]? -= 1 }
        held.remove(id)
        reserved.remove(id)
        let wasUnresumed = unresumed.remove(id) != nil
        var action = lineUp(lane)
        messages.losses.note(LostDelivery(loss: loss, at: time, end: lane.isReplay ? .letBe : .dead))
        guard !lane.isReplay else {
            endReplay(at: lane, time)
            return action
        }
        // In the share of compulsory care, what a start could not read has been counted as one that waits.
        move(from: stage, to: \.dead, in: lane, restrictedFrom: wasUnresumed ? \.waiting : stage)
        bury(id, in: lane)
        action.changesDeadLetters = true
        return action
    }

    /// The same of one whose message is in memory: it was read meanwhile, or comes from the log itself at a start.
    private mutating func giveUpUnread(_ id: DeliveryID, at time: Timestamp) -> Action {
        guard let delivery = delivery(id), delivery.isInLane else { return Action() }
        if isHidden(id) { return settleCancelled(id, at: time) }
        if delivery.replay != nil { return endReplay(of: id, .givenUp, at: time) { _ in } }
        _ = step(id) { delivery in
            delivery.phase = .dead(.unreadable, at: time)
            delivery.diedAt = time
        }
        var action = leaveLane(id)
        bury(id, in: delivery.lane)
        action.changesDeadLetters = true
        return action
    }

    /// Reserves a lost dead letter to be put aside; false while another step of it is under way, and nil when it is none.
    mutating func claimLost(_ id: DeliveryID) -> Bool? {
        guard messages.losses[id]?.end == .dead else { return nil }
        return reserved.insert(id).inserted
    }

    /// Reserves a dead letter to be put aside whose message is damaged; as above.
    mutating func claimDamaged(_ id: DeliveryID) -> Bool? {
        dead.contains(id) ? reserved.insert(id).inserted : nil
    }

    /// Puts a dead letter aside of whose message the disk gives nothing: it is missing still.
    mutating func discardLost(_ id: DeliveryID, at time: Timestamp) -> Action {
        guard dead.contains(id), let lane = lane(ofUnsettled: id) else { return Action() }
        let loss = Loss(delivery: id, lane: lane, message: nil)
        var lost = messages.losses[id] ?? LostDelivery(loss: loss, at: time, end: .dead)
        lost.end = .discarded
        lost.endedAt = time
        releaseBytes(in: lane)
        reserved.remove(id)
        dead.removeAll { $0 == id }
        troubles[lane]?.dead.removeAll { $0 == id }
        messages.losses.note(lost)
        move(from: \.dead, to: \.discarded, in: lane, restrictedFrom: \.dead)
        return Action(changesDeadLetters: true)
    }

    /// Notes that a message of its lane has passed a lost dead letter.
    mutating func noteOvertaking(of id: DeliveryID, by message: MessageID) {
        messages.losses.change(id) { lost in
            if lost.overtakenBy.count < Limits.listedMessages { lost.overtakenBy.append(message) }
        }
    }

    /// Counts what a start could not read: all leases have ended, so that it waits for another attempt, to begin with at
    /// reading it.
    mutating func countUnresumed() {
        lent = [:]
        for (destination, counts) in tallies where counts.leased != 0 {
            tallies[destination]?.retrying += counts.leased
            tallies[destination]?.leased = 0
            tally.retrying += counts.leased
            tally.leased -= counts.leased
        }
    }

    /// Goes on with a delivery that a start could not read, if that is so and the disk gives it now, before anything else is
    /// done with it.
    mutating func resumeIfReadable(_ id: DeliveryID) -> Action {
        unresumed.contains(id) && messages.fetch(id.message) ? resumeLate(id) : Action()
    }

    /// Goes on with a delivery that a start could not read, and that the disk gives now.
    mutating func resumeLate(_ id: DeliveryID) -> Action {
        unresumed.remove(id)
        guard let message = messages[id.message], let delivery = message.delivery(id), delivery.isActive,
            !delivery.isReserved
        else { return Action() }
        if let holder = delivery.holder { openLeases[holder, default: 0] += 1 }
        // It has been counted as one that waits until now, whatever it was; what only came again, as completed.
        if delivery.holder != nil, delivery.replay == nil {
            tally.move(from: \.retrying, to: \.leased)
            tallies[delivery.lane.destination]?.move(from: \.retrying, to: \.leased)
        }
        if delivery.lane.isCompulsory, delivery.replay == nil {
            var waiting = delivery
            waiting.phase = .waiting
            restricted.counts[delivery.lane.destination]?.move(from: waiting, to: delivery)
        }
        let isVoid = message.cancellation?.isWrongPatient ?? false || delivery.misdirection != nil
        if delivery.holder != nil, isVoid { return settleCancelled(id, at: latestAcceptance) }
        change(id) { delivery in
            delivery.phase = .waiting
            delivery.isHeld = false
        }
        return lineUp(delivery.lane)
    }

    /// The count in which an open delivery stands of which nothing more is known.
    private func stage(of id: DeliveryID) -> WritableKeyPath<Conservation, Int> {
        if held.contains(id) { return \.held }
        guard active.contains(id) else { return \.waiting }
        return lent[id] != nil ? \.leased : \.retrying
    }

    private mutating func endReplay(at lane: LaneID, _ time: Timestamp) {
        guard let replay = replays.running(at: lane.destination) else { return }
        if lane.isCompulsory { restricted.note(.givenUp, of: replay.id, at: lane.destination) }
        replays.note(.givenUp, of: replay.id, at: lane.destination, time)
    }

    private mutating func move(
        from old: WritableKeyPath<Conservation, Int>, to new: WritableKeyPath<Conservation, Int>, in lane: LaneID,
        restrictedFrom oldRestricted: WritableKeyPath<Conservation, Int>
    ) {
        tally.move(from: old, to: new)
        tallies[lane.destination, default: Conservation()].move(from: old, to: new)
        if lane.isCompulsory {
            restricted.counts[lane.destination, default: Conservation()].move(from: oldRestricted, to: new)
        }
    }
}
