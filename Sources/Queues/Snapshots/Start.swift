internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import Messages
internal import SnapshotFiles

/// How a start went on from what the disk holds.
package struct StartReport: Hashable, Sendable {
    /// The last record that the snapshot holds from which it went on; nil when it read the whole journal.
    package internal(set) var snapshot: UInt64?
    /// Snapshots that are not as they were written and were passed over: names of files, newest first.
    package internal(set) var unsoundSnapshots: [String] = []
    /// Deliveries that were under way and stay as they are, with their lanes, since the disk does not give their messages.
    package internal(set) var unreadDeliveries = 0
    /// Records behind the snapshot that were passed over, since retention has dropped what they speak of, or the disk has
    /// damaged it.
    package internal(set) var passedOver = 0
    /// Records that were applied behind the snapshot.
    package internal(set) var replayed = 0
}

/// Opens journal and snapshots together: the newest sound snapshot and the records behind it, else the older one, else all
/// records.
struct Start {
    let directory: String
    let storage: any Storage
    let clock: SystemClock
    let options: JournalOptions
    let listedTypes: Set<String>
    let policy: SnapshotPolicy
    /// Whether the files are only read, past any damage.
    let isReadingOnly: Bool

    /// What a start has come to.
    struct Opened {
        let journal: Journal
        let conclusions: Conclusions
        /// Every lease is ended in it, and what is left of each wait counted.
        let state: QueueState
        let snapshot: LoadedSnapshot?
        let report: StartReport
    }

    /// The folder of snapshots beside the log; nil when the files are only read and there is none that can be.
    ///
    /// - Throws: `unreadableSnapshot` when it cannot be read.
    func snapshotStore() throws(QueueFailure) -> SnapshotStore? {
        if isReadingOnly { return try? SnapshotStore.open(at: directory + "/snapshots", storage: storage) }
        do {
            _ = try storage.openFolder(directory)
        } catch {
            throw .notOpened(.unreadable(error))
        }
        do {
            return try SnapshotStore.open(at: directory + "/snapshots", storage: storage, options: policy.files)
        } catch {
            throw .unreadableSnapshot(error.description)
        }
    }

    private struct Begun: Sendable {
        var state: QueueState
        let records: RecordSource
        let snapshot: LoadedSnapshot?
    }

    private static let queue = DispatchQueue(label: "queues.start", attributes: .concurrent)

    /// Finds where to go on, and applies what lies behind.
    ///
    /// - Throws: `notOpened` or `unreadableRecord`; then nothing is open.
    func run(_ store: SnapshotStore?, _ keeper: SnapshotKeeper?) async throws(QueueFailure) -> Opened {
        var report = StartReport()
        report.unsoundSnapshots = store?.unsound ?? []
        var damage: JournalDamage?
        for manifest in store?.candidates ?? [] {
            let begun = try await Self.onQueue { store.flatMap { self.begin(with: manifest, of: $0) } }?.get()
            guard let begun, let position = begun.snapshot.flatMap({ LogPosition(encoded: $0.position) }) else {
                report.unsoundSnapshots.append(manifest.name)
                continue
            }
            do {
                return try await go(on: begun, from: position, store, keeper, report)
            } catch {
                switch error {
                // The older snapshot may be of this log where the newer is not.
                case .notOpened(.damaged(let found)):
                    damage = damage?.earlier(of: found) ?? found
                    report.unsoundSnapshots.append(manifest.name)
                case .notOpened(.thinned): break
                case .notOpened: throw error
                // Something in its files is not read before it is needed.
                default: report.unsoundSnapshots.append(manifest.name)
                }
            }
        }
        do {
            return try await go(on: empty(), from: nil, store, keeper, report)
        } catch .notOpened(let failure) {
            // Better most of it than nothing: what cannot be read of it is said where it is asked for.
            if case .thinned = failure, let store, let opened = try await goOnAside(store, keeper, report) {
                return opened
            }
            if case .damaged(let found) = failure { damage = damage?.earlier(of: found) ?? found }
            throw .notOpened(damage.map { .damaged($0) } ?? failure)
        }
    }

    /// Goes on from a snapshot of which a file was set aside, where the log alone no longer tells everything.
    private func goOnAside(
        _ store: SnapshotStore, _ keeper: SnapshotKeeper?, _ report: StartReport
    ) async throws(QueueFailure) -> Opened? {
        for manifest in store.setAside {
            let begun = try await Self.onQueue { self.begin(with: manifest, of: store) }?.get()
            guard let begun, let position = begun.snapshot.flatMap({ LogPosition(encoded: $0.position) }) else {
                continue
            }
            do {
                return try await go(on: begun, from: position, store, keeper, report)
            } catch {
                switch error {
                case .notOpened(.damaged), .notOpened(.thinned): continue
                case .notOpened: throw error
                default: continue
                }
            }
        }
        return nil
    }

