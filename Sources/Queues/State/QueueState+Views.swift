internal import Messages

extension QueueState {
    func facts(of id: DeliveryID) -> DeliveryFacts? {
        guard let delivery = deliveries[id], let message = messages[id.message] else { return nil }
        let head = message.head
        return DeliveryFacts(
            delivery: id, destination: delivery.lane.destination, message: head.id, type: head.type,
            version: head.version, senderUnit: head.senderUnit, senderSystem: head.senderSystem, caseID: head.caseID,
            refersTo: head.refersTo, sentAt: head.sentAt, acceptedAt: message.acceptedAt, isReceipt: head.isReceipt,
            attempt: delivery.attempts)
    }

    func status(of id: MessageID) -> MessageStatus? {
        guard let sequence = sequences[id], let message = messages[sequence] else { return nil }
        let head = message.head
        return MessageStatus(
            acceptance: message.acceptance, type: head.type, version: head.version, senderUnit: head.senderUnit,
            senderSystem: head.senderSystem, caseID: head.caseID, refersTo: head.refersTo, sentAt: head.sentAt,
            isReceipt: head.isReceipt,
            deliveries: head.recipients.indices.compactMap { index in
                deliveries[DeliveryID(message: sequence, recipient: UInt32(index))]?.status
            })
    }

    func deadLetter(_ id: DeliveryID) -> DeadLetter? {
        guard let delivery = deliveries[id], case .dead(let cause, let time) = delivery.phase, let facts = facts(of: id)
        else { return nil }
        return DeadLetter(
            facts: facts, diedAt: time, cause: cause,
            fault: delivery.history.last?.fault ?? .lapsed, attempts: delivery.history,
            firstAvailableAt: delivery.availableAt)
    }

    func deadLetters(in destinations: Set<Destination>?, after: DeliveryID?, limit: Int) -> [DeadLetter] {
        var found: [DeadLetter] = []
        for id in dead where found.count < limit {
            if let after, id <= after { continue }
            guard let letter = deadLetter(id) else { continue }
            if destinations?.contains(letter.facts.destination) ?? true { found.append(letter) }
        }
        return found
    }

    /// Earlier messages of the delivery's lane that lie dead.
    func missing(before id: DeliveryID) -> [MessageID] {
        guard let lane = deliveries[id].flatMap({ lanes[$0.lane] }) else { return [] }
        return lane.dead.filter { $0 < id }.prefix(Limits.listedMessages).compactMap { messages[$0.message]?.head.id }
    }

    func depths() -> [QueueDepth] {
        var depths: [Destination: QueueDepth] = [:]
        for delivery in deliveries.values {
            let destination = delivery.lane.destination
            depths[destination, default: QueueDepth(destination: destination)].count(delivery)
        }
        return depths.values.sorted { $0.destination < $1.destination }
    }

    func conservation() -> Conservation {
        var sum = Conservation(created: deliveries.count)
        for delivery in deliveries.values {
            switch delivery.phase {
            case .waiting: sum.waiting += 1
            case .leased: sum.leased += 1
            case .retrying: sum.retrying += 1
            case .dead: sum.dead += 1
            case .completed: sum.completed += 1
            }
        }
        return sum
    }
}

extension QueueDepth {
    fileprivate mutating func count(_ delivery: Delivery) {
        switch delivery.phase {
        case .waiting: waiting += 1
        case .leased: leased += 1
        case .retrying: retrying += 1
        case .dead: dead += 1
        case .completed: break
        }
        switch delivery.phase {
        case .waiting, .leased, .retrying: oldest = min(oldest ?? delivery.availableAt, delivery.availableAt)
        case .dead, .completed: break
        }
    }
}

extension Delivery {
    fileprivate var status: DeliveryStatus {
        let (state, settledAt, death): (DeliveryState, Timestamp?, DeathCause?) =
            switch phase {
            case .waiting: (.waiting, nil, nil)
            case .leased: (.leased, nil, nil)
            case .retrying(let time): (.retrying(at: time), nil, nil)
            case .dead(let cause, let time): (.dead, time, cause)
            case .completed(let time): (.completed, time, nil)
            }
        return DeliveryStatus(
            delivery: id, destination: lane.destination, state: state, firstAvailableAt: availableAt,
            firstOfferedAt: firstOfferedAt, settledAt: settledAt, attempts: history, reference: reference, note: note,
            death: death)
    }
}
