import DurableLog
import Foundation
import Synchronization

/// Appends by so many callers, beside the same bytes written and synced without a journal, in turns on the same disk.
///
/// The floor writes one batch of the size that the journal's had on average, syncs, and writes the next, into a file of zeros
/// like the journal's: nothing durable can be faster with as many syncs.
struct AppendPart {
    private static let warmUp = 0.3
    /// Segments that a journal makes ahead.
    private static let spares = 2

    let options: BenchmarkOptions

    func run() async throws {
        report(
            "append: records of \(options.recordBytes) bytes, \(options.rounds) rounds of \(options.seconds) s, medians"
        )
        report("callers  appends/s  p50 us  p99 us | floor/s  p50 us  p99 us | ratio  batch KiB  disk %")
        let floor = try RawFloor(folder: options.folder + "/floor")
        for callers in options.callers {
            var rounds: [Round] = []
            for number in 0..<options.rounds {
                let journal = try await appended(by: callers, in: "\(options.folder)/append-\(number)")
                let raw = try floor.measured(
                    bytes: journal.bytesPerSync, recordsPerBatch: journal.recordsPerSync, seconds: options.seconds)
                rounds.append(Round(journal: journal, floor: raw))
            }
            report(Self.line(callers, rounds))
        }
        try floor.remove()
    }

    /// One journal and one floor measured right after it.
    private struct Round {
        let journal: AppendFigures
        let floor: AppendFigures

        var ratio: Double { journal.rate / floor.rate }
    }

    private static func line(_ callers: Int, _ rounds: [Round]) -> String {
        let middle = { (value: (Round) -> Double) in rounds.map(value).sorted()[rounds.count / 2] }
        let whole = { (width: Int, value: (Round) -> Double) in
            String(repeating: " ", count: max(0, width - "\(Int(middle(value)))".count)) + "\(Int(middle(value)))"
        }
        let ratio = String(format: "%.2f", middle(\.ratio))
        return [
            String(repeating: " ", count: max(0, 7 - "\(callers)".count)) + "\(callers)", whole(10, \.journal.rate),
            whole(7) { $0.journal.microseconds(at: 0.5) }, whole(7) { $0.journal.microseconds(at: 0.99) }, "|",
            whole(7, \.floor.rate), whole(7) { $0.floor.microseconds(at: 0.5) },
            whole(7) { $0.floor.microseconds(at: 0.99) }, "|",
            ratio, whole(10) { Double($0.journal.bytesPerSync) / 1024 },
            whole(7) { $0.journal.diskShare * 100 },
        ].joined(separator: " ")
    }

    /// What so many callers get done, each appending its next record when the disk has the one before.
    private func appended(by callers: Int, in folder: String) async throws -> AppendFigures {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let storage = CountingStorage()
        let journal = try await Journal.open(
            at: folder + "/journal", storage: storage, options: JournalOptions(segmentBytes: options.segmentBytes)
        ) { _ in }
        // The first spares are made in the background, once for a store: what is measured is what comes after.
        while storage.counts.spares < Self.spares { try await Task.sleep(for: .milliseconds(20)) }
        _ = try await load(journal, callers, seconds: Self.warmUp)
        let before = storage.counts
        var figures = try await load(journal, callers, seconds: options.seconds)
        figures.count(from: before, to: storage.counts)
        await journal.close()
        return figures
    }

    private func load(_ journal: Journal, _ callers: Int, seconds: Double) async throws -> AppendFigures {
        let body = [UInt8](repeating: 0x5A, count: options.recordBytes)
        let start = ContinuousClock.now
        let end = start.advanced(by: .seconds(seconds))
        let latencies = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var latencies: [UInt64] = []
                    var now = ContinuousClock.now
                    while now < end {
                        var record = RecordGroup()
                        record.append(kind: 1, body: body)
                        _ = try await journal.append(record, for: .intake)
                        let done = ContinuousClock.now
                        latencies.append((done - now).nanoseconds)
                        now = done
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return AppendFigures(latencies: latencies, records: latencies.count, duration: ContinuousClock.now - start)
    }
}
