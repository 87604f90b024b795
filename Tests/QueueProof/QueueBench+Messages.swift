internal import Digests
internal import Messages
internal import Queues

extension QueueBench {
    func destination(_ place: Int) -> Destination {
        UnitID(Place.names[place]).map { Destination($0) } ?? .publisher1177
    }

    func message(_ name: MessageName, _ places: [Int], _ lane: Int, _ transmission: Int?) -> IncomingMessage {
        guard let sender = UnitID("sender") else { preconditionFailure("a unit's name is none") }
        var message = IncomingMessage(
            id: name.id, transmissionID: transmission.map { TransmissionID(UUIDBytes(high: 9, low: UInt64($0))) },
            digest: Digest128(high: 1, low: UInt64(name.number)), type: "GeneralMessage", version: 1,
            senderUnit: sender, senderSystem: .gateway, lane: LaneKey(UInt64(lane)),
            sentAt: Timestamp(microseconds: 1),
            recipients: places.map {
                Recipient(destination: destination($0), name: Place.names[$0], why: "addressed", state: .queued)
            },
            form: .json, contentType: "application/json", payload: name.payload, isReceipt: name.isReceipt)
        message.senderOrganisation = name.isReceipt ? nil : sender
        return message
    }

    /// The receipt of a delivery; none for a receipt.
    func receipt(_ facts: DeliveryFacts, isPositive: Bool) -> IncomingMessage? {
        guard !facts.isReceipt, let name = facts.name else { return nil }
        let receipt = MessageName(receiptOf: name, isPositive: isPositive)
        return message(receipt, [Place.sender], name.message.receiptLane, nil)
    }
}

extension DeliveryFacts {
    var name: DeliveryName? {
        guard let message = MessageName(message), let place = QueueBench.place(of: destination) else { return nil }
        return DeliveryName(message: message, place: place)
    }
}

extension LeasedDelivery {
    var offered: StepAnswer.Offered? {
        guard let name = facts.name, let offer = lease.description.split(separator: "-").last.flatMap({ Int($0) })
        else { return nil }
        return StepAnswer.Offered(
            offer: OfferName(delivery: name, offer: offer), attempt: attempt,
            missingBefore: missingBefore.compactMap { MessageName($0) },
            overtakenBy: overtakenBy.compactMap { MessageName($0) }, isOriginalOffered: originalOffered,
            isWhole: payload == name.message.payload)
    }
}

extension MessageStatus {
    func view(at now: Int64) -> QueueView.MessageView? {
        guard let name = MessageName(acceptance.messageID) else { return nil }
        return QueueView.MessageView(
            name: name, acceptedAt: acceptance.acceptedAt.microseconds,
            cancelledBy: cancellation.flatMap { MessageName($0.by) },
            isWrongPatient: cancellation?.isWrongPatient ?? false,
            deliveries: deliveries.compactMap { $0.view(at: now) })
    }
}

extension DeliveryStatus {
    fileprivate func view(at now: Int64) -> QueueView.DeliveryView? {
        guard let place = QueueBench.place(of: destination) else { return nil }
        var view = QueueView.DeliveryView(
            place: place, state: state, firstAvailableAt: firstAvailableAt.microseconds)
        switch state {
        case .retrying(let due): view.state = QueueView.waiting(until: due.microseconds, isHeld: false, at: now)
        case .held(let due): view.state = QueueView.waiting(until: due.microseconds, isHeld: true, at: now)
        default: break
        }
        view.firstOfferedAt = firstOfferedAt?.microseconds
        view.settledAt = settledAt?.microseconds
        view.diedAt = diedAt?.microseconds
        view.redrivenAt = redrivenAt?.microseconds
        view.death = death
        view.attempts = attempts.map {
            .init(
                offer: $0.offer, outcome: $0.outcome, offeredAt: $0.offeredAt.microseconds,
                endedAt: $0.endedAt?.microseconds)
        }
        return view
    }
}
