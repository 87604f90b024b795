internal import DurableLog
internal import LinuxSystem
internal import Messages

/// Reads messages back from the journal, once that is open.
final class RecordSource: Sendable {
    private let journal = Lock<Journal?>(nil)

    func open(_ journal: Journal) {
        self.journal.withLock { $0 = journal }
    }

    /// The message of a record; nil when it holds none or retention has dropped it, and when the disk does not give it, which
    /// is noted.
    func head(of sequence: UInt64, _ faults: ReadFaults) -> MessageHead? {
        guard let journal = journal.withLock({ $0 }) else { return nil }
        do throws(JournalFailure) {
            // Who asks may have made the number up.
            guard let record = try Self.record(sequence, of: journal), QueueRecord.isMessage(kind: record.kind) else {
                return nil
            }
            guard let head = MessageHead(record) else {
                faults.note(.unreadableRecord(sequence: sequence))
                return nil
            }
            return head
        } catch {
            faults.note(.unreadable(error))
            return nil
        }
    }

    /// Whether a record's file is one that retention has written anew, so that what is not there may have been dropped.
    func isThinned(at sequence: UInt64) -> Bool {
        journal.withLock { $0 }?.extents.contains {
            $0.kind == .kept && $0.first <= sequence && sequence <= $0.last
        } ?? false
    }

    /// When the sealed file was begun that answers for a record: not after that was written.
    ///
    /// The beginning of time when it does not tell.
    func beginning(ofFileOf sequence: UInt64) -> Timestamp {
        let extent = journal.withLock { $0 }?.extents.first { $0.first <= sequence && sequence <= $0.last }
        return Timestamp(microseconds: Int64(extent?.firstWrittenAt ?? 0) * 1_000_000)
    }

    /// Reads a record, a few times when the disk refuses it.
    private static func record(_ sequence: UInt64, of journal: Journal) throws(JournalFailure) -> StoredRecord? {
        for _ in 1..<Limits.readTries {
            do throws(JournalFailure) {
                return try journal.record(sequence)
            } catch {
                guard case .unreadable = error else { throw error }
            }
        }
        return try journal.record(sequence)
    }
}

extension MessageHead {
    /// Reads a record; nil when it holds no message, or is of another make.
    convenience init?(_ record: StoredRecord) {
        guard case .accepted(var message, let time)? = try? QueueRecord.decode(kind: record.kind, record.body) else {
            return nil
        }
        message.payload = []
        self.init(message, acceptedAt: time, byteCount: record.byteCount)
    }
}
