internal import Messages

/// What can be seen of the queues from outside.
extension QueueState {
    /// What is known of a delivery; nil when there is none of that id.
    func facts(of id: DeliveryID) -> DeliveryFacts? {
        guard let delivery = deliveries[id], let message = messages[delivery.message] else { return nil }
        return DeliveryFacts(
            delivery: id, destination: delivery.destination, message: delivery.message, type: message.type,
            senderUnit: message.senderUnit, caseID: message.caseID, acceptedAt: message.acceptance.acceptedAt,
            firstOfferedAt: delivery.firstOfferedAt, isReceipt: message.isReceipt)
    }

    /// What has become of a message; nil when none of that id was accepted.
    func status(of id: MessageID) -> MessageStatus? {
        guard let message = messages[id] else { return nil }
        return MessageStatus(
            acceptance: message.acceptance, type: message.type, senderUnit: message.senderUnit, sentAt: message.sentAt,
            deliveries: message.deliveries.compactMap { deliveries[$0] }.map { delivery in
                DeliveryStatus(
                    delivery: delivery.id, destination: delivery.destination, state: delivery.state,
                    firstAvailableAt: delivery.availableAt, firstOfferedAt: delivery.firstOfferedAt,
                    settledAt: delivery.settledAt, cause: delivery.cause, fault: delivery.fault,
                    reference: delivery.reference, note: delivery.note, attempts: delivery.attempts)
            })
    }

    /// A dead letter; nil when the delivery is none.
    func deadLetter(_ id: DeliveryID) -> DeadLetter? {
        guard let delivery = deliveries[id], delivery.state == .dead, let facts = facts(of: id),
            let cause = delivery.cause, let diedAt = delivery.settledAt
        else { return nil }
        return DeadLetter(
            facts: facts, cause: cause, fault: delivery.fault, diedAt: diedAt, attempts: delivery.attempts)
    }

    /// Dead letters in the order of their ids, those behind `after`.
    func deadLetters(in destinations: Set<Destination>?, after: DeliveryID?, limit: Int) -> [DeadLetter] {
        let ids = dead.sorted().drop { id in after.map { id <= $0 } ?? false }
        let letters = ids.lazy.compactMap { deadLetter($0) }.filter { letter in
            destinations?.contains(letter.facts.destination) ?? true
        }
        return Array(letters.prefix(limit))
    }

    /// Messages of a delivery's lane that died before it and have not come.
    func missingBefore(_ delivery: Delivery) -> [MessageID] {
        (lanes[delivery.lane]?.dead ?? []).filter { $0 < delivery.id }.compactMap { deliveries[$0]?.message }
    }

    /// What a settlement by a lease would meet.
    func verdict(on lease: LeaseID, by system: SystemID, as verdict: Delivery.Verdict) -> SettleCheck {
        guard let delivery = deliveries[lease.delivery], lease.offer >= 1, lease.offer <= delivery.offers else {
            return .lost(.unknown)
        }
        guard !delivery.isBusy else { return .busy }
        guard lease.offer == delivery.offers else {
            return .lost(delivery.state == .completed ? .completedMeanwhile : .leasedAgain)
        }
        guard delivery.system == system else { return .lost(.unknown) }
        if let said = delivery.verdict {
            if said == verdict { return .alreadySettled }
            return .lost(delivery.state == .dead ? .givenUp : delivery.state == .completed ? .completedMeanwhile : .ended)
        }
        switch delivery.state {
        case .leased, .waiting, .retrying:
            return .mayBeSettled(delivery)
        case .dead:
            // A late positive counts. Source: rules, "Receipts".
            return verdict == .completed ? .mayBeSettled(delivery) : .lost(.givenUp)
        case .completed:
            return .lost(.completedMeanwhile)
        }
    }
}

/// What a settlement by a lease meets.
enum SettleCheck {
    case mayBeSettled(Delivery)
    case alreadySettled
    case lost(LeaseLoss)
    /// A record about the delivery is on its way to the disk: ask again when it is there.
    case busy
}
