internal import Messages

/// Deliveries that were given up, and what comes of them.
extension QueueState {
    /// Puts a delivery that has left its lane among the dead letters.
    mutating func bury(_ id: DeliveryID, in lane: LaneID) {
        var trouble = troubles[lane] ?? LaneTroubles()
        trouble.dead.append(id)
        if !trouble.missing.contains(id) { trouble.missing.append(id) }
        troubles[lane] = trouble
        var (low, high) = (0, dead.count)
        while low < high {
            let middle = (low + high) / 2
            if dead[middle] < id { low = middle + 1 } else { high = middle }
        }
        dead.insert(id, at: low)
    }

    /// A completed delivery has passed the older ones of its lane that lie dead.
    mutating func recordOvertaking(by id: DeliveryID) {
        guard !troubles.isEmpty, let message = messages[id.message], let lane = message.delivery(id)?.lane else {
            return
        }
        for older in troubles[lane]?.dead ?? [] where older < id {
            if isLost(older) {
                noteOvertaking(of: older, by: message.head.id)
                continue
            }
            guard fetchLeavingOut(older) else { continue }
            change(older) { delivery in
                if delivery.overtakenBy.count < Limits.listedMessages {
                    delivery.overtakenBy.append(message.head.id)
                }
            }
        }
    }

    /// Puts a dead letter at the end of its lane, to be offered anew.
    mutating func redrive(_ id: DeliveryID, at time: Timestamp) -> Action {
        guard let message = messages[id.message], let lane = message.delivery(id)?.lane else { return Action() }
        dead.removeAll { $0 == id }
        troubles[lane]?.dead.removeAll { $0 == id }
        // What nobody is to be shown has left the lane, or will at the next start; whether it has yet must not be told from.
        let before = leavingOut { state in
            var before: [MessageID] = []
            for earlier in state.open.deliveries(in: lane) where before.count < Limits.listedMessages {
                guard let message = state.messages[earlier.message], !state.isHidden(earlier) else { continue }
                before.append(message.head.id)
            }
            return before
        }
        _ = open.append(id, to: lane, isReceipt: message.head.isReceipt)
        if message.head.isReceipt { receiptAges.add(at: message.acceptedAt) }
        change(id) { delivery in
            delivery.isReserved = false
            delivery.phase = .waiting
            delivery.redrivenAt = time
            delivery.forgetAttempts()
            delivery.overtakenBy = Array((delivery.overtakenBy + before).prefix(Limits.listedMessages))
        }
        var action = lineUp(lane)
        action.changesDeadLetters = true
        return action
    }
}
