internal import DurableLog
internal import SnapshotFiles

/// A message as the disk gives it back.
enum ReadMessage: Sendable {
    /// With its bytes; the entry is without.
    case found(IncomingMessage, MessageEntry)
    case missed(Miss)

    /// Why there is no message.
    enum Miss: Sendable {
        /// Retention has dropped it.
        case gone
        /// The disk refuses it, or gives something else than was written.
        case failed(QueueFailure)

        /// Whether trying again is of no use.
        var isDamage: Bool {
            switch self {
            case .gone: true
            case .failed(.unreadable(let failure)): failure.isDamage
            case .failed: false
            }
        }

        /// Whether the disk gives something else than was written: what is only not found may be found again.
        var isCertainDamage: Bool {
            if case .failed(.unreadable(.damaged)) = self { true } else { false }
        }
    }

    /// Reads a message; blocks for the disk.
    init(_ sequence: UInt64, from journal: Journal, _ reading: MessageTable.Reading) {
        let record: StoredRecord
        do throws(JournalFailure) {
            // Who asks may have made the number up.
            guard let found = try journal.record(sequence), QueueRecord.isMessage(kind: found.kind) else {
                self = .missed(.gone)
                return
            }
            record = found
        } catch {
            self = .missed(.failed(.unreadable(error)))
            return
        }
        guard case .accepted(let message, let time)? = try? QueueRecord.decode(kind: record.kind, record.body) else {
            preconditionFailure("a record that this program understood at start or wrote is not understood")
        }
        var bare = message
        bare.payload = []
        let head = MessageHead(bare, acceptedAt: time, byteCount: record.byteCount)
        do throws(SnapshotFailure) {
            self = .found(message, try reading.entry(of: head, sequence: sequence))
        } catch {
            reading.faults.tell(of: error)
            self = .missed(.failed(.unreadableSnapshot(error.description)))
        }
    }

    /// The same without its bytes, for those who need only what became of it.
    var withoutBytes: ReadMessage {
        if case .found(_, let entry) = self { .found(entry.head, entry) } else { self }
    }

    /// Whether it is there.
    var isFound: Bool {
        if case .found = self { true } else { false }
    }

    /// What the disk did not give.
    var failure: QueueFailure? {
        if case .missed(.failed(let failure)) = self { failure } else { nil }
    }

    /// Whether the disk did not give what it has.
    var hasFailed: Bool {
        if case .missed(.failed) = self { true } else { false }
    }
}

extension JournalFailure {
    /// Whether what was stored is not there any more, and will not be.
    fileprivate var isDamage: Bool {
        switch self {
        case .damaged, .noExtent: true
        case .locked, .newerFormat, .thinned, .unreadable, .failed, .overloaded, .diskFull, .noSegment, .closed, .held,
            .readOnly:
            false
        }
    }
}

/// A lease that was taken to give the delivery up, since the disk does not give its message.
struct LostLease: Sendable {
    let lease: LeaseID
    /// Whether that is for certain, or was tried often enough.
    let isDamage: Bool
}
