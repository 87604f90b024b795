package import DurableLog

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
    /// Too much intake waits for the disk: nothing was stored. Try again in a while.
    case overloaded
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
        case .notOpened, .unreadableRecord, .journalFailed, .unreadable, .overloaded, .diskFull, .closed: true
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
        case .overloaded: "too much waits for the disk"
        case .diskFull: "the disk has no room for more"
        case .closed: "the queues are closed"
        case .held(let hold): "the store is held: \(hold)"
        case .readOnly: "the queues were opened for reading only"
        }
    }
}