    private func empty() -> Begun {
        let records = RecordSource()
        let state = QueueState(records: records, faults: ReadFaults(), listing: listedTypes)
        return Begun(state: state, records: records, snapshot: nil)
    }

    /// The state that a snapshot holds; nil when that cannot be read or is not understood.
    ///
    /// One of a newer program is no rot: a start that passed over it would call for a backup of a store that is whole.
    private func begin(with manifest: SnapshotManifest, of store: SnapshotStore) -> Result<Begun, QueueFailure>? {
        do {
            let snapshot = try store.load(manifest)
            var state = QueueState(records: RecordSource(), faults: ReadFaults(), listing: listedTypes)
            try state.begin(with: snapshot)
            return .success(Begun(state: state, records: state.records, snapshot: snapshot))
        } catch SnapshotFailure.newerFormat(let version) {
            return .failure(.unreadableSnapshot(SnapshotFailure.newerFormat(version: version).description))
        } catch {
            return nil
        }
    }

    private func go(
        on begun: Begun, from position: LogPosition?, _ store: SnapshotStore?, _ keeper: SnapshotKeeper?,
        _ report: StartReport
    ) async throws(QueueFailure) -> Opened {
        let journal: Journal
        let conclusions = Conclusions()
        do {
            journal =
                isReadingOnly
                ? try await Journal.openReadOnly(at: directory, storage: storage, startingAt: position) { _ in }
                : try await Journal.open(
                    at: directory, storage: storage, options: options, clock: clock, startingAt: position,
                    knownThrough: store?.lastKnown ?? 0,
                    afterBatch: { position in
                        conclusions.apply()
                        keeper?.afterBatch(position)
                    }, replay: { _ in })
        } catch {
            throw .notOpened(error)
        }
        begun.records.open(journal)
        // A start that only looks writes nothing, and nor does a store that may be a copy. Where there are snapshots none is
        // put in their place before a start has succeeded: it may yet have to go on from the older one.
        let mayWrite = !isReadingOnly && journal.hold == nil
        let spill = mayWrite ? store.flatMap { $0.isEmpty ? ReplaySpill($0, policy) : nil } : nil
        let replayed = await Self.onQueue { replay(journal, begun, after: position, spill) }
        do {
            let (state, count, snapshot) = try replayed.get()
            var report = report
            report.snapshot = begun.snapshot?.sequence
            report.replayed = count
            report.passedOver = state.passedOver
            report.unreadDeliveries = state.unresumed.count
            return Opened(
                journal: journal, conclusions: conclusions, state: state, snapshot: snapshot, report: report)
        } catch {
            await journal.close()
            // What is open cannot be read from the log: the start says so as it does of what it replays.
            if case .unreadable(let failure) = error { throw .notOpened(failure) }
            throw error
        }
    }

    /// Applies what lies behind a snapshot, and ends every lease.
    private func replay(
        _ journal: Journal, _ begun: Begun, after position: LogPosition?, _ spill: ReplaySpill?
    ) -> Result<(QueueState, Int, LoadedSnapshot?), QueueFailure> {
        var state = begun.state
        var spill = spill
        var count = 0
        var failure: QueueFailure?
        // A bad sector before the place, in the same segment, is no reason not to start.
        var cursor = position.map { journal.cursor(behind: $0) } ?? LogCursor()
        do throws(JournalFailure) {
            if state.isListIncomplete {
                // What is damaged before the place cannot be listed, and has been so since long ago.
                try journal.scan(from: 1, through: position?.sequence ?? 0, pastDamage: { _ in }) { stored in
                    state.list(stored)
                    return true
                }
            }
            try journal.scan(
                from: (position?.sequence ?? 0) + 1, through: .max, resuming: &cursor,
                batchEnd: { spill?.relieve(&state, at: $0) }
            ) { stored in
                count += 1
                failure = state.replay(stored)
                // What was lost makes other records unintelligible: they are passed over with it.
                if isReadingOnly, failure != nil { failure = state.passOver() }
                return failure == nil
            }
        } catch {
            return .failure(.notOpened(error))
        }
        if let failure { return .failure(failure) }
        state.nameLosses()
        state.resume(at: Timestamp(microseconds: clock.wallMicroseconds()), boot: clock.bootNanoseconds())
        if let damage = isReadingOnly ? state.passOver() : state.damage { return .failure(damage) }
        return .success((state, count, spill?.latest ?? begun.snapshot))
    }

    private static func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}

extension SnapshotStore {
    /// The highest number of a record that a snapshot says was stored, whether a start can use the snapshot or not.
    fileprivate var lastKnown: UInt64 {
        (candidates + setAside).filter { LogPosition(encoded: $0.position)?.sequence == $0.sequence }
            .map(\.sequence).max() ?? 0
    }
}

extension JournalDamage {
    /// Of two the one that begins earlier in the log; of one place that which was found by reading further, the other.
    fileprivate func earlier(of other: JournalDamage) -> JournalDamage {
        other.firstLost <= firstLost ? other : self
    }
}
