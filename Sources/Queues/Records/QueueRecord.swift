internal import Messages

/// What the journal holds of the queues: everything that happens to a message, as facts that are never taken back.
enum QueueRecord: Hashable {
    /// A message was accepted with its recipients; each queued recipient becomes a delivery, at once available.
    case accepted(IncomingMessage, at: Timestamp)
    /// A delivery was leased to a system; its payload leaves only when this is stored.
    case offered(LeaseID, to: SystemID, at: Timestamp)
    /// The receiver took the delivery. Its receipt follows in the same group.
    case completed(LeaseID, at: Timestamp, reference: String?, note: String?)
    /// The attempt ended without success, and another follows at a time.
    case returned(LeaseID, at: Timestamp, outcome: AttemptOutcome, fault: DeliveryFault?, again: Timestamp)
    /// The delivery was given up. Its receipt follows in the same group.
    case died(LeaseID, at: Timestamp, outcome: AttemptOutcome, fault: DeliveryFault, cause: DeathCause)
    /// Somebody had a dead letter tried again.
    case redriven(DeliveryID, at: Timestamp, by: SystemID)
    /// Somebody put a dead letter aside for good.
    case discarded(DeliveryID, at: Timestamp, by: SystemID, reason: String)
    /// A receipt's delivery that nobody fetched in time was ended.
    case expired(DeliveryID, at: Timestamp)
    /// An accepted message, named by the sequence number of its record, came again under another transmission id.
    case resent(message: UInt64, TransmissionID, at: Timestamp)
    /// The delivery was given up, its message being unreadable: it tells itself all that is needed of it.
    case lost(Loss, at: Timestamp)
    /// Something was done with a queue as a whole.
    case act(QueueAct)

    /// The kind of the records that hold messages.
    static let messageKind: UInt8 = 8
    /// Their kind before messages had a case, a patient and an effect; read, but not written any more.
    static let formerMessageKind: UInt8 = 1

    /// Whether records of a kind hold messages.
    static func isMessage(kind: UInt8) -> Bool { kind == messageKind || kind == formerMessageKind }

    /// The number that the record carries in the journal; never used for anything else.
    var kind: UInt8 {
        switch self {
        case .accepted: Self.messageKind
        case .offered: 2
        case .completed: 3
        case .returned: 4
        case .died: 5
        case .redriven: 6
        case .resent: 7
        case .discarded: 9
        case .expired: 10
        case .lost: 11
        case .act(let act): act.kind
        }
    }
}
