import DurableLog
import LinuxSystem
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
        _ storage: any Storage, at path: String = "journal", options: JournalOptions = options,
        clock: SystemClock = .system
    ) async throws -> (journal: Journal, records: [StoredRecord]) {
        let replayed = Replayed()
        let journal = try await Journal.open(at: path, storage: storage, options: options, clock: clock) { record in
            replayed.records.withLock { $0.append(record) }
        }
        return (journal, replayed.records.withLock { $0 })
    }

    /// Opens the journal from a position on.
    static func resume(
        _ storage: any Storage, from position: LogPosition?, options: JournalOptions = options
    ) async throws -> (journal: Journal, records: [StoredRecord]) {
        let replayed = Replayed()
        let journal = try await Journal.open(
            at: "journal", storage: storage, options: options, startingAt: position
        ) { record in
            replayed.records.withLock { $0.append(record) }
        }
        return (journal, replayed.records.withLock { $0 })
    }

    /// A journal with a record of each number's own size in each batch, over several segments, and the places behind its
    /// batches.
    static func filled(
        _ storage: FaultyStorage, batches: Int, size: @Sendable (Int) -> Int = { 1_000 + $0 * 37 % 4_000 }
    ) async throws -> (journal: Journal, positions: [LogPosition]) {
        let positions = Positions()
        let journal = try await Journal.open(
            at: "journal", storage: storage, options: options,
            afterBatch: { position in positions.all.withLock { $0.append(position) } }, replay: { _ in })
        for number in 1...batches {
            _ = try await journal.append(group([body(number, size: size(number))]), for: .intake)
        }
        return (journal, positions.all.withLock { $0 })
    }

    /// The names of the log's files with an ending.
    static func names(_ storage: FaultyStorage, ending: String) -> [String] {
        storage.names(inFolder: logFolder).filter { $0.hasSuffix(ending) }
    }

    private final class Positions: Sendable {
        let all = Mutex<[LogPosition]>([])
    }

    private final class Replayed: Sendable {
        let records = Mutex<[StoredRecord]>([])
    }
}
