internal import Messages

/// What messages do to other messages.
extension QueueState {
    /// Applies the effect of a message that was just accepted, and a cancellation that came before it.
    mutating func applyEffect(of stored: MessageHead) -> Action {
        let head = stored.message
        var action = Action()
        if let early = earlyCancellations[head.id], !early.byOrganisation.isEmpty {
            earlyCancellations.set(EarlyCancellations(), for: head.id)
            for (organisation, cancellation) in early.byOrganisation {
                action.add(cancel(head.id, cancellation, by: organisation))
            }
        }
        switch head.effect {
        case .cancels(let original, let isWrongPatient):
            let cancellation = Cancellation(
                by: head.id, at: stored.acceptedAt, isWrongPatient: isWrongPatient)
            action.add(cancel(original, cancellation, by: head.senderOrganisation))
        case .reads(let original, let units, let readAt):
            guard let reader = units.first else { break }
            let kvittens = Kvittens(
                readAt: readAt, receivedAt: stored.acceptedAt, receipt: head.id, by: reader)
            for id in deliveries(of: original, at: units) where delivery(id)?.kvittens == nil {
                change(id) { $0.kvittens = kvittens }
            }
        case .answers(let original, let unit, let outcome):
            let answer = ApplicationAnswer(outcome: outcome, at: stored.acceptedAt)
            for id in deliveries(of: original, at: [unit]) { change(id) { $0.note(answer) } }
        case .forwards(let original, let unit):
            // Its id may be known for longer than it itself.
            guard let sequence = message(original)?.sequence else { break }
            mark(
                sequence,
                forwarded: Forwarding(
                    by: head.id, from: head.senderUnit, to: unit, at: stored.acceptedAt))
        case .misdirects(let original):
            let misdirection = Misdirection(by: head.id, at: stored.acceptedAt)
            action.add(hide(original, from: head.senderUnit, misdirection))
        case .changesPatient, .registersConsent, .withdrawsConsent, .changesParties, nil: break
        }
        return action
    }

    /// Whether a kvittens has nothing new to say: for every unit that it names another one was given before.
    ///
    /// The first unit alone would not tell: one on call may have had no delivery of its own, or have read that before.
    func isReadBefore(_ message: IncomingMessage) -> Bool {
        guard case .reads(let original, let units, _) = message.effect else { return false }
        let given = deliveries(of: original, at: units).map { delivery($0)?.kvittens }
        return !given.isEmpty && given.allSatisfy { $0.map { $0.receipt != message.id } ?? false }
    }

    /// Whether a message was cancelled as being about the wrong patient.
    private func isWrongPatient(_ sequence: UInt64) -> Bool {
        messages[sequence]?.cancellation?.isWrongPatient ?? false
    }

    /// Settles what a cancellation settles; only the organisation that sent a message can cancel it.
    ///
    /// A delivery that was offered goes on, so that its receiver sees original and cancellation in order; but nobody is
    /// to read any more what is about the wrong patient. Source: interfaces, "Replacing".
    private mutating func cancel(
        _ original: MessageID, _ cancellation: Cancellation, by organisation: UnitID?
    ) -> Action {
        guard let sequence = sequences[original]?.sequence, let message = messages[sequence] else {
            // Which of the two came first must not matter.
            if let organisation {
                earlyCancellations.change(original, from: EarlyCancellations()) { early in
                    let earlier = early.byOrganisation[organisation]
                    early.byOrganisation[organisation] = earlier?.merged(with: cancellation) ?? cancellation
                }
            }
            return Action()
        }
        guard let organisation, message.head.senderOrganisation == organisation else { return Action() }
        mark(sequence, cancelled: cancellation)
        var action = Action()
        for index in message.head.recipients.indices {
            let id = DeliveryID(message: sequence, recipient: UInt32(index))
            action.add(resumeIfReadable(id))
            guard let delivery = delivery(id), isSettled(delivery, by: cancellation) else { continue }
            action.add(settleCancelled(id, at: cancellation.at))
        }
        recountCase(of: sequence)
        return action
    }

    /// Whether nobody is to be offered a delivery any more, whatever comes of an attempt that is under way: it is about the
    /// wrong patient, or was not for that receiver.
    func isHidden(_ id: DeliveryID) -> Bool {
        isWrongPatient(id.message) || delivery(id)?.misdirection != nil
    }

    /// Settles what a unit is not to be shown any more since it was not for it; its answer and its kvittens stay.
    private mutating func hide(_ original: MessageID, from unit: UnitID, _ misdirection: Misdirection) -> Action {
        var action = Action()
        for id in deliveries(of: original, at: [unit]) where delivery(id)?.misdirection == nil {
            action.add(resumeIfReadable(id))
            change(id) { $0.misdirection = misdirection }
            switch delivery(id)?.phase {
            case .waiting, .retrying, .dead: action.add(settleCancelled(id, at: misdirection.at))
            case .leased, .completed, .cancelled, .discarded, .expired, nil: break
            }
            recountCase(of: id.message)
        }
        return action
    }

    private func isSettled(_ delivery: Delivery, by cancellation: Cancellation) -> Bool {
        switch delivery.phase {
        case .waiting, .retrying:
            delivery.firstOfferedAt == nil || cancellation.isWrongPatient || delivery.replay != nil
        case .dead: cancellation.isWrongPatient
        case .leased, .completed, .cancelled, .discarded, .expired: false
        }
    }

    private func deliveries(of message: MessageID, at units: [UnitID]) -> [DeliveryID] {
        guard let entry = self.message(message) else { return [] }
        let head = entry.head
        return head.recipients.indices.compactMap { index in
            let id = DeliveryID(message: entry.sequence, recipient: UInt32(index))
            guard let unit = head.recipients[index].destination.unit, units.contains(unit), entry.delivery(id) != nil
            else { return nil }
            return id
        }
    }
}

extension Cancellation {
    /// Of two cancellations of one message the first stands, unless only the other says that it was the wrong patient.
    func merged(with other: Cancellation) -> Cancellation {
        !isWrongPatient && other.isWrongPatient ? other : self
    }
}
