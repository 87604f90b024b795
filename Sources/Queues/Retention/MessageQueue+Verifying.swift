internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import Synchronization

/// A place in the journal where acknowledged records cannot be read.
package struct DamagedPlace: Hashable, Sendable {
    /// The file's name.
    package let file: String
    /// Bytes from its beginning.
    package let offset: Int
}

extension MessageQueue {
    /// Reads the whole log again, and says where acknowledged records cannot be read: a start from a snapshot looks at what
    /// lies behind that only.
    ///
    /// For a task of its own, now and then: it reads every byte, slowly. Everything goes on meanwhile. Ends early, with what it
    /// has found by then, when waiting ends or the queues close.
    ///
    /// - Parameter isWanted: asked now and then; it ends early too when this says no.
    /// - Returns: the places.
    /// - Throws: `unreadable` when the log's folder cannot be read.
    package func verifyLog(
        while isWanted: @escaping @Sendable () -> Bool = { true }
    ) async throws(QueueFailure) -> [DamagedPlace] {
        let reader = reader
        let isWhole = Lock(true)
        let result: Result<[JournalDamage], JournalFailure> = await withCheckedContinuation { continuation in
            Self.retention.async {
                var pace = VerifyingPace()
                do throws(JournalFailure) {
                    let report = try reader().read(from: 1) { record in
                        guard pace.rest(after: record.byteCount) else { return true }
                        let goesOn = self.isServing && isWanted()
                        if !goesOn { isWhole.withLock { $0 = false } }
                        return goesOn
                    }
                    continuation.resume(returning: .success(report.damages))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        switch result {
        case .success(let damages):
            // What lies behind the end of one that was broken off may be as it was.
            let known = isWhole.withLock { $0 } ? 0 : knownDamages
            damagedRanges.store(max(damages.count, known), ordering: .relaxed)
            return damages.map { DamagedPlace(file: $0.file, offset: Int(clamping: $0.offset)) }
        case .failure(let failure): throw .unreadable(failure)
        }
    }

    /// In how many places the log could not be read when it was last verified.
    package var knownDamages: Int { damagedRanges.load(ordering: .relaxed) }

    /// How many snapshots could not be written since the start.
    package var failedSnapshots: Int { keeper?.failures.count ?? 0 }

    /// How many files of snapshots were found not to be as they were written since the start; the next start passes over the
    /// snapshots that they belong to.
    package var damagedSnapshotFiles: Int { keeper?.damagedFiles ?? 0 }

    /// How many deliveries cannot be offered now since the disk has not given their messages; each is tried again.
    package var unreadDeliveries: Int { guarded.withLock { $0.state.resting } }

    /// How often the disk has not given back what was asked of it since the start.
    package var failedReads: Int { guarded.withLock { $0.state.faults.total } }
}
