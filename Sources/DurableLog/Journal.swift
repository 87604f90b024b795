internal import Dispatch
package import LinuxSystem
internal import Synchronization

/// The durable log: takes groups of records, and tells when the disk has them.
///
/// Promise: a group that was reported stored is replayed after any crash, whole and in its order. Consequence: after a
/// failed write or sync nothing is known, so everything is refused until the journal is opened anew. Concurrency: any
/// thread may call anything; one serial queue owns the file, and groups that wait while it syncs share the next sync. Who
/// waited is told beside it, so that the disk need not wait for them.
package final class Journal: Sendable {
    /// What was found when the journal was opened.
    package let recovery: RecoveryReport
    /// Why the store takes nothing until it is released; nil when it is not held.
    package let hold: StoreHold?

    /// The log that is read in the place of this journal's own, when it was opened for reading only.
    let reading: ReadLog?
    let files: LogFiles
    let writer: JournalWriter
    let retention: Retention
    let readers = DispatchQueue(label: "journal.read")
    private let backlog = Lock(JournalBacklog())
    private let teller: BatchTeller
    let queue: DispatchQueue
    /// Where indexes are put on disk.
    private let indexers = DispatchQueue(label: "journal.index", qos: .utility)
    private let folder: any StorageFolder
    private let options: JournalOptions
    private let clock: SystemClock
    private let quota: JournalBacklog.IntakeQuota
    private let afterBatch: (@Sendable (LogPosition) -> Void)?
    private let isIdleTimerSet = Atomic<Bool>(false)
    private let isClosing = Atomic<Bool>(false)
    /// Held open for its lock, until the journal is closed.
    let lock: Lock<(any StorageFile)?>

    private init(
        _ start: JournalStart, reading: ReadLog? = nil, queue: DispatchQueue, options: JournalOptions,
        clock: SystemClock, afterBatch: (@Sendable (LogPosition) -> Void)?
    ) {
        recovery = reading?.recovery ?? start.recovery
        hold = start.hold
        self.reading = reading
        files = start.files
        lock = Lock(reading?.lock ?? start.lock)
        folder = start.folder
        self.queue = queue
        self.options = options
        self.clock = clock
        quota = JournalBacklog.IntakeQuota(
            bytes: options.pendingIntakeBytes, age: UInt64(options.pendingIntakeSeconds * 1e9))
        self.afterBatch = afterBatch
        teller = BatchTeller(aside: options.preparesSpare)
        writer = JournalWriter(
            folder: folder, options: options, clock: clock, files: files, endsWithMark: start.recovery.endsWithMark)
        retention = Retention(files: files, folder: folder, segmentBytes: options.segmentBytes)
        if let refusal = reading.map({ _ in JournalFailure.readOnly }) ?? hold.map({ .held($0) }) {
            backlog.withLock { $0.refuse(refusal) }
            retention.close()
        }
    }

    /// Opens the journal in a folder, making it when it is not there, and replays its records in order.
    ///
    /// - Parameters:
    ///   - path: the folder; it gets `LOCK` and `log/`.
    ///   - storage: the disk.
    ///   - options: how the journal is kept; segments already there keep their size.
    ///   - clock: times the pauses at a full disk.
    ///   - position: where to begin; what lies before is opened and its order checked, and neither read nor replayed.
    ///     Nil for the log's beginning.
    ///   - lastKnown: the highest sequence number that something beside the log says was stored; a log that ends before
    ///     it is `damaged`, whatever its end looks like.
    ///   - afterBatch: called after the completions of each batch that is written, marks among them, and before those of
    ///     the next, with the place behind it: a snapshot may be taken there. It must be short.
    ///   - replay: gets every record, on the journal's own queue, before this returns.
    /// - Returns: the open journal; its lock is held until it is closed or the last reference goes.
    /// - Throws: `locked`, `newerFormat`, `damaged` or `unreadable`, and `thinned` when retention has given up records
    ///   from the position on; the journal is then not open. A position that is not in this log is `damaged`.
    package static func open(
        at path: String, storage: any Storage = DiskStorage(), options: JournalOptions = JournalOptions(),
        clock: SystemClock = .system, startingAt position: LogPosition? = nil, knownThrough lastKnown: UInt64 = 0,
        afterBatch: (@Sendable (LogPosition) -> Void)? = nil, replay: @escaping @Sendable (StoredRecord) -> Void
    ) async throws(JournalFailure) -> Journal {
        let queue = DispatchQueue(label: "journal.write")
        let result: Result<Journal, JournalFailure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(JournalFailure) {
                    let start = try JournalStart(
                        path, storage, options, from: position, knownThrough: lastKnown, replay)
                    let journal = Journal(
                        start, queue: queue, options: options, clock: clock, afterBatch: afterBatch)
                    journal.begin(indexing: start.unindexed)
                    continuation.resume(returning: .success(journal))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    /// Opens the journal in a folder for reading only, past any damage: nothing is written, and all that would be is refused
    /// as `readOnly`.
    ///
    /// - Parameters:
    ///   - path: the folder, which must be there.
    ///   - storage: the disk; one that refuses to write unless told otherwise.
    ///   - position: where to begin; nil for the log's beginning. It need not be in this log.
    ///   - replay: gets every record that can be read, on the journal's own queue, before this returns.
    /// - Returns: the open journal; the store's lock, if there is one, is held until it is closed or the last reference goes.
    /// - Throws: `locked` while a gateway has the store open; `unreadable`. Damage is in `lostRanges`.
    package static func openReadOnly(
        at path: String, storage: any Storage = DiskStorage.reading, startingAt position: LogPosition? = nil,
        replay: @escaping @Sendable (StoredRecord) -> Void
    ) async throws(JournalFailure) -> Journal {
        let queue = DispatchQueue(label: "journal.write")
        let result: Result<Journal, JournalFailure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(JournalFailure) {
                    let reading = try ReadLog(path, storage, after: position?.sequence ?? 0, replay)
                    // All that writes is there and has no disk to write to.
                    let options = JournalOptions(segmentBytes: 64 << 10, preparesSpare: false, idleSeconds: nil)
                    let start = try JournalStart("journal", MemoryStorage(), options, from: nil) { _ in }
                    continuation.resume(
                        returning: .success(
                            Journal(
                                start, reading: reading, queue: queue, options: options, clock: .system,
                                afterBatch: nil)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    /// Where records cannot be read, in the order of the log, when the journal was opened for reading only; else none.
    package var lostRanges: [JournalDamage] { reading?.damages ?? [] }

    /// Takes a group of records to store, and reports when the disk has it.
    ///
    /// - Parameters:
    ///   - group: at least one record; refused as overloaded beyond 64 MiB.
    ///   - purpose: intake is refused earlier than settlements.
    ///   - completion: called once, for groups in the order of the log and one at a time: it must be short.
    package func append(
        _ group: RecordGroup, for purpose: AppendPurpose,
        completion: @escaping @Sendable (Result<AppendedGroup, JournalFailure>) -> Void
    ) {
        precondition(group.count > 0, "a group has a record")
        guard group.bytes.count <= Limits.groupBytes else { return completion(.failure(.overloaded)) }
        let entry = PendingBatch.Entry(group: group, purpose: purpose, completion: completion)
        let now = clock.bootNanoseconds()
        switch backlog.withLock({ $0.add(entry, within: quota, at: now, by: CurrentThread.id) }) {
        case .queued: break
        case .wakeWriter: queue.async { self.writeBacklog() }
        case .refused(let failure): completion(.failure(failure))
        }
    }

    /// Takes a group of records to store, and returns when the disk has it.
    ///
    /// - Throws: what `append(_:for:completion:)` reports.
    package func append(_ group: RecordGroup, for purpose: AppendPurpose) async throws(JournalFailure) -> AppendedGroup
    {
        let result = await withCheckedContinuation { continuation in
            append(group, for: purpose) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Says that this thread is about to add several groups: the disk is not asked to sync for some of them what it can sync at
    /// once.
    ///
    /// What the thread adds from now on waits until it calls `endGathering`, until the writer comes for what others have added, or
    /// until it is much or large. It must call that soon, and not wait meanwhile for what it has added. What others add does not wait.
    package func beginGathering() {
        backlog.withLock { $0.beginGathering(CurrentThread.id) }
    }

    /// Says that this thread has added all that it had; from now on what it adds is written at once.
    package func endGathering() {
        if backlog.withLock({ $0.endGathering(CurrentThread.id) }) { queue.async { self.writeBacklog() } }
    }

    /// Why the journal refuses everything; nil while it works.
    package var failure: JournalFailure? {
        backlog.withLock { $0.refusal }
    }

    /// Stores what still waits, writes a mark, lets go of the lock, and refuses everything after.
    package func close() async {
        backlog.withLock { $0.refuse(.closed) }
        isClosing.store(true, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            queue.async {
                self.writeBacklog()
                self.writeMark()
                self.teller.finish()
                self.writer.spares.finish()
                self.retention.close()
                self.indexers.sync {}
                // Now, and not when the last reference goes: whoever waits for this may open the journal anew.
                self.lock.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }

    /// Starts what goes on in the background.
    private func begin(indexing unindexed: [UInt64]) {
        guard options.preparesSpare, hold == nil else { return }
        writer.spares.prepare()
        guard !unindexed.isEmpty else { return }
        indexers.async { [files, weak self] in
            files.storeIndexes(of: unindexed) { self.map { !$0.isClosing.load(ordering: .relaxed) } ?? false }
        }
    }

    /// Runs on the journal's queue: writes until nothing waits.
    private func writeBacklog() {
        var groups = 0
        while true {
            var batch = PendingBatch(reusing: writer.takeSpent(), expecting: groups)
            let rest = backlog.withLock { $0.takeBatch(&batch) }
            for entry in rest { batch.add(entry) }
            groups = batch.entries.count
            guard !batch.isEmpty else {
                writer.keep(batch.bytes)
                break
            }
            write(batch)
            storeIndexes()
        }
        awaitIdleness()
    }

    /// Runs on the journal's queue: has a mark written when nothing is stored for a while; one timer at a time.
    private func awaitIdleness() {
        guard let pause = options.idleSeconds, !writer.endsWithMark, failure == nil,
            !isIdleTimerSet.exchange(true, ordering: .relaxed)
        else { return }
        let batchAtRest = writer.batchesWritten
        queue.asyncAfter(deadline: .now() + pause) { [weak self] in
            guard let self else { return }
            isIdleTimerSet.store(false, ordering: .relaxed)
            if writer.batchesWritten == batchAtRest { writeMark() } else { awaitIdleness() }
        }
    }

    private func write(_ batch: consuming PendingBatch) {
        let entries = batch.entries
        if case .failed(let error) = failure { return refuse(entries, .failed(error)) }
        guard batch.intakeBytes == 0 || writer.hasRoomForIntake(batch.bodyLength) else {
            refuse(entries.filter { $0.purpose == .intake }, writer.roomFailure)
            let settlements = PendingBatch(entries.lazy.filter { $0.purpose == .settlement })
            if !settlements.isEmpty { write(settlements) }
            return
        }
        do throws(JournalFailure) {
            let first = try writer.write(batch)
            let position = writer.position
            tell(isShort: entries.count == 1) { [afterBatch] in
                var sequence = first
                for entry in entries {
                    entry.completion(.success(AppendedGroup(entry.group, firstSequence: sequence)))
                    sequence += UInt64(entry.group.count)
                }
                afterBatch?(position)
            }
        } catch {
            if case .failed = error { backlog.withLock { $0.refuse(error) } }
            refuse(entries, error)
        }
    }

    private func refuse(_ entries: [PendingBatch.Entry], _ failure: JournalFailure) {
        tell(isShort: true) { for entry in entries { entry.completion(.failure(failure)) } }
    }

    /// Runs on the journal's queue when a batch is over: has somebody told, on this thread when it has nothing else to do.
    ///
    /// - Parameters:
    ///   - isShort: whether it takes about as long as handing it over would.
    ///   - message: what is done to tell them.
    private func tell(isShort: Bool, _ message: @escaping @Sendable () -> Void) {
        let isIdle = backlog.withLock { $0.endBatch() }
        teller.tell(atOnce: isShort && isIdle, message)
    }

    /// Runs on the journal's queue: says on disk that nothing acknowledged lies behind this.
    private func writeMark() {
        guard reading == nil, hold == nil, !writer.endsWithMark else { return }
        // It says what is so without it: one that cannot be written is no failure of its own.
        try? putMark {}
    }

    /// Runs on the journal's queue: writes a mark, and says so when all who wait for what lies before it have been told.
    ///
    /// - Throws: `closed` or `readOnly`, `held`, `diskFull` or `noSegment`, with nothing written; `failed`.
    func putMark(_ told: @escaping @Sendable () -> Void) throws(JournalFailure) {
        if let failure, failure != .closed { throw failure }
        // Without the lock the files may be another process's: a timer may fire after the journal was closed.
        guard lock.withLock({ $0 != nil }) else { throw .closed }
        do throws(JournalFailure) {
            let mark = PendingBatch.Entry(group: .mark, purpose: .settlement) { _ in }
            _ = try writer.write(PendingBatch([mark]))
        } catch {
            noteFailure(error)
            throw error
        }
        storeIndexes()
        let position = writer.position
        tell(isShort: true) { [afterBatch] in
            afterBatch?(position)
            told()
        }
    }

    /// Refuses everything from now on when what has failed is the journal itself.
    func noteFailure(_ error: JournalFailure) {
        if case .failed = error { backlog.withLock { $0.refuse(error) } }
    }

    /// Runs on the journal's queue: puts the indexes of segments on disk that have just been written full.
    private func storeIndexes() {
        for full in writer.takeUnindexed() {
            let folder = folder
            // One that cannot be written stays in memory while the segment is open, and is made anew when it is needed.
            guard options.preparesSpare else {
                try? full.storeIndex(in: folder)
                continue
            }
            indexers.async { try? full.storeIndex(in: folder) }
        }
    }
}
