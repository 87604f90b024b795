internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import Messages
internal import SnapshotFiles

extension MessageQueue {
    static let retention = DispatchQueue(label: "queues.retention", qos: .utility)

    /// Gives back the room of what is out of its time: goes through the sealed files of the journal that both snapshots
    /// cover, and writes those anew of which little is to be kept, or something has been out of its time for long.
    ///
    /// For a task of its own, now and then: it reads what it looks through. Intake, deliveries and readers go on meanwhile.
    ///
    /// - Returns: what was done.
    /// - Throws: `journalFailed` or `diskFull`. A file that cannot be read or is damaged is left as it is, and counted.
    package func retain(by policy: RetentionPolicy) async throws(QueueFailure) -> RetentionReport {
        let now = retentionTime()
        try await prepareRetention(by: policy, at: now)
        let result: Result<RetentionReport, QueueFailure> = await withCheckedContinuation { continuation in
            Self.retention.async {
                continuation.resume(returning: self.runRetention(policy, now))
            }
        }
        let report = try result.get()
        try await forget(at: now)
        return report
    }

    private func runRetention(
        _ policy: RetentionPolicy, _ now: Timestamp
    ) -> Result<RetentionReport, QueueFailure> {
        var report = RetentionReport()
        let covered = keeper?.coveredByBoth ?? 0
        let due = journal.extents.filter { $0.isDue(by: policy, at: now) }
        report.uncovered = due.count { $0.last > covered }
        guard due.count > report.uncovered else { return .success(report) }
        let needed: Set<UInt64>
        do throws(QueueFailure) {
            needed = try mentioned(behind: covered)
        } catch {
            return .failure(error)
        }
        do throws(JournalFailure) {
            for extent in due where extent.last <= covered {
                guard isServing else { break }
                report.examined += 1
                do throws(JournalFailure) {
                    guard try isWorthIt(extent, policy, now, sparing: needed) else { continue }
                    let done = try rewriting.withLock { _ throws(JournalFailure) in
                        try journal.rewrite(extent.first) { stored in
                            let kept = retention(of: stored, by: policy, at: now).kept
                            guard needed.contains(stored.sequence), kept != .whole else { return kept }
                            report.spared += 1
                            return .whole
                        }
                    }
                    report.rewritten += 1
                    report.bytesFreed += done.bytesBefore - min(done.bytesAfter, done.bytesBefore)
                } catch {
                    // One bad file does not keep the younger ones from their time.
                    guard !error.isFatal else { throw error }
                    report.unreadable += 1
                }
            }
            try merge(&report)
        } catch {
            return .failure(error.isFatal ? QueueFailure(appending: error) : .unreadable(error))
        }
        return .success(report)
    }

    /// Makes small files one, as far as they can be read.
    private func merge(_ report: inout RetentionReport) throws(JournalFailure) {
        while true {
            do throws(JournalFailure) {
                guard let done = try journal.mergeKept() else { return }
                report.bytesFreed += done.bytesBefore - min(done.bytesAfter, done.bytesBefore)
            } catch {
                guard !error.isFatal else { throw error }
                report.unreadable += 1
                // A damaged one is left out the next time; anything else would come again.
                guard case .damaged = error else { return }
            }
        }
    }

    /// Whether so much of an extent is out of its time, or for so long, that it is to be written anew.
    private func isWorthIt(
        _ extent: LogExtent, _ policy: RetentionPolicy, _ now: Timestamp, sparing needed: Set<UInt64>
    ) throws(JournalFailure) -> Bool {
        var kept = 0
        var isOverdue = false
        try journal.scan(from: extent.first, through: extent.last) { stored in
            if needed.contains(stored.sequence) {
                kept += stored.body.count
                return true
            }
            let (keeping, dueSince) = retention(of: stored, by: policy, at: now)
            if let dueSince, dueSince.adding(days: policy.graceDays) <= now { isOverdue = true }
            switch keeping {
            case .whole: kept += stored.body.count
            case .body(let body): kept += body.count
            case .dropped: break
            }
            return !isOverdue
        }
        return isOverdue || 1 - Double(kept) / Double(extent.bytes) >= policy.share
    }

    private func retention(
        of stored: StoredRecord, by policy: RetentionPolicy, at now: Timestamp
    ) -> (kept: Kept, dueSince: Timestamp?) {
        guarded.withLock { $0.state.retention(of: stored, by: policy, at: now) }
    }
}

extension LogExtent {
    /// Whether anything in it can be out of its time; a file that does not tell when it was written is looked through.
    func isDue(by policy: RetentionPolicy, at now: Timestamp) -> Bool {
        guard records != 0, bytes > 0 else { return false }
        guard let firstWrittenAt else { return true }
        let age = now.microseconds / 1_000_000 - Int64(firstWrittenAt)
        return age >= Int64(policy.payloadDays) * 86_400
    }
}

extension JournalFailure {
    /// Whether the journal does not go on after it.
    fileprivate var isFatal: Bool {
        switch self {
        case .failed, .closed, .diskFull, .noSegment, .overloaded, .held, .readOnly: true
        case .locked, .newerFormat, .damaged, .unreadable, .thinned, .noExtent: false
        }
    }
}
