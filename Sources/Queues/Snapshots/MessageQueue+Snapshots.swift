internal import DurableLog
internal import LinuxSystem
internal import SnapshotFiles

extension MessageQueue {
    /// Sets aside what a snapshot is to hold; nil when less has changed than so many entries, or nothing may be kept of it.
    ///
    /// Called where no record is being applied: on the journal's queue, or when that is closed.
    func freeze(at position: LogPosition, ifChanges least: Int, boot: UInt64) -> FrozenState? {
        guarded.withLock { guarded in
            guard guarded.state.damage == nil, guarded.state.changes >= least,
                // Pages are written whole: a snapshot waits until the rest is worth them.
                guarded.state.changes * Limits.bytesPerChange >= guarded.state.open.changedBytes / 2 || least <= 1
            else { return nil }
            return guarded.state.freeze(at: position, boot: boot)
        }
    }

    /// Goes on with the tables of a snapshot.
    func settle(on snapshot: LoadedSnapshot) {
        guarded.withLock { $0.state.settle(on: snapshot) }
    }

    /// Counts what could not be written among the changes again.
    func takeBack(_ frozen: FrozenState) {
        guarded.withLock { $0.state.takeBack(frozen) }
    }
}
