package import DurableLog
package import Messages

/// What the queues could not do, and in which state that leaves them.
package enum QueueFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The journal could not be opened; nothing was changed.
    case notOpened(JournalFailure)
    /// A record is sound but not understood; the queues are not open, and the files are of another program or version.
    case unreadableRecord(sequence: UInt64)
    /// The journal failed: whether the call's work is stored is not known, and all is refused until started anew.
    case journalFailed(JournalFailure)
    /// The message of the delivery asked for cannot be read back; nothing was changed, and the queues go on.
    case unreadable(JournalFailure)
    /// What a snapshot keeps of the messages cannot be read back; nothing was changed.
    case unreadableSnapshot(String)
    /// What was asked only from memory needs messages that are not there: whoever asked recalls them and asks again.
    case unread([UInt64])
    /// Too much intake waits for the disk: nothing was stored. Try again in a while.
    case overloaded
    /// A unit has as many open deliveries as it may: nothing was stored. Try again when its system has fetched some.
    case backlogFull(Destination)
    /// The disk has no room for more, or makes no new file: nothing was stored. Resumes by itself.
    case diskFull
    /// The queues have been closed; nothing was stored.
    case closed
    /// The store may be a copy: nothing was stored or lent, and nothing will be until an operator releases it.
    case held(StoreHold)
    /// The queues were opened for reading only: nothing was stored or lent, and nothing will be.
    case readOnly

    /// Whether the program must be started anew, as after a failed write.
    package var endsProgram: Bool {
        switch self {
        case .held, .readOnly: false
        case .notOpened, .unreadableRecord, .unreadableSnapshot, .journalFailed, .unreadable, .unread, .overloaded,
            .backlogFull, .diskFull, .closed:
            true
        }
    }

    init(appending failure: JournalFailure) {
        self =
            switch failure {
            case .overloaded: .overloaded
            case .diskFull, .noSegment: .diskFull
            case .closed: .closed
            case .held(let hold): .held(hold)
            case .readOnly: .readOnly
            case .locked, .newerFormat, .damaged, .thinned, .noExtent, .unreadable, .failed: .journalFailed(failure)
            }
    }

    /// The failure for logs and operators, in English; it names nothing of any message.
    package var description: String {
        switch self {
        case .notOpened(let failure), .journalFailed(let failure), .unreadable(let failure): failure.description
        case .unreadableRecord(let sequence): "record \(sequence) of the journal is not understood"
        case .unreadableSnapshot(let description): description
        case .unread: "messages are not in memory"
        case .overloaded: "too much waits for the disk"
        case .backlogFull(let destination): "the queue of \(destination) holds as many deliveries as it may"
        case .diskFull: "the disk has no room for more"
        case .closed: "the queues are closed"
        case .held(let hold): "the store is held: \(hold)"
        case .readOnly: "the queues were opened for reading only"
        }
    }
}
