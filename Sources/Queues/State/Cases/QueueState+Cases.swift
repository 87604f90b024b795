internal import Messages

extension QueueState {
    /// Which case a message that is about to be accepted belongs to; nil when it belongs to none.
    func judgeCase(of message: IncomingMessage) -> CaseRegistry.Verdict? {
        guard !message.isReceipt, let id = message.caseID, let organisation = message.senderOrganisation else {
            return nil
        }
        return cases.judge(
            named: id, of: organisation, about: message.effect?.formerPatient ?? message.patient,
            near: referredCase([message.refersTo, message.replaces].compactMap(\.self)))
    }

    /// How the person's answer to a question of consent stands.
    func consent(
        to question: ConsentQuestion, naming reference: MessageID?, in key: CaseKey?, at moment: Timestamp
    ) -> ConsentStanding {
        consents.standing(of: question, naming: reference, in: key, at: moment) { message($0)?.cancellation != nil }
    }

    /// The case of the first of some messages that has one.
    func referredCase(_ references: [MessageID]) -> CaseKey? {
        // Each is read once: what the disk gives may not be what it gives the next time.
        for reference in references {
            if let key = message(reference)?.head.caseKey { return key }
        }
        return nil
    }

    /// What a message brings to its case.
    ///
    /// Units that it was cancelled for before they had it do not take part by it, nor by its cancellation; and a wrong
    /// patient is nobody's.
    func caseMember(_ sequence: UInt64) -> CaseRegistry.Member? {
        guard let message = messages[sequence] else { return nil }
        let head = message.head
        let isAboutNobody = isAboutNobody(message)
        let receivers = head.recipients.enumerated().compactMap { index, recipient -> CaseRegistry.Receiver? in
            let id = DeliveryID(message: sequence, recipient: UInt32(index))
            guard let unit = recipient.destination.unit, let delivery = message.delivery(id),
                !delivery.isCancelledUnread, isOriginalOffered(of: id) ?? true
            else { return nil }
            return CaseRegistry.Receiver(
                unit: unit, organisation: recipient.organisation, isParty: delivery.misdirection == nil)
        }
        return CaseRegistry.Member(
            message: head.id, senderUnit: head.senderUnit, senderOrganisation: head.senderOrganisation,
            patient: isAboutNobody ? nil : head.patient,
            formerPatient: isAboutNobody ? nil : head.effect?.formerPatient, isOfParty: !head.isMisdirection,
            receivers: receivers, partyChange: message.cancellation == nil ? head.effect?.partyChange : nil)
    }

    /// What a message brings that was accepted just now; nil when it does something to another, which tells then.
    func newCaseMember(_ head: IncomingMessage) -> CaseRegistry.Member? {
        guard head.effect == nil else { return nil }
        var receivers: [CaseRegistry.Receiver] = []
        receivers.reserveCapacity(head.recipients.count)
        for recipient in head.recipients where recipient.state == .queued {
            guard let unit = recipient.destination.unit else { continue }
            receivers.append(CaseRegistry.Receiver(unit: unit, organisation: recipient.organisation, isParty: true))
        }
        return CaseRegistry.Member(
            message: head.id, senderUnit: head.senderUnit, senderOrganisation: head.senderOrganisation,
            patient: head.patient, formerPatient: nil, isOfParty: true, receivers: receivers, partyChange: nil)
    }

    /// Whether what a message says of the patient does not hold: it was about the wrong one, or changed the id and was
    /// cancelled, or is the cancellation of such a one.
    private func isAboutNobody(_ message: MessageEntry) -> Bool {
        if case .cancels(let original, let isWrongPatient) = message.head.effect {
            let cancelled = self.message(original)?.head
            return isWrongPatient || cancelled?.effect?.formerPatient != nil
        }
        guard let cancellation = message.cancellation else { return false }
        return cancellation.isWrongPatient || message.head.effect?.formerPatient != nil
    }
}

extension IncomingMessage {
    /// Whether it says that another message was not for its sender.
    fileprivate var isMisdirection: Bool {
        if case .misdirects = effect { true } else { false }
    }
}

extension Delivery {
    /// Whether its sender cancelled it before anybody was offered it.
    fileprivate var isCancelledUnread: Bool {
        if case .cancelled = phase { firstOfferedAt == nil } else { false }
    }
}
