internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import Messages
internal import SnapshotFiles

/// Takes snapshots of the queues in the background, so that a start need not read the whole journal, and memory holds only
/// what is being worked on; and merges their files beside that.
///
/// A snapshot that cannot be written costs nothing but time at the next start: the one before stays, and another is tried
/// when as much has changed again, or after a while. A merge that fails stays due and hinders nothing.
final class SnapshotKeeper: Sendable {
    private struct Progress {
        var snapshot: LoadedSnapshot?
        /// What the snapshot before that holds.
        var former: UInt64?
        var pace = SnapshotPace()
        /// The place behind the last batch.
        var position: LogPosition?
        var isWriting = false
        /// Somebody wants one behind the next batch, whatever has changed.
        var isDemanded = false
        var isMerging = false
        /// The queues are closing: no further merge is begun.
        var isEnding = false
        var failures = 0
        var last: SnapshotFailure?
        /// Files of snapshots that were found not to be as they were written.
        var damaged: Set<String> = []
        /// Memory is about to be given back, and is not asked for it again meanwhile.
        var isGivingBack = false
        weak var queue: MessageQueue?

        mutating func note(_ failure: SnapshotFailure) {
            failures += 1
            last = failure
        }
    }

    let store: SnapshotStore
    private let policy: SnapshotPolicy
    private let clock: SystemClock
    private let work = DispatchQueue(label: "queues.snapshots", qos: .utility)
    /// A merge may take minutes, which no snapshot waits for.
    private let merges = DispatchQueue(label: "queues.merges", qos: .utility)
    private let progress: Lock<Progress>

    init(_ store: SnapshotStore, policy: SnapshotPolicy, clock: SystemClock) {
        self.store = store
        self.policy = policy
        self.clock = clock
        progress = Lock(Progress())
    }

    /// Goes on from a snapshot, nil for none, with queues that are open now.
    func serve(_ queue: MessageQueue, from snapshot: LoadedSnapshot?) {
        let isSetAside = store.setAside.contains { $0.sequence == snapshot?.sequence }
        let usable = isSetAside ? store.candidates + store.setAside : store.candidates
        let older = usable.map(\.sequence).filter { $0 < snapshot?.sequence ?? 0 }
        progress.withLock {
            $0.queue = queue
            $0.snapshot = snapshot
            $0.former = older.max()
            $0.pace = SnapshotPace(behind: snapshot?.sequence ?? 0, boot: clock.bootNanoseconds())
        }
        queue.faults.watch { [weak self] file in self?.setAside(file) }
        // Reading the log takes more than what comes of it.
        giveBackMemory(after: queue.startReport.replayed * Limits.bytesPerChange)
        // What a crash left of a snapshot that never came to be takes room.
        guard let snapshot, queue.journal.hold == nil else { return }
        perform(on: work) { self.store.sweep(keeping: snapshot) }
    }

    private func perform(on queue: DispatchQueue, _ body: @escaping @Sendable () -> Void) {
        if policy.isInBackground { queue.async(execute: body) } else { queue.sync(execute: body) }
    }

    /// What the last snapshot holds: all records up to this; nil while there is none.
    var coveredThrough: UInt64? { progress.withLock { $0.snapshot?.sequence } }

    /// The newest snapshot; nil while there is none.
    var snapshot: LoadedSnapshot? { progress.withLock { $0.snapshot } }

    /// The names of the files that both snapshots consist of.
    var names: Set<String> { store.names }

    /// The place behind the last batch; nil before the first since the start.
    var lastPosition: LogPosition? { progress.withLock { $0.position } }

    /// The record through which both of the newest snapshots hold everything, so that no start replays it; nil when there are
    /// not two, or the next start is to read the log instead.
    var coveredByBoth: UInt64? { progress.withLock { $0.damaged.isEmpty ? $0.former : nil } }

    /// Whether another snapshot would be of no use for both to cover a record.
    func isCovering(through sequence: UInt64) -> Bool {
        progress.withLock { !$0.damaged.isEmpty || $0.former ?? 0 >= sequence }
    }

    /// How many snapshots and merges have failed since the start, and why the last did.
    var failures: (count: Int, last: SnapshotFailure?) { progress.withLock { ($0.failures, $0.last) } }

    /// How many files of snapshots were found not to be as they were written since the start.
    var damagedFiles: Int { progress.withLock { $0.damaged.count } }

    /// Called on the journal's queue behind each batch: begins a snapshot when one is due.
    func afterBatch(_ position: LogPosition) {
        let boot = clock.bootNanoseconds()
        let due = progress.withLock { progress -> (queue: MessageQueue, changes: Int)? in
            progress.position = position
            guard !progress.isWriting, let queue = progress.queue else { return nil }
            let least = progress.pace.leastChanges(at: position.sequence, boot: boot, by: policy)
            return (queue, progress.isDemanded ? 0 : least)
        }
        guard let due, let frozen = due.queue.freeze(at: position, ifChanges: due.changes, boot: boot) else { return }
        begin(frozen, of: due.queue)
    }

    /// Has one taken behind the next batch, however little has changed.
    func demand() { progress.withLock { $0.isDemanded = true } }

    /// Takes a last snapshot when anything has changed, and returns when the disk has it or does not take it.
    ///
    /// Called when the journal is closed.
    func finish(_ queue: MessageQueue) async {
        progress.withLock { $0.isEnding = true }
        await idle()
        if let position = lastPosition, coveredThrough != position.sequence,
            let frozen = queue.freeze(at: position, ifChanges: 0, boot: clock.bootNanoseconds())
        {
            begin(frozen, of: queue)
        }
        await idle()
    }

