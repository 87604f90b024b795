internal import DurableLog
internal import LinuxSystem
internal import SnapshotFiles

extension MessageQueue {
    /// Sets aside what a snapshot is to hold; nil when less has changed than so many entries, or nothing may be kept of it.
    ///
    /// Called where no record is being applied: on the journal's queue, or when that is closed.
    func freeze(at position: LogPosition, ifChanges least: Int, boot: UInt64) -> FrozenState? {
        guarded.withLock { guarded in
            guard guarded.state.damage == nil, !guarded.state.isFrozen, guarded.state.changes >= least,
                // Pages are written whole: a snapshot waits until the rest is worth them.
                guarded.state.changes * Limits.bytesPerChange >= guarded.state.open.changedBytes / 2 || least <= 1
            else { return nil }
            return guarded.state.freeze(at: position, boot: boot)
        }
    }

    /// Goes on with the tables of the snapshot that was written of what was frozen.
    func settle(on snapshot: LoadedSnapshot, of frozen: FrozenState) {
        guarded.withLock { $0.state.settle(on: snapshot, of: frozen) }
    }

    /// Counts what could not be written among the changes again, and says how many there are.
    func takeBack(_ frozen: FrozenState, rewritingPages allPages: Bool) -> Int {
        guarded.withLock { guarded in
            guarded.state.takeBack(frozen, rewritingPages: allPages)
            return guarded.state.changes
        }
    }
}
