internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import Messages
internal import SnapshotFiles
internal import Synchronization

/// Takes snapshots of the queues in the background, so that a start need not read the whole journal, and memory holds only
/// what is being worked on.
///
/// A snapshot that cannot be written costs nothing but time at the next start: the one before stays, and another is tried
/// when as much has changed again.
final class SnapshotKeeper: Sendable {
    private struct Progress {
        var snapshot: LoadedSnapshot?
        /// What the snapshot before that holds.
        var former: UInt64?
        /// The record behind which the last snapshot was begun, written or not.
        var begunAt: UInt64 = 0
        /// The place behind the last batch.
        var position: LogPosition?
        var isWriting = false
        var failures = 0
        var last: SnapshotFailure?
        weak var queue: MessageQueue?
    }

    private let store: SnapshotStore
    private let policy: SnapshotPolicy
    private let clock: SystemClock
    private let work = DispatchQueue(label: "queues.snapshots", qos: .utility)
    private let progress: Mutex<Progress>

    init(_ store: SnapshotStore, policy: SnapshotPolicy, clock: SystemClock) {
        self.store = store
        self.policy = policy
        self.clock = clock
        progress = Mutex(Progress())
    }

    /// Goes on from a snapshot, nil for none, with queues that are open now.
    func serve(_ queue: MessageQueue, from snapshot: LoadedSnapshot?) {
        let older = store.candidates.map(\.sequence).filter { $0 < snapshot?.sequence ?? 0 }
        progress.withLock {
            $0.queue = queue
            $0.snapshot = snapshot
            $0.former = older.first
            $0.begunAt = snapshot?.sequence ?? 0
        }
        // What a crash left of a snapshot that never came to be takes room.
        guard let snapshot, queue.journal.hold == nil else { return }
        perform { self.store.sweep(keeping: snapshot) }
    }

    private func perform(_ body: @escaping @Sendable () -> Void) {
        if policy.isInBackground { work.async(execute: body) } else { work.sync(execute: body) }
    }

    /// What the last snapshot holds: all records up to this; nil while there is none.
    var coveredThrough: UInt64? { progress.withLock { $0.snapshot?.sequence } }

    /// The record through which both of the newest snapshots hold everything, so that no start replays it; nil when there are
    /// not two.
    var coveredByBoth: UInt64? { progress.withLock { $0.former } }

    /// How many snapshots could not be written since the start, and why the last could not.
    var failures: (count: Int, last: SnapshotFailure?) { progress.withLock { ($0.failures, $0.last) } }

    /// Called on the journal's queue behind each batch: begins a snapshot when one is due.
    func afterBatch(_ position: LogPosition) {
        let (queue, begunAt) = progress.withLock { progress -> (MessageQueue?, UInt64) in
            progress.position = position
            return (progress.isWriting ? nil : progress.queue, progress.begunAt)
        }
        guard let queue else { return }
        let isLong = position.sequence - min(begunAt, position.sequence) >= policy.records
        guard
            let frozen = queue.freeze(
                at: position, ifChanges: isLong ? 1 : policy.changes, boot: clock.bootNanoseconds())
        else { return }
        begin(frozen, of: queue)
    }

    /// Takes a last snapshot when anything has changed, and returns when the disk has it or does not take it.
    ///
    /// Called when the journal is closed.
    func finish(_ queue: MessageQueue) async {
        await idle()
        if let position = progress.withLock({ $0.position }), coveredThrough != position.sequence,
            let frozen = queue.freeze(at: position, ifChanges: 0, boot: clock.bootNanoseconds())
        {
            begin(frozen, of: queue)
        }
        await idle()
    }

    private func begin(_ frozen: FrozenState, of queue: MessageQueue) {
        progress.withLock {
            $0.isWriting = true
            $0.begunAt = frozen.position.sequence
        }
        perform { self.write(frozen, of: queue) }
    }

    /// Returns when what has been begun is written or given up.
    func idle() async {
        await withCheckedContinuation { continuation in work.async { continuation.resume() } }
    }

    /// Runs on the work queue.
    private func write(_ frozen: FrozenState, of queue: MessageQueue) {
        let previous = progress.withLock { $0.snapshot }
        do throws(SnapshotFailure) {
            let snapshot = try store.write(frozen.content, after: previous, dropping: dropping())
            queue.settle(on: snapshot)
            progress.withLock {
                $0.former = $0.snapshot?.sequence
                $0.snapshot = snapshot
                $0.isWriting = false
            }
            while try store.mergeDue(in: snapshot, dropping: dropping()) {}
            // What is out of its time can wait for another day; who ends the program does not wait for it.
            if queue.journal.failure == nil { _ = try store.forgetDue(in: snapshot, dropping: dropping()) }
        } catch {
            progress.withLock { progress in
                progress.failures += 1
                progress.last = error
            }
            // A merge that failed stays due; a snapshot that failed is taken back.
            guard progress.withLock({ $0.isWriting }) else { return }
            queue.takeBack(frozen)
            progress.withLock { $0.isWriting = false }
        }
    }

    /// Which entries are out of their time.
    private func dropping() -> SnapshotStore.Dropping {
        let oldest = Timestamp(microseconds: clock.wallMicroseconds()).day - Int32(clamping: policy.ledgerDays)
        let isOldID: @Sendable (TableKey, [UInt8]) -> Bool = { _, value in
            (try? LedgerEntry(decoding: value)).map { $0.day < oldest } ?? false
        }
        let isSpent: @Sendable (TableKey, [UInt8]) -> Bool = { _, value in
            (try? EarlyCancellations(decoding: value))?.byOrganisation.isEmpty ?? false
        }
        return ["ids": isOldID, "transmissions": isOldID, "early-cancellations": isSpent]
    }
}
