import DurableLog
import Foundation
import Synchronization

/// Appends by so many callers, beside the same bytes written and synced without a journal, in turns on the same disk.
///
/// The floor writes one batch of the size that the journal's had on average, syncs, and writes the next, into a file of
/// zeros like the journal's: nothing durable can be faster with as many syncs. Whoever goes on for long needs further files
/// of zeros, which takes the disk as many bytes again; so both are measured twice: while nothing is filled, and while both
/// fill as much as they use up.
struct AppendPart {
    private static let warmUp = 0.2
    /// Segments that a journal makes ahead.
    private static let spares = 2
    /// Bytes of a segment where nothing is filled meanwhile: intake begins one segment of the two made ahead and then waits
    /// for more, so no window may use up more than that.
    private static let largeSegment = 512 << 20

    let options: BenchmarkOptions

    func run() async throws {
        let floor = try RawFloor(folder: options.folder + "/floor")
        report("append: records of \(options.recordBytes) bytes, \(options.rounds) rounds, medians")
        for fills in [false, true] {
            let seconds = fills ? options.seconds : options.seconds / 4
            report(
                fills
                    ? "files of zeros are made meanwhile, by both, \(seconds) s:"
                    : "files of zeros were made before, by both, \(seconds) s:")
            report("callers  appends/s  p50 us  p99 us | floor/s  p50 us  p99 us | ratio  batch KiB  disk %")
            for callers in options.callers {
                report(Self.line(callers, try await rounds(of: callers, fills: fills, seconds: seconds, floor)))
            }
        }
        try floor.remove()
    }

    private func rounds(
        of callers: Int, fills: Bool, seconds: Double, _ floor: RawFloor
    ) async throws -> [Round] {
        let folder = options.folder + "/append"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let storage = CountingStorage()
        let journal = try await Journal.open(
            at: folder + "/journal", storage: storage,
            options: JournalOptions(segmentBytes: fills ? options.segmentBytes : Self.largeSegment)
        ) { _ in }
        var rounds: [Round] = []
        for _ in 0..<options.rounds {
            // The first spares are made in the background, once for a store: what is measured is what comes after.
            while journal.figures.spares < Self.spares { try await Task.sleep(for: .milliseconds(20)) }
            if !fills { storage.rest(seconds: Self.warmUp + seconds) }
            let appended = try await appended(by: callers, to: journal, storage, seconds: seconds)
            while journal.figures.spares < Self.spares { try await Task.sleep(for: .milliseconds(20)) }
            let raw = try floor.measured(
                bytes: appended.bytesPerSync, recordsPerBatch: appended.recordsPerSync, seconds: seconds, fills: fills)
            rounds.append(Round(journal: appended, floor: raw))
        }
        await journal.close()
        return rounds
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
    private func appended(
        by callers: Int, to journal: Journal, _ storage: CountingStorage, seconds: Double
    ) async throws -> AppendFigures {
        _ = try await load(journal, callers, seconds: Self.warmUp)
        let before = storage.counts
        var figures = try await load(journal, callers, seconds: seconds)
        figures.count(from: before, to: storage.counts)
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
