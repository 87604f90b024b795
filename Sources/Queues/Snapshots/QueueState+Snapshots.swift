internal import DurableLog
internal import Messages
internal import SnapshotFiles

extension QueueState {
    /// How much a snapshot would have to write: entries of tables.
    var changes: Int {
        messages.changes + sequences.changes + transmissions.changes + cases.changes + consents.changes
    }

    /// Sets aside what has changed since the last snapshot; nothing of it is out of sight meanwhile.
    ///
    /// Not while something is set aside.
    ///
    /// - Parameters:
    ///   - position: the place in the journal behind the last record that was applied.
    ///   - boot: the boot clock in nanoseconds, which waits are counted by.
    /// - Returns: what was set aside.
    mutating func freeze(at position: LogPosition, boot: UInt64) -> FrozenState {
        precondition(!isFrozen, "what is set aside would be lost")
        freezes += 1
        isFrozen = true
        let changes = open.takeChanges()
        let parts: [any FrozenPart] =
            [messages.freeze(), sequences.freeze(), transmissions.freeze(), earlyCancellations.freeze()]
            + cases.freeze() + consents.freeze()
        return FrozenState(
            freeze: freezes, position: position,
            summary: QueueSummary(of: self, openHeader: changes.header, boot: boot), parts: parts,
            open: changes)
    }

    /// Goes on with the tables of the snapshot that was written of what was frozen.
    mutating func settle(on snapshot: LoadedSnapshot, of frozen: FrozenState) {
        guard isFrozen, frozen.freeze == freezes else { return }
        isFrozen = false
        settle(on: snapshot)
    }

    /// Goes on with the tables of a snapshot.
    mutating func settle(on snapshot: LoadedSnapshot) {
        messages.settle(on: snapshot)
        sequences.settle(on: snapshot)
        transmissions.settle(on: snapshot)
        earlyCancellations.settle(on: snapshot)
        cases.settle(on: snapshot)
        consents.settle(on: snapshot)
    }

    /// Counts what was frozen among the changes again, since it could not be written.
    ///
    /// - Parameters:
    ///   - frozen: what was frozen.
    ///   - allPages: whether the next snapshot is to write every page, since one before cannot be read.
    mutating func takeBack(_ frozen: FrozenState, rewritingPages allPages: Bool) {
        guard isFrozen, frozen.freeze == freezes else { return }
        isFrozen = false
        messages.takeBack()
        sequences.takeBack()
        transmissions.takeBack()
        earlyCancellations.takeBack()
        cases.takeBack()
        consents.takeBack()
        open.putBack(frozen.open)
        if allPages { open.markAllChanged() }
    }
}
