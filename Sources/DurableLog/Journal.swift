internal import Dispatch
internal import LinuxSystem
internal import Synchronization
package import Telemetry

/// The durable log: records go in, and the caller is told when the disk has them.
///
/// - Promise: when a group's completion says success, its records are written and `fdatasync`ed, and so is the directory
///   entry of their segment. A group is all there after a crash, or not at all.
/// - Consequence: nothing may be answered before; there is no mode that weakens this.
/// - Order: completions run one after the other, in the order of the log, on the journal's own thread.
/// - Failure: the first failed write or sync ends it. What was waiting is told so, and nothing more is taken.
///
/// Knows nothing of what the records mean. May be called from any thread.
package final class Journal: Sendable {
    /// Told what became of a group: where its records are, or why they are nowhere.
    package typealias Completion = @Sendable (Result<[RecordPlace], JournalFailure>) -> Void

    private struct Group: Sendable {
        let frames: [Frame]
        let urgency: RecordUrgency
        let completion: Completion

        var length: Int { frames.reduce(0) { $0 + $1.length } }
    }

    private struct Pending {
        var groups: [Group] = []
        var intakeBytes = 0
        var isWriting = false
        var end: JournalFailure?
    }

    private let storage: any Storage
    private let folder: SegmentFolder
    private let options: JournalOptions
    private let spare: SpareSegment
    private let store: [UInt64]
    /// Holds the store for this process until the journal is closed.
    private let lock: Mutex<(any StorageFile)?>
    private let writer = DispatchQueue(label: "vaxel.journal.writer", qos: .userInitiated)
    private let pending = Mutex(Pending())
    /// Changed on the writer's thread alone; the mutex is for readers of other threads.
    private let tail: Mutex<JournalTail>
    private let files: Mutex<[UInt64: any StorageFile]>
    private let onFailure: @Sendable (JournalFailure) -> Void

    private init(
        storage: any Storage, folder: SegmentFolder, options: JournalOptions, lock: any StorageFile,
        found: Recovery.Found, onFailure: @escaping @Sendable (JournalFailure) -> Void
    ) {
        self.storage = storage
        self.folder = folder
        self.options = options
        self.lock = Mutex(lock)
        self.onFailure = onFailure
        store = found.store.isEmpty ? [SystemRandom.uint64(), SystemRandom.uint64()] : found.store
        spare = SpareSegment(folder: folder, storage: storage, bytes: options.segmentBytes)
        tail = Mutex(found.tail)
        files = Mutex(found.files)
    }

    /// Opens a store, or makes a new one, and hands out every record in order before it returns.
    ///
    /// Blocks for as long as reading takes; call it on no shared thread.
    ///
    /// - Parameters:
    ///   - root: the store's folder.
    ///   - onFailure: called once, on the journal's own thread, when the journal ends by a failed write or sync.
    ///   - replay: gets each record in order; runs on the caller's thread.
    /// - Throws: `JournalFailure`; damaged data are told, never passed over.
    package static func open(
        at root: String, storage: any Storage = FileStorage(), options: JournalOptions = JournalOptions(), log: Log,
        onFailure: @escaping @Sendable (JournalFailure) -> Void = { _ in }, replay: (JournalRecord) -> Void
    ) throws(JournalFailure) -> (journal: Journal, report: RecoveryReport) {
        let folder = SegmentFolder(root: root)
        let lock = try takeLock(folder, storage)
        let found = try Recovery(storage: storage, folder: folder).run(replay)
        if found.report.tornBytes > 0 {
            log.write(.warning, "journal.torn-tail", [("bytes", .integer(found.report.tornBytes))])
        }
        let journal = Journal(
            storage: storage, folder: folder, options: options, lock: lock, found: found, onFailure: onFailure)
        journal.spare.prepare()
        return (journal, found.report)
    }

    private static func takeLock(
        _ folder: SegmentFolder, _ storage: any Storage
    ) throws(JournalFailure) -> any StorageFile {
        do {
            try storage.makeFolder(folder.root)
            try storage.makeFolder(folder.log)
            let isThere = try storage.names(in: folder.root).contains("LOCK")
            let lock = try storage.open(folder.lock, creating: !isThere)
            guard try lock.lock() else { throw JournalFailure.inUse }
            return lock
        } catch let failure as JournalFailure {
            throw failure
        } catch let error as SystemError {
            throw .cannotOpen(error)
        } catch {
            preconditionFailure("only the two errors above are thrown here")
        }
    }

    // MARK: - Appending

    /// Appends a group of records that belong together.
    ///
    /// Records are framed and checksummed on the caller's thread. There is no timer: what comes while the disk is busy is
    /// written together when it is done.
    package func append(_ records: [[UInt8]], urgency: RecordUrgency, completion: @escaping Completion) {
        let group = Group(frames: records.map(Frame.init), urgency: urgency, completion: completion)
        let shortage = shortage(for: group)
        let refusal: JournalFailure? = pending.withLock { pending in
            if let end = pending.end { return end }
            if let shortage { return shortage }
            if urgency == .intake, pending.intakeBytes > 0, pending.intakeBytes + group.length > Limits.pendingIntake {
                return .overloaded
            }
            pending.groups.append(group)
            if urgency == .intake { pending.intakeBytes += group.length }
            guard !pending.isWriting else { return nil }
            pending.isWriting = true
            writer.async { self.drain() }
            return nil
        }
        if let refusal { completion(.failure(refusal)) }
    }

    /// Why there is no room for a group: it is too large for any segment, or no other segment can be made.
    private func shortage(for group: Group) -> JournalFailure? {
        guard BatchHeader.length + group.length <= options.segmentBytes - Limits.page else { return .tooLarge }
        guard group.urgency == .intake, spare.isRefused else { return nil }
        spare.prepare()
        let room = tail.withLock { $0.room }
        return room > options.segmentBytes / Limits.settlementShare + group.length ? nil : .diskFull
    }

    /// Writes batch after batch until nothing waits.
    private func drain() {
        while let groups = takeBatch() { write(groups) }
        markWhenIdle()
    }

    private func takeBatch() -> [Group]? {
        pending.withLock { pending in
            guard pending.end == nil, !pending.groups.isEmpty else {
                pending.isWriting = false
                return nil
            }
            var bytes = 0
            let count = pending.groups.prefix { group in
                bytes += group.length
                return bytes <= Limits.batch || bytes == group.length
            }.count
            let batch = Array(pending.groups.prefix(count))
            pending.groups.removeFirst(count)
            for group in batch where group.urgency == .intake { pending.intakeBytes -= group.length }
            return batch
        }
    }

    private func write(_ groups: [Group]) {
        let frames = groups.flatMap(\.frames)
        do {
            let (header, offset) = try commit(frames)
            var sequence = header.firstSequence
            var position = offset + BatchHeader.length
            for group in groups {
                var places: [RecordPlace] = []
                for frame in group.frames {
                    places.append(
                        RecordPlace(
                            sequence: sequence, segment: tail.withLock { $0.segment },
                            offset: position + Frame.headLength, length: frame.bytes.count))
                    sequence += 1
                    position += frame.length
                }
                group.completion(.success(places))
            }
        } catch {
            if error != .diskFull { end(with: error) }
            for group in groups { group.completion(.failure(error)) }
        }
    }

    /// Puts a batch on disk: one write, one sync. Returns its header and where it is.
    private func commit(_ frames: [Frame]) throws(JournalFailure) -> (BatchHeader, Int) {
        var tail = tail.withLock { $0 }
        let length = BatchHeader.length + frames.reduce(0) { $0 + $1.length }
        if tail.room < Limits.roundedToPage(length) { try goOn(&tail) }
        let header = tail.header(for: frames)
        var bytes = header.bytes
        bytes.reserveCapacity(header.span)
        for frame in frames {
            bytes += frame.head
            bytes += frame.bytes
        }
        bytes.append(contentsOf: repeatElement(0, count: header.span - bytes.count))
        let segment = tail.segment
        guard let file = files.withLock({ $0[segment] }) else { preconditionFailure("the active segment is open") }
        let offset = tail.offset
        do {
            try file.write(bytes, at: offset)
            try file.synchronize()
        } catch {
            throw .writeFailed(error)
        }
        tail.advance(over: header)
        self.tail.withLock { $0 = tail }
        return (header, offset)
    }

    /// Goes on to a new segment: takes the spare, writes its header, and gives it its name, each made durable in turn.
    private func goOn(_ tail: inout JournalTail) throws(JournalFailure) {
        let file: any StorageFile
        do {
            file = try spare.take()
        } catch {
            // Nothing was written: the log is as it was, and room may come again.
            throw error.isOutOfRoom ? .diskFull : .writeFailed(error)
        }
        let header = SegmentHeader(
            pages: UInt32(options.segmentBytes / Limits.page), store: store, salt: SystemRandom.uint64(),
            number: tail.segment + 1, firstSequence: tail.nextSequence, previousChain: tail.chain)
        do {
            try file.write(header.page, at: 0)
            try file.synchronize()
            try storage.rename(folder.spare, to: folder.segment(startingAt: tail.nextSequence))
            try storage.synchronizeFolder(folder.log)
        } catch {
            throw .writeFailed(error)
        }
        files.withLock { $0[header.number] = file }
        tail.enter(header)
        spare.prepare()
    }

    // MARK: - Marks, end and close

    /// Writes a mark when nothing has come for a while, so that rot before it is seen as damage, not as a torn tail.
    private func markWhenIdle() {
        let batch = tail.withLock { $0.endsWithMark ? nil : $0.nextBatch }
        guard let batch else { return }
        writer.asyncAfter(deadline: .now() + Limits.idleMark) { [weak self] in
            guard let self, tail.withLock({ $0.nextBatch }) == batch, pending.withLock({ $0.end }) == nil else { return }
            mark()
        }
    }

    private func mark() {
        guard !tail.withLock({ $0.endsWithMark }) else { return }
        do {
            _ = try commit([])
        } catch {
            if error != .diskFull { end(with: error) }
        }
    }

    /// Ends the journal for good; all that waits is told why.
    private func end(with failure: JournalFailure) {
        let waiting = pending.withLock { pending in
            guard pending.end == nil else { return [Group]() }
            pending.end = failure
            defer { pending.groups = [] }
            return pending.groups
        }
        for group in waiting { group.completion(.failure(failure)) }
        onFailure(failure)
    }

    /// Takes nothing more, writes what waits, then a mark, and lets the store go. Returns when that is on disk.
    package func close() async {
        await withCheckedContinuation { continuation in
            writer.async {
                self.drain()
                if self.pending.withLock({ $0.end }) == nil {
                    self.mark()
                    self.pending.withLock { $0.end = $0.end ?? .closed }
                    self.drainRefused()
                }
                self.lock.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }

    /// Refuses what came between the last batch and the end.
    private func drainRefused() {
        let late = pending.withLock { pending in
            defer { pending.groups = [] }
            return pending.groups
        }
        for group in late { group.completion(.failure(.closed)) }
    }

    // MARK: - Reading

    /// Reads a record back. Blocks on the disk; call it on no shared thread.
    ///
    /// - Throws: `JournalFailure.readFailed`; also when the bytes are not those that were written.
    package func read(_ place: RecordPlace) throws(JournalFailure) -> [UInt8] {
        guard let file = files.withLock({ $0[place.segment] }) else { preconditionFailure("a place names a segment of ours") }
        let bytes: [UInt8]
        do {
            bytes = try file.read(Frame.headLength + place.length, at: place.offset - Frame.headLength)
        } catch {
            throw .readFailed(error)
        }
        let record = Array(bytes.dropFirst(Frame.headLength))
        guard Array(bytes.prefix(Frame.headLength)) == Frame(record).head else {
            throw .readFailed(SystemError(call: "pread", code: SystemError.damagedData))
        }
        return record
    }
}
