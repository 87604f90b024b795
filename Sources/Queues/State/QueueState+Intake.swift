internal import Messages

extension QueueState {
    /// What a message that wants in meets.
    enum IntakeVerdict {
        case new(CaseChoice)
        case duplicate(Acceptance)
        /// A duplicate of the message of this sequence number, under a transmission id that is to be remembered.
        case resent(message: UInt64, TransmissionID, Acceptance)
        case conflict(AcceptConflict)
        /// It is new, and one of its receivers has as many open deliveries as it may.
        case full(Destination)
        /// It is new, and the index of open deliveries has no number left for it.
        case overfull
    }

    /// The case of a new message.
    enum CaseChoice: Hashable {
        /// It belongs to none.
        case none
        case joins(CaseKey)
        /// It cancels a message, whose case and lane it takes, whatever it says itself: it must not overtake it, and goes to
        /// nobody who could not have fetched that one.
        case follows(CaseKey?, LaneKey, isCompulsory: Bool)
        case opens(CaseKey)
    }

    /// Judges a message by what is stored: (messageId, transmissionId) new/new is new, a known message is answered
    /// again, and a known transmission with a new message is refused, whether it came with the message first or again.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - random: names a case that it opens.
    /// - Returns: what it meets.
    func judge(_ message: IncomingMessage, _ random: () -> UInt64) -> IntakeVerdict {
        guard let stored = self.message(message.id) else {
            let isSeen = message.transmissionID.map { transmissions[$0] != nil } ?? false
            if isSeen { return .conflict(.transmissionSeen) }
            guard !isReadBefore(message) else { return .conflict(.alreadyRead) }
            if let original = cancelledOriginal(of: message) {
                return .new(.follows(original.caseKey, original.lane, isCompulsory: original.isCompulsory))
            }
            if let key = handedOnCase(of: message) { return .new(.joins(key)) }
            switch judgeCase(of: message) {
            case .otherPatient: return .conflict(.caseOfOtherPatient)
            case .belongs(let key): return .new(.joins(key))
            case .opens: return .new(.opens(cases.unused(random)))
            case nil: return .new(.none)
            }
        }
        guard stored.head.senderUnit == message.senderUnit else { return .conflict(.otherSender) }
        guard stored.head.digest == message.digest else { return .conflict(.otherContent) }
        if let transmission = message.transmissionID, transmissions[transmission] == nil {
            return .resent(message: stored.sequence, transmission, stored.acceptance)
        }
        return .duplicate(stored.acceptance)
    }

    /// Whether the index of open deliveries has no room for a message's: billions are open, or the journal has come to the
    /// end of its numbers.
    func cannotHold(_ message: IncomingMessage) -> Bool {
        if open.isRoomy(for: message.recipients.count, sequence: latestSequence) { return false }
        let lanes = message.recipients.filter { $0.state == .queued }.map {
            LaneID(
                key: message.lane(at: $0.destination), destination: $0.destination, isCompulsory: message.isCompulsory)
        }
        return open.refusal(of: lanes, recipients: message.recipients.count, sequence: latestSequence) != nil
    }

    /// The message that another one cancels, when it is here and of the same organisation.
    private func cancelledOriginal(of message: IncomingMessage) -> IncomingMessage? {
        guard case .cancels(let original, _) = message.effect, let organisation = message.senderOrganisation,
            let head = self.message(original)?.head, head.senderOrganisation == organisation
        else { return nil }
        return head
    }

    /// The case of the message that another one passes on, sends back or withdraws, which belongs there whatever it says
    /// itself; nil when its organisation has no part in that.
    private func handedOnCase(of message: IncomingMessage) -> CaseKey? {
        switch message.effect {
        case .forwards(let original, _), .misdirects(let original), .withdrawsConsent(let original, _):
            referredCase([original]).flatMap { key in
                let organisations = cases.facts(of: key)?.organisations ?? []
                return message.senderOrganisation.map(organisations.contains) ?? false ? key : nil
            }
        case .cancels, .reads, .answers, .changesPatient, .registersConsent, .changesParties, nil: nil
        }
    }

    /// Whether a message gives the patient of its case another id, which only one may do at a time.
    func changesPatient(_ message: IncomingMessage, of key: CaseKey) -> Bool {
        guard let patient = message.patient else { return false }
        return cases.facts(of: key)?.patients.contains(patient) == false
    }
}
