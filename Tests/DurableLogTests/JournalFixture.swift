import DurableLog
import Synchronization
import Testing
import TestSupport

/// A journal on a faulty disk.
enum JournalFixture {
    static let options = JournalOptions(segmentBytes: 64 << 10, preparesSpare: false, idleSeconds: nil)
    static let logFolder = "journal/log"

    static func group(_ bodies: [[UInt8]], kind: UInt8 = 1) -> RecordGroup {
        var group = RecordGroup()
        for body in bodies { group.append(kind: kind, body: body) }
        return group
    }

    static func body(_ number: Int, size: Int = 100) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: number &+ $0) }
    }

    /// Opens the journal, and returns it with what it replayed.
    static func open(
        _ storage: any Storage, at path: String = "journal", options: JournalOptions = options
    ) async throws -> (journal: Journal, records: [StoredRecord]) {
        let replayed = Replayed()
        let journal = try await Journal.open(at: path, storage: storage, options: options) { record in
            replayed.records.withLock { $0.append(record) }
        }
        return (journal, replayed.records.withLock { $0 })
    }

    private final class Replayed: Sendable {
        let records = Mutex<[StoredRecord]>([])
    }
}
