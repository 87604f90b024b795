internal import DurableLog
internal import Messages
internal import Synchronization

/// Reads messages back from the journal, once that is open.
final class RecordSource: Sendable {
    private let journal = Mutex<Journal?>(nil)

    func open(_ journal: Journal) {
        self.journal.withLock { $0 = journal }
    }

    /// The message of a record; nil when it holds none or retention has dropped it, and when the disk does not give it, which
    /// is noted.
    func head(of sequence: UInt64, _ faults: ReadFaults) -> MessageHead? {
        guard let journal = journal.withLock({ $0 }) else { return nil }
        do throws(JournalFailure) {
            // Who asks may have made the number up.
            guard let record = try journal.record(sequence), QueueRecord.isMessage(kind: record.kind) else {
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
