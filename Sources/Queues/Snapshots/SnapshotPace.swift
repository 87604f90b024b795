/// When the next snapshot is due: one that could not be written is not tried again at every batch, for each try writes a lot,
/// and mostly where there is no room.
struct SnapshotPace {
    /// The record behind which the last one was begun, written or not.
    private var begunAt: UInt64
    /// What the boot clock showed then, in nanoseconds.
    private var begunAtBoot: UInt64
    /// How many in a row could not be written.
    private var failures = 0
    /// How much had changed when the last of them was given up.
    private var changesThen = 0
    /// When the boot clock shows this, in nanoseconds, another is tried however little has changed since.
    private var againAt: UInt64 = 0

    /// Goes on behind a snapshot of all records up to one.
    init(behind sequence: UInt64 = 0, boot: UInt64 = 0) {
        begunAt = sequence
        begunAtBoot = boot
    }

    /// How much longer than usual is waited: twice as long with each failure, up to sixteen times.
    private var factor: Int { failures == 0 ? 1 : 1 << min(failures - 1, 4) }

    /// How much must have changed for a snapshot now.
    ///
    /// - Parameters:
    ///   - sequence: the last record.
    ///   - boot: the boot clock in nanoseconds.
    ///   - policy: when one is due while all goes well.
    /// - Returns: so many changes.
    func leastChanges(at sequence: UInt64, boot: UInt64, by policy: SnapshotPolicy) -> Int {
        let records = sequence - min(begunAt, sequence)
        if records / UInt64(factor) >= policy.records { return 1 }
        let seconds = (boot - min(begunAtBoot, boot)) / 1_000_000_000
        if seconds / UInt64(factor) >= UInt64(policy.seconds) { return 1 }
        guard failures > 0, boot < againAt else { return policy.changes }
        return changesThen + policy.changes * factor
    }

    mutating func noteBegin(at sequence: UInt64, boot: UInt64) {
        begunAt = sequence
        begunAtBoot = boot
    }

    mutating func noteSuccess() {
        failures = 0
    }

    /// Notes that a snapshot could not be written, and how much is now waiting for the next.
    mutating func noteFailure(changes: Int, boot: UInt64) {
        failures += 1
        changesThen = changes
        againAt = boot + UInt64(factor) * Limits.secondsAfterFailedSnapshot * 1_000_000_000
    }
}
