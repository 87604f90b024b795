package import DurableLog
package import Queues

/// A line of a dump.
package enum DumpLine: Sendable {
    /// A record with what it tells; nil when this program does not understand it.
    case record(sequence: UInt64, kind: UInt8, RecordSummary?)
    /// Here stood records that cannot be read.
    case damage(JournalDamage)
}

extension StoreFolder {
    /// Goes through the records of a range in order, past damage, telling of it where it stands.
    ///
    /// The log is read twice: first to know what is damaged, then for the records.
    ///
    /// - Parameters:
    ///   - range: the numbers of the first and last record wanted.
    ///   - line: gets each line, and returns whether to go on.
    /// - Returns: whether all of the range could be read.
    /// - Throws: `journal` when the folder cannot be listed.
    package func dump(_ range: ClosedRange<UInt64>, _ line: (DumpLine) -> Bool) throws(StoreFailure) -> Bool {
        let reader = try reader()
        do {
            var damages = try reader.report().damages.filter {
                $0.firstLost <= range.upperBound && max($0.firstLost, $0.lastKnown) >= range.lowerBound
            }[...]
            let isWhole = damages.isEmpty
            var isStopped = false
            _ = try reader.read(from: range.lowerBound) { record in
                guard record.sequence <= range.upperBound else { return false }
                while let damage = damages.first, damage.firstLost < record.sequence, !isStopped {
                    damages.removeFirst()
                    isStopped = !line(.damage(damage))
                }
                if !isStopped {
                    isStopped = !line(
                        .record(sequence: record.sequence, kind: record.kind, RecordSummary(record)))
                }
                return !isStopped
            }
            while let damage = damages.popFirst(), !isStopped { isStopped = !line(.damage(damage)) }
            return isWhole
        } catch {
            throw .journal(error)
        }
    }
}
