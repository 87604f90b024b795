internal import Messages

/// What was completed and comes again, because an operator wants it.
///
/// A delivery stays completed while it does: the replay is one more loan of it. What becomes of that is told in its
/// attempts and counted by its replay; it never makes a dead letter.
extension QueueState {
    /// Looks for what comes next of the replay that runs at a queue; nil when none runs, or enough of it is under way.
    ///
    /// Notes how far it has looked, so that one that finds little goes on from there. A result without deliveries that is
    /// not the last means: look again.
    mutating func nextPortion(at destination: Destination) -> ReplayPortion? {
        guard let replay = replays.running(at: destination), !replay.isThrough,
            replay.open <= Limits.replayLowWater
        else { return nil }
        let found = completed(
            at: destination, acceptedFrom: replay.order.from, to: min(replay.order.to, replay.orderedAt),
            after: replay.through, before: replay.id, atMost: Limits.replayPortion - replay.open)
        let portion = ReplayPortion(
            replay: replay.id, destination: destination, deliveries: found.deliveries, through: found.through,
            isLast: found.through + 1 >= replay.id)
        if found.deliveries.isEmpty { replays.skip(through: found.through, at: destination) }
        return portion
    }

    /// The deliveries of a queue that may come again, of messages accepted in a range of time, in the order of acceptance.
    ///
    /// - Parameters:
    ///   - destination: whose.
    ///   - start: from when on.
    ///   - end: until when, that moment among it.
    ///   - cursor: the sequence number of the last message that was looked at before; 0 to begin.
    ///   - limit: the sequence number at which to stop, itself not among it.
    ///   - count: how many at most, except that those of one message are not parted.
    /// - Returns: the deliveries, and the sequence number up to which was looked, `Limits.replayLooks` numbers on at most.
    private func completed(
        at destination: Destination, acceptedFrom start: Timestamp, to end: Timestamp, after cursor: UInt64,
        before limit: UInt64, atMost count: Int
    ) -> (deliveries: [DeliveryID], through: UInt64) {
        var found: [DeliveryID] = []
        var sequence = cursor
        let last = min(limit - 1, cursor + Limits.replayLooks)
        while sequence < last, found.count < count {
            sequence += 1
            guard let message = messages[sequence], start <= message.acceptedAt, message.acceptedAt <= end else {
                continue
            }
            found += message.deliveries.filter { $0.lane.destination == destination }.map(\.id).filter(mayComeAgain)
        }
        return (found, sequence)
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
        var released = 0
        for id in portion.deliveries where mayComeAgain(id) {
            guard case .completed(let completedAt)? = self.delivery(id)?.phase else { continue }
            change(id) { delivery in
                delivery.replay = ReplayMark(replay: portion.replay, completedAt: completedAt)
                delivery.phase = .waiting
                delivery.lane.isReplay = true
                delivery.forgetAttempts()
            }
            action.add(joinLane(id))
            released += 1
        }
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

    private mutating func endReplay(
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
        replays.note(end, of: mark.replay, at: delivery.lane.destination, time)
        return action
    }
}
