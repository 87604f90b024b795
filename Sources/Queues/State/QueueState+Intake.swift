internal import Messages

extension QueueState {
    /// What a message that wants in meets.
    enum IntakeVerdict {
        case new
        case duplicate(Acceptance)
        /// A duplicate of the message of this sequence number, under a transmission id that is to be remembered.
        case resent(message: UInt64, TransmissionID, Acceptance)
        case conflict(AcceptConflict)
    }

    /// Judges a message by what is stored: (messageId, transmissionId) new/new is new, a known message is answered
    /// again, and a known transmission with a new message is refused, whether it came with the message first or again.
    func judge(_ message: IncomingMessage) -> IntakeVerdict {
        guard let sequence = sequences[message.id], let stored = messages[sequence] else {
            let isSeen = message.transmissionID.map { transmissions[$0] != nil } ?? false
            return isSeen ? .conflict(.transmissionSeen) : .new
        }
        guard stored.head.senderUnit == message.senderUnit else { return .conflict(.otherSender) }
        guard stored.head.digest == message.digest else { return .conflict(.otherContent) }
        if let transmission = message.transmissionID, transmissions[transmission] == nil {
            return .resent(message: sequence, transmission, stored.acceptance)
        }
        return .duplicate(stored.acceptance)
    }
}
