internal import Messages

extension QueueState {
    /// What a message that wants in meets.
    enum IntakeVerdict {
        case new(CaseChoice)
        case duplicate(Acceptance)
        /// A duplicate of the message of this sequence number, under a transmission id that is to be remembered.
        case resent(message: UInt64, TransmissionID, Acceptance)
        case conflict(AcceptConflict)
    }

    /// The case of a new message.
    enum CaseChoice: Hashable {
        /// It belongs to none.
        case none
        case joins(CaseKey)
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
        guard let sequence = sequences[message.id], let stored = messages[sequence] else {
            let isSeen = message.transmissionID.map { transmissions[$0] != nil } ?? false
            if isSeen { return .conflict(.transmissionSeen) }
            guard !isReadBefore(message) else { return .conflict(.alreadyRead) }
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
            return .resent(message: sequence, transmission, stored.acceptance)
        }
        return .duplicate(stored.acceptance)
    }
}
