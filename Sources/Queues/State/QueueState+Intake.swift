internal import Messages

extension QueueState {
    /// What a message that wants in meets.
    enum IntakeVerdict {
        case new
        case duplicate(Acceptance)
        case conflict(AcceptConflict)
    }

    /// Judges a message by what is stored: (messageId, transmissionId) new/new is new, a known message is answered
    /// again, and a known transmission with a new message is refused.
    func judge(_ message: IncomingMessage) -> IntakeVerdict {
        guard let stored = sequences[message.id].flatMap({ messages[$0] }) else {
            let isSeen = message.transmissionID.map { transmissions[$0] != nil } ?? false
            return isSeen ? .conflict(.transmissionSeen) : .new
        }
        guard stored.head.senderUnit == message.senderUnit else { return .conflict(.otherSender) }
        guard stored.head.digest == message.digest else { return .conflict(.otherContent) }
        return .duplicate(stored.acceptance)
    }
}
