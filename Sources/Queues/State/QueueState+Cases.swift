internal import Messages

extension QueueState {
    /// Which case a message that is about to be accepted belongs to; nil when it belongs to none.
    func judgeCase(of message: IncomingMessage) -> CaseRegistry.Verdict? {
        guard !message.isReceipt, let id = message.caseID, let organisation = message.senderOrganisation else {
            return nil
        }
        return cases.judge(
            named: id, of: organisation, about: message.patient,
            near: referredCase([message.refersTo, message.replaces].compactMap(\.self)))
    }

    /// The case of the first of some messages that has one.
    func referredCase(_ references: [MessageID]) -> CaseKey? {
        references.lazy.compactMap { sequences[$0].flatMap { messages[$0]?.head.caseKey } }.first
    }

    /// What a message brings to its case.
    ///
    /// Units that it was cancelled for before they had it do not take part by it, nor by its cancellation; and a wrong
    /// patient is nobody's.
    func caseMember(_ sequence: UInt64) -> CaseRegistry.Member? {
        guard let message = messages[sequence] else { return nil }
        let head = message.head
        let isAboutNobody: Bool
        if case .cancels(_, isWrongPatient: true) = head.effect {
            isAboutNobody = true
        } else {
            isAboutNobody = message.cancellation?.isWrongPatient ?? false
        }
        let receivers = head.recipients.enumerated().compactMap { index, recipient -> (UnitID, UnitID?)? in
            let id = DeliveryID(message: sequence, recipient: UInt32(index))
            guard let unit = recipient.destination.unit, let delivery = deliveries[id],
                !delivery.isCancelledUnread, isOriginalOffered(of: id) ?? true
            else { return nil }
            return (unit, recipient.organisation)
        }
        return CaseRegistry.Member(
            message: head.id, senderUnit: head.senderUnit, senderOrganisation: head.senderOrganisation,
            patient: isAboutNobody ? nil : head.patient, receivers: receivers)
    }
}

extension Delivery {
    /// Whether its sender cancelled it before anybody was offered it.
    fileprivate var isCancelledUnread: Bool {
        if case .cancelled = phase { firstOfferedAt == nil } else { false }
    }
}
