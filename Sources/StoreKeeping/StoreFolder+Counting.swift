internal import DurableLog
internal import LinuxSystem
package import Messages
internal import Queues
internal import SnapshotFiles

extension StoreFolder {
    /// Reads the log once and counts what is in it.
    ///
    /// - Parameter now: the time, for the pace.
    /// - Returns: the figures.
    /// - Throws: `journal` when the folder cannot be listed; `file` when the disk does not say how much room it has.
    package func statistics(at now: Timestamp) throws(StoreFailure) -> StoreStatistics {
        let reader = try reader()
        var kinds: [String: Int] = [:]
        var oldest: Timestamp?
        var newest: Timestamp?
        let log: JournalReport
        do {
            log = try reader.read(from: 1) { record in
                let summary = RecordSummary(record)
                kinds[summary?.kind ?? "not understood", default: 0] += 1
                if let summary, summary.message != nil {
                    oldest = min(oldest ?? summary.time, summary.time)
                    newest = max(newest ?? summary.time, summary.time)
                }
                return true
            }
        } catch {
            throw .journal(error)
        }
        let snapshots = snapshotFigures()
        return StoreStatistics(
            log: log, recordsByKind: kinds, oldestMessageAt: oldest, newestMessageAt: newest,
            snapshotBytes: snapshots.bytes, newestSnapshot: snapshots.newest, freeBytes: try freeBytes(),
            bytesPerDay: Self.pace(of: log, at: now))
    }

    /// Bytes that were written in a day, by the files that were written to in the last seven days.
    ///
    /// The file that is written to counts as far as it is filled. Files that retention has shortened tell less than was
    /// written; they are older than that as a rule.
    static func pace(of log: JournalReport, at now: Timestamp) -> Double? {
        let end = Double(now.microseconds) / 1e6
        var bytes = 0.0
        var begin = end
        for (index, extent) in log.extents.enumerated() {
            guard let written = extent.writtenAt, Double(written.upperBound) > end - Limits.paceSeconds else {
                continue
            }
            bytes += Double(index == log.extents.count - 1 ? log.endOffset : extent.bytes)
            begin = min(begin, Double(written.lowerBound))
        }
        guard end - begin >= Limits.shortestPaceSeconds else { return nil }
        return bytes / (end - begin) * 86_400
    }

    private func freeBytes() throws(StoreFailure) -> UInt64 {
        do {
            return try storage.openFolder(path).freeBytes()
        } catch {
            throw .file(path, error)
        }
    }

    private func snapshotFigures() -> (bytes: UInt64, newest: UInt64?) {
        guard let folder = try? storage.openFolder(snapshots) else { return (0, nil) }
        let sizes = ((try? folder.names()) ?? []).map { (try? folder.open($0, creating: false).size()) ?? 0 }
        let newest = (try? SnapshotStore.open(at: snapshots, storage: storage))?.candidates.first?.sequence
        return (sizes.reduce(0, +), newest)
    }
}
