internal import DurableLog
internal import SnapshotFiles

/// Takes snapshots while a start applies records, so that memory holds no more of what they changed than between two
/// snapshots of any other day; a start that reads the whole log would else hold every message that it has ever had.
///
/// They are snapshots like all others: a start that is broken off goes on from there.
struct ReplaySpill {
    private let store: SnapshotStore
    /// How many messages may have changed since the last one, or as many entries as take their room.
    private var most: Int
    /// The last one taken.
    private(set) var latest: LoadedSnapshot?

    /// Takes the folder for snapshots, in which there is none.
    init(_ store: SnapshotStore, _ policy: SnapshotPolicy) {
        self.store = store
        most = policy.changes * Limits.changesInReplay
    }

    /// Takes a snapshot behind a batch when too much has changed; one that cannot be written is tried again when as much more
    /// has.
    mutating func relieve(_ state: inout QueueState, at position: LogPosition) {
        let entries = state.changes - state.messages.changes
        guard state.messages.touched + entries / Limits.entriesPerMessage >= most, state.damage == nil else { return }
        let frozen = state.freeze(at: position, boot: state.bootOfSnapshot)
        do {
            let snapshot = try store.write(frozen.content, after: latest)
            state.settle(on: snapshot, of: frozen)
            latest = snapshot
        } catch {
            state.takeBack(frozen, rewritingPages: error.isOfReading)
            most *= 2
        }
    }
}
