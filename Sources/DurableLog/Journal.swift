internal import Dispatch
package import LinuxSystem
internal import Synchronization

/// The durable log: takes groups of records, and tells when the disk has them.
///
/// Promise: a group that was reported stored is replayed after any crash, whole and in its order. Consequence: after a
/// failed write or sync nothing is known, so everything is refused until the journal is opened anew. Concurrency: any
/// thread may call anything; one serial queue owns the file, and groups that wait while it syncs share the next sync.
package final class Journal: Sendable {
    /// What was found when the journal was opened.
    package let recovery: RecoveryReport
    /// Why the store takes nothing until it is released; nil when it is not held.
    package let hold: StoreHold?

    private let backlog = Mutex(JournalBacklog())
    private let segments: Mutex<[UInt64: any StorageFile]>
    private let queue: DispatchQueue
    private let readers = DispatchQueue(label: "journal.read")
    private let writer: JournalWriter
    private let options: JournalOptions
    private let isIdleTimerSet = Atomic<Bool>(false)
    /// Held open for its lock, until the journal is closed.
    private let lock: Mutex<(any StorageFile)?>

    private init(
        _ recovery: Recovery, active: SegmentFile, lock: any StorageFile, hold: StoreHold?, folder: any StorageFolder,
        queue: DispatchQueue,
        options: JournalOptions, clock: SystemClock
    ) {
        self.recovery = recovery.report
        self.hold = hold
        self.lock = Mutex(lock)
        self.queue = queue
        self.options = options
        var files = Dictionary(uniqueKeysWithValues: recovery.segments.map { ($0.header.firstSequence, $0.file) })
        files[active.header.firstSequence] = active.file
        segments = Mutex(files)
        writer = JournalWriter(
            folder: folder, options: options, clock: clock, recovery: recovery, active: active)
        if let hold { backlog.withLock { $0.refuse(.held(hold)) } }
    }

    /// Opens the journal in a folder, making it when it is not there, and replays its records in order.
    ///
    /// - Parameters:
    ///   - path: the folder; it gets `LOCK` and `log/`.
    ///   - storage: the disk.
    ///   - options: how the journal is kept; segments already there keep their size.
    ///   - clock: times the pauses at a full disk.
    ///   - position: where to begin; what lies before is opened and its order checked, and neither read nor replayed. Nil
    ///     for the log's beginning.
    ///   - afterBatch: called after the completions of each batch that is written, marks among them, on the journal's own
    ///     queue, with the place behind it: a snapshot may be taken there. It must be short.
    ///   - replay: gets every record, on the journal's own queue, before this returns.
    /// - Returns: the open journal; its lock is held until it is closed or the last reference goes.
    /// - Throws: `locked`, `newerFormat`, `damaged` or `unreadable`, and `thinned` when retention has given up records from the
    ///   position on; the journal is then not open. A position that is not in this log is `damaged`.
    package static func open(
        at path: String, storage: any Storage = DiskStorage(), options: JournalOptions = JournalOptions(),
        clock: SystemClock = .system, startingAt position: LogPosition? = nil,
        afterBatch: (@Sendable (LogPosition) -> Void)? = nil, replay: @escaping @Sendable (StoredRecord) -> Void
    ) async throws(JournalFailure) -> Journal {
        let queue = DispatchQueue(label: "journal.write")
        let result: Result<Journal, JournalFailure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(JournalFailure) {
                    continuation.resume(
                        returning: .success(try start(path, storage, options, clock, queue: queue, replay)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    /// Takes a group of records to store, and reports when the disk has it.
    ///
    /// - Parameters:
    ///   - group: at least one record; refused as overloaded beyond 64 MiB.
    ///   - purpose: intake is refused earlier than settlements.
    ///   - completion: called once, for groups in the order of the log, on the journal's own queue: it must be short.
    package func append(
        _ group: RecordGroup, for purpose: AppendPurpose,
        completion: @escaping @Sendable (Result<AppendedGroup, JournalFailure>) -> Void
    ) {
        precondition(group.count > 0, "a group has a record")
        guard group.bytes.count <= Limits.groupBytes else { return completion(.failure(.overloaded)) }
        let entry = JournalBacklog.Entry(group: group, purpose: purpose, completion: completion)
        switch backlog.withLock({ $0.add(entry, intakeLimit: options.pendingIntakeBytes) }) {
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

    /// Why the journal refuses everything; nil while it works.
    package var failure: JournalFailure? {
        backlog.withLock { $0.refusal }
    }

    /// Reads records back, on a queue of their own, and verifies each.
    ///
    /// - Returns: for each place the body, or `unreadable` when the disk refuses it and `damaged` when it is not what was
    ///   stored. One that cannot be read does not keep the others back, and the journal goes on.
    package func read(_ places: [RecordPlace]) async -> [Result<[UInt8], JournalFailure>] {
        await withCheckedContinuation { continuation in
            readers.async {
                continuation.resume(returning: places.map { self.read($0) })
            }
        }
    }

    /// Stores what still waits, writes a mark, lets go of the lock, and refuses everything after.
    package func close() async {
        backlog.withLock { $0.refuse(.closed) }
        await withCheckedContinuation { continuation in
            queue.async {
                self.writeBacklog()
                self.writeMark()
                self.writer.finishSpares()
                // Now, and not when the last reference goes: whoever waits for this may open the journal anew.
                self.lock.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }

    private static func start(
        _ path: String, _ storage: any Storage, _ options: JournalOptions, _ clock: SystemClock, queue: DispatchQueue,
        _ replay: (StoredRecord) -> Void
    ) throws(JournalFailure) -> Journal {
        let home: any StorageFolder
        let folder: any StorageFolder
        let taken: (any StorageFile)?
        do {
            home = try storage.openFolder(path)
            taken = try home.lock(StoreLock.name)
            folder = try storage.openFolder(path + "/" + SegmentFile.folderName)
        } catch {
            throw .unreadable(error)
        }
        guard let lock = taken else { throw .locked }
        let storeLock = try StoreLock(file: lock, in: home)
        var recovery = Recovery(folder: folder)
        try recovery.run(replay)
        let active: SegmentFile
        if let last = recovery.segments.last {
            active = last
            if recovery.currentName != last.name { try nameCurrent(last, in: folder) }
        } else {
            active = try firstSegment(in: folder, options)
        }
        // Only now: a store that does not start keeps what it says of where it belongs.
        try storeLock.claim()
        let journal = Journal(
            recovery, active: active, lock: lock, hold: storeLock.hold, folder: folder, queue: queue,
            options: options, clock: clock)
        if options.preparesSpare, journal.hold == nil { journal.writer.prepareSpares() }
        return journal
    }

    private static func firstSegment(
        in folder: any StorageFolder, _ options: JournalOptions
    ) throws(JournalFailure) -> SegmentFile {
        let header = SegmentHeader(
            fileBytes: options.segmentBytes, storeID: SystemRandom.bytes(16), salt: SystemRandom.uint64(),
            firstSequence: 1, firstBatch: 1,
            previousChain: 0)
        do {
            let name = "first" + SegmentFile.spareEnding
            let file = try SegmentFile.makeZeros(name, options.segmentBytes, in: folder)
            let spare = SpareFiles.Spare(name: name, file: file, size: options.segmentBytes)
            return try SegmentFile.begin(header, in: spare, folder: folder)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Makes good what a crash between a segment's beginning and its naming left out.
    private static func nameCurrent(_ segment: SegmentFile, in folder: any StorageFolder) throws(JournalFailure) {
        do {
            try CurrentName.write(segment.name, in: folder)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Runs on the journal's queue: writes until nothing waits.
    private func writeBacklog() {
        while true {
            let batch = backlog.withLock { $0.takeBatch() }
            guard !batch.isEmpty else { break }
            write(batch)
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

    private func write(_ batch: [JournalBacklog.Entry]) {
        if case .failed(let error) = failure {
            for entry in batch { entry.completion(.failure(.failed(error))) }
            return
        }
        let bytes = batch.reduce(0) { $0 + $1.group.bytes.count }
        guard !batch.contains(where: { $0.purpose == .intake }) || writer.hasRoomForIntake(bytes) else {
            let refusal = writer.roomFailure
            for entry in batch where entry.purpose == .intake { entry.completion(.failure(refusal)) }
            let settlements = batch.filter { $0.purpose == .settlement }
            if !settlements.isEmpty { write(settlements) }
            return
        }
        do throws(JournalFailure) {
            let appended = try writer.write(batch.map(\.group))
            let segment = writer.segment
            segments.withLock { $0[segment.header.firstSequence] = segment.file }
            for (entry, group) in zip(batch, appended) { entry.completion(.success(group)) }
        } catch {
            if case .failed = error { backlog.withLock { $0.refuse(error) } }
            for entry in batch { entry.completion(.failure(error)) }
        }
    }

    /// Runs on the journal's queue: says on disk that nothing acknowledged lies behind this.
    private func writeMark() {
        // Without the lock the files may be another process's: a timer may fire after the journal was closed.
        guard hold == nil, !writer.endsWithMark, lock.withLock({ $0 != nil }) else { return }
        if case .failed = failure { return }
        do throws(JournalFailure) {
            _ = try writer.write([.mark])
        } catch {
            if case .failed = error { backlog.withLock { $0.refuse(error) } }
        }
    }

    private func read(_ place: RecordPlace) -> Result<[UInt8], JournalFailure> {
        guard let file = segments.withLock({ $0[place.segment] }) else { return .failure(.closed) }
        let bytes: [UInt8]
        do {
            bytes = try file.readAll(Int(place.length), at: UInt64(place.offset))
        } catch {
            return .failure(.unreadable(error))
        }
        guard let record = RecordGroup.decode(bytes, at: 0) else {
            return .failure(
                .damaged(
                    JournalDamage(
                        file: SegmentFile.name(firstSequence: place.segment), offset: UInt64(place.offset),
                        firstLost: place.segment, lastKnown: 0)))
        }
        return .success(record.body)
    }
}
