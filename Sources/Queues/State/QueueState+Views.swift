internal import Messages

extension QueueState {
    func facts(of id: DeliveryID) -> DeliveryFacts? {
        guard let message = messages[id.message], let delivery = message.delivery(id) else { return nil }
        let head = message.head
        return DeliveryFacts(
            delivery: id, destination: delivery.lane.destination, message: head.id, type: head.type,
            version: head.version, senderUnit: head.senderUnit, senderSystem: head.senderSystem, caseID: head.caseID,
            refersTo: head.refersTo, sentAt: head.sentAt, acceptedAt: message.acceptedAt, caseKey: head.caseKey,
            isReceipt: head.isReceipt,
            attempt: delivery.attempts)
    }

    func status(of id: MessageID) -> MessageStatus? {
        sequences[id].flatMap { status(at: $0.sequence) }
    }

    func status(at sequence: UInt64) -> MessageStatus? {
        guard let message = messages[sequence] else { return nil }
        let head = message.head
        return MessageStatus(
            acceptance: message.acceptance, type: head.type, version: head.version, senderUnit: head.senderUnit,
            senderSystem: head.senderSystem, caseID: head.caseID, refersTo: head.refersTo, sentAt: head.sentAt,
            isReceipt: head.isReceipt, senderOrganisation: head.senderOrganisation, caseKey: head.caseKey,
            sequence: sequence, patient: head.patient, replaces: head.replaces, cancellation: message.cancellation,
            forwardings: message.forwardings, effect: head.effect,
            deliveries: message.deliveries.map(\.status))
    }

    func deadLetter(_ id: DeliveryID) -> DeadLetter? {
        guard let delivery = delivery(id), case .dead(let cause, let time) = delivery.phase, let facts = facts(of: id)
        else { return nil }
        let fault: DeliveryFault? = cause == .unreadable ? .unreadable : delivery.history.last?.fault
        return DeadLetter(
            facts: facts, diedAt: time, cause: cause, fault: fault ?? .lapsed, attempts: delivery.history,
            firstAvailableAt: delivery.availableAt)
    }

    /// A dead letter of which the disk gives nothing back; nil when the delivery is none.
    func lostLetter(_ id: DeliveryID) -> LostLetter? {
        guard isLost(id), let lost = messages.losses[id], lost.end == .dead else { return nil }
        return LostLetter(
            delivery: id, destination: lost.loss.lane.destination, isCompulsory: lost.loss.lane.isCompulsory,
            message: lost.loss.message, diedAt: lost.at, fault: .unreadable)
    }

    /// The deliveries that are dead letters behind one, in the order of acceptance.
    func deadLetterIDs(after: DeliveryID?, limit: Int) -> [DeliveryID] {
        let start = after.map { cursor in dead.partitioningIndex { $0 > cursor } } ?? dead.startIndex
        return Array(dead[start...].prefix(limit))
    }

    /// Earlier messages of the delivery's lane that were given up and have not come since.
    func missing(before id: DeliveryID) -> [MessageID] {
        guard !troubles.isEmpty, let trouble = delivery(id).flatMap({ troubles[$0.lane] }) else { return [] }
        return trouble.missing.filter { $0 < id }.prefix(Limits.listedMessages).compactMap {
            isLost($0) ? messages.losses[$0]?.loss.message : messages[$0.message]?.head.id
        }
    }

    func conservation() -> Conservation { tally }
}

extension Conservation {
    /// Counts a delivery that was made just now, and waits.
    mutating func addNew() {
        created += 1
        waiting += 1
    }

    /// Counts a delivery that went from one state to another.
    mutating func move(from old: Delivery, to new: Delivery) {
        add(-1, to: old)
        add(1, to: new)
    }

    private mutating func add(_ number: Int, to delivery: Delivery) {
        guard delivery.replay == nil else {
            completed += number
            return
        }
        switch delivery.phase {
        case .waiting: waiting += number
        case .leased: leased += number
        case .retrying where delivery.isHeld: held += number
        case .retrying: retrying += number
        case .dead: dead += number
        case .completed: completed += number
        case .cancelled: cancelled += number
        case .discarded: discarded += number
        case .expired: expired += number
        }
    }
}

extension Delivery {
    fileprivate var status: DeliveryStatus {
        let (state, settledAt, death): (DeliveryState, Timestamp?, DeathCause?) =
            switch replay.map({ .completed(at: $0.completedAt) }) ?? phase {
            case .waiting: (.waiting, nil, nil)
            case .leased: (.leased, nil, nil)
            case .retrying(_, let time): (isHeld ? .held(until: time) : .retrying(at: time), nil, nil)
            case .dead(let cause, let time): (.dead, time, cause)
            case .completed(let time): (.completed, time, nil)
            case .cancelled(let time): (.cancelled, time, nil)
            case .discarded(let time): (.discarded, time, nil)
            case .expired(let time): (.expired, time, nil)
            }
        return DeliveryStatus(
            delivery: id, destination: lane.destination, state: state, firstAvailableAt: availableAt,
            firstOfferedAt: firstOfferedAt, settledAt: settledAt, attempts: history, reference: reference, note: note,
            death: death, diedAt: diedAt, redrivenAt: redrivenAt, answer: answer, kvittens: kvittens,
            misdirection: misdirection)
    }
}

extension Array {
    /// The first place of a sorted array from which on a condition holds, found by halving.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