    private func begin(_ frozen: FrozenState, of queue: MessageQueue) {
        let boot = clock.bootNanoseconds()
        progress.withLock {
            $0.isWriting = true
            $0.isDemanded = false
            $0.pace.noteBegin(at: frozen.position.sequence, boot: boot)
        }
        perform(on: work) { self.write(frozen, of: queue) }
    }

    /// Returns when what has been begun is written, merged or given up.
    func idle() async {
        await withCheckedContinuation { continuation in
            work.async { [merges] in merges.async { continuation.resume() } }
        }
    }

    /// Runs on the work queue.
    private func write(_ frozen: FrozenState, of queue: MessageQueue) {
        let previous = progress.withLock { $0.snapshot }
        do throws(SnapshotFailure) {
            let snapshot = try store.write(frozen.content, after: previous, dropping: dropping())
            queue.settle(on: snapshot, of: frozen)
            progress.withLock {
                $0.former = $0.snapshot?.sequence
                $0.snapshot = snapshot
                $0.isWriting = false
                $0.pace.noteSuccess()
            }
            setAsideDamaged()
            giveBackMemory(after: frozen.bytes)
            beginMerging()
        } catch {
            // Tables are written beside what cannot be read, so it is pages, and memory has them all.
            let changes = queue.takeBack(frozen, rewritingPages: error.isOfReading)
            let boot = clock.bootNanoseconds()
            progress.withLock {
                $0.note(error)
                $0.isWriting = false
                $0.pace.noteFailure(changes: changes, boot: boot)
            }
            setAsideDamaged()
        }
    }

    /// Has the kernel get back, some time after this is asked first, what was needed until then, once for all who ask meanwhile.
    ///
    /// A page of the index that is written to during a snapshot is copied, and what one of a burst of messages holds lies
    /// between what stays: the C library by itself keeps most of that, a gigabyte after ten million messages.
    ///
    /// - Parameter bytes: about how much it was; little is not worth looking through all memory for.
    private func giveBackMemory(after bytes: Int) {
        guard policy.isInBackground, bytes >= Limits.bytesWorthGivingBack else { return }
        let isFirst = progress.withLock { progress in
            defer { progress.isGivingBack = true }
            return !progress.isGivingBack
        }
        guard isFirst else { return }
        work.asyncAfter(deadline: .now() + Limits.secondsUntilMemoryIsGivenBack) { [weak self] in
            guard let self else { return }
            progress.withLock { $0.isGivingBack = false }
            CurrentProcess.giveBackMemory()
        }
    }

    // MARK: Merges

    private func beginMerging() {
        let begins = progress.withLock { progress in
            guard !progress.isMerging, !progress.isEnding else { return false }
            progress.isMerging = true
            return true
        }
        if begins { perform(on: merges) { self.merge() } }
    }

    /// Runs on the queue of merges, until nothing is due in the newest snapshot.
    private func merge() {
        while let snapshot = progress.withLock({ $0.isEnding ? nil : $0.snapshot }) {
            var isDone = true
            do throws(SnapshotFailure) {
                isDone = try !store.mergeDue(in: snapshot, dropping: dropping())
            } catch {
                // What could not be read is counted with the rest of its kind below.
                if !error.isOfReading { progress.withLock { $0.note(error) } }
            }
            setAsideDamaged()
            // What is out of its time can wait for what is due.
            if isDone { isDone = !forget(in: snapshot) }
            let hasEnded = progress.withLock { progress in
                guard isDone, progress.snapshot?.sequence == snapshot.sequence else { return false }
                progress.isMerging = false
                return true
            }
            if hasEnded { return }
        }
        progress.withLock { $0.isMerging = false }
    }

    /// Writes one table anew of which much is out of its time; false when there is none, or it failed.
    private func forget(in snapshot: LoadedSnapshot) -> Bool {
        do throws(SnapshotFailure) {
            return try store.forgetDue(in: snapshot, dropping: dropping())
        } catch {
            progress.withLock { $0.note(error) }
            if case .damaged(let file) = error { setAside(file) }
            return false
        }
    }

    // MARK: Damage

    /// Counts what merges could not read, and sets aside what is not as it was written.
    private func setAsideDamaged() {
        for failure in store.takeFailures() {
            progress.withLock { $0.note(failure) }
            if case .damaged(let file) = failure { setAside(file) }
        }
    }

    /// Has the next start pass over the snapshots that a damaged file belongs to; once for each file.
    func setAside(_ file: String) {
        guard progress.withLock({ $0.damaged.insert(file).inserted }) else { return }
        // Not where it was found: that may be under the queues' lock.
        work.async {
            do throws(SnapshotFailure) {
                try self.store.setAside(file)
            } catch {
                self.progress.withLock { $0.note(error) }
            }
        }
    }

    // MARK: Forgetting

    /// Tells which entries are out of their time.
    func forgetting(_ queue: MessageQueue, at now: Timestamp) -> Forgetting {
        Forgetting(queue, at: now, after: policy.ledgerDays)
    }

    private func dropping() -> SnapshotStore.Dropping {
        guard let queue = progress.withLock({ $0.queue }) else { return [:] }
        return forgetting(queue, at: queue.retentionTime()).dropping
    }

    /// Writes every table anew of which anything is out of its time, the large ones when much is; whether there was any.
    func forgetAll(by dropping: SnapshotStore.Dropping) -> Bool {
        guard let snapshot else { return false }
        var hasForgotten = false
        do throws(SnapshotFailure) {
            for name in dropping.keys.sorted() {
                let isDue = try store.forgetAny(of: name, in: snapshot, dropping: dropping)
                hasForgotten = hasForgotten || isDue
            }
        } catch {
            progress.withLock { $0.note(error) }
            if case .damaged(let file) = error { setAside(file) }
        }
        return hasForgotten
    }
}
