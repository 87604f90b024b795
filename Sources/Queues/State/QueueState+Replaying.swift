internal import Messages

/// What was completed and comes again, because an operator wants it.
///
/// A delivery stays completed while it does: the replay is one more loan of it. What becomes of that is told in its
/// attempts and counted by its replay; it never makes a dead letter.
extension QueueState {
    /// The replay of a queue for which to look for more; nil when none runs, or enough of it is under way.
    func hungryReplay(at destination: Destination) -> ReplayRegister.Replay? {
        replays.running(at: destination).flatMap { replay in
            !replay.isThrough && replay.open <= Limits.replayLowWater ? replay : nil
        }
    }

    /// What comes next of a replay, of messages that were looked at on disk; nil when it does not run any more.
    ///
    /// Notes how far was looked, so that a replay that finds little goes on from there. A portion without deliveries that is
    /// not the last means: look again.
    mutating func portion(of replay: ReplayRegister.Replay, found: ReplayFinding) -> ReplayPortion? {
        let destination = replay.order.destination
        guard let running = replays.running(at: destination), running.id == replay.id else { return nil }
        let deliveries = mayComeAgain(found.messages, at: destination)
        let dropped = running.droppedSince + mayComeAgain(found.dropped, at: destination).count
        let restricted =
            self.restricted.droppedSince(of: replay.id, at: destination)
            + mayComeAgain(found.dropped.filter { $0.head.message.isCompulsory }, at: destination).count
        let unread = running.unreadSince.joined(with: found.unread)
        if deliveries.isEmpty {
            replays.skip(through: found.through, dropped: dropped, unread: unread, at: destination)
            self.restricted.noteSkipped(restricted, of: replay.id, at: destination)
        }
        return ReplayPortion(
            replay: replay.id, destination: destination, deliveries: deliveries, dropped: dropped,
            droppedRestricted: restricted, unread: unread,
            through: found.through, isLast: found.through + 1 >= replay.id)
    }

    /// The deliveries of some messages at a destination that were completed and are not void.
    private mutating func mayComeAgain(_ found: [ReplayFinding.Found], at destination: Destination) -> [DeliveryID] {
        for message in found { messages.remember(message.head, sequence: message.sequence) }
        return found.flatMap { message in
            messages[message.sequence]?.deliveries.filter {
                $0.lane.destination == destination && mayComeAgain($0.id)
            }.map(\.id) ?? []
        }
    }

    /// Whether a delivery was completed, and nothing has made it void since.
    private func mayComeAgain(_ id: DeliveryID) -> Bool {
        guard let delivery = self.delivery(id), case .completed = delivery.phase, delivery.replay == nil,
            !delivery.isReserved
        else { return false }
        return !isHidden(id) && messages[id.message]?.cancellation == nil
    }

    /// Puts a portion that the disk has into lanes of their own; what has become void meanwhile stays where it is.
    mutating func release(_ portion: ReplayPortion, at time: Timestamp) -> Action {
        var action = Action()
        var (released, restrictedReleased) = (0, 0)
        for id in portion.deliveries where mayComeAgain(id) {
            guard let completed = self.delivery(id), case .completed(let completedAt) = completed.phase else {
                continue
            }
            change(id) { delivery in
                delivery.replay = ReplayMark(replay: portion.replay, completedAt: completedAt)
                delivery.phase = .waiting
                delivery.lane.isReplay = true
                delivery.forgetAttempts()
            }
            action.add(joinLane(id))
            released += 1
            if completed.lane.isCompulsory { restrictedReleased += 1 }
        }
        restricted.noteRelease(of: portion.replay, at: portion.destination, restrictedReleased)
        restricted.noteDropped(portion.droppedRestricted, of: portion.replay, at: portion.destination)
        replays.note(portion, released: released, at: time)
        return action
    }

    // MARK: Ends

    /// Ends a replay well.
    mutating func completeReplay(of lease: LeaseID, at time: Timestamp, reference: String?, note: String?) -> Action {
        endReplay(of: lease.delivery, .completed, at: time) { delivery in
            delivery.end(lease.offer, .completed, at: time)
            delivery.reference = reference ?? delivery.reference
            delivery.note = note ?? delivery.note
        }
    }

    /// Ends a replay that its receiver would not or could not take.
    mutating func giveUpReplay(
        of lease: LeaseID, _ outcome: AttemptOutcome, _ fault: DeliveryFault, at time: Timestamp
    ) -> Action {
        endReplay(of: lease.delivery, .givenUp, at: time) { $0.end(lease.offer, outcome, at: time, fault: fault) }
    }

    /// Ends a replay of what nobody is to be offered any more.
    mutating func withdrawReplay(of id: DeliveryID, at time: Timestamp) -> Action {
        let isReserved = self.delivery(id)?.isReserved ?? false
        return endReplay(of: id, .withdrawn, at: time) { $0.isReserved = isReserved }
    }

    /// Ends the replay of one delivery, which stays completed.
    mutating func endReplay(
        of id: DeliveryID, _ end: ReplayRegister.End, at time: Timestamp, _ body: (inout Delivery) -> Void
    ) -> Action {
        guard let delivery = self.delivery(id), let mark = delivery.replay else { return Action() }
        let action = settle(id) { delivery in
            body(&delivery)
            delivery.phase = .completed(at: mark.completedAt)
        }
        change(id) { delivery in
            delivery.replay = nil
            delivery.isHeld = false
            delivery.lane.isReplay = false
        }
        if delivery.lane.isCompulsory { restricted.note(end, of: mark.replay, at: delivery.lane.destination) }
        replays.note(end, of: mark.replay, at: delivery.lane.destination, time)
        return action
    }
}
