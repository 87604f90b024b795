internal import Digests
internal import Dispatch
internal import LinuxSystem
internal import Synchronization

/// Writes batches into the active segment and moves on to the next one.
///
/// Unchecked, because the compiler cannot see it: everything mutable but the spare is touched only on the journal's serial
/// queue, which `Journal` alone calls this from; the spare is behind its own lock.
final class JournalWriter: @unchecked Sendable {
    private let folder: any StorageFolder
    private let options: JournalOptions
    private let clock: SystemClock
    private let spareQueue = DispatchQueue(label: "journal.spare")
    private let spare = Mutex<(any StorageFile)?>(nil)
    private var active: SegmentFile
    private var offset: UInt64
    private var nextSequence: UInt64
    private var nextBatch: UInt64
    private var chain: UInt64
    private var fullUntil: UInt64?
    private(set) var endsWithMark: Bool

    init(
        folder: any StorageFolder, options: JournalOptions, clock: SystemClock, recovery: Recovery, active: SegmentFile
    ) {
        self.folder = folder
        self.options = options
        self.clock = clock
        self.active = active
        offset = recovery.writeOffset
        nextSequence = recovery.nextSequence
        nextBatch = recovery.nextBatch
        chain = recovery.chain
        endsWithMark = recovery.report.endsWithMark
    }

    /// Whether intake may take so many bytes without touching what is kept for settlements.
    ///
    /// While the next segment is there or can be made, all room is intake's.
    func hasRoomForIntake(_ bytes: Int) -> Bool {
        let reserve = options.segmentBytes / Limits.reserveShare
        let needed = UInt64(BatchHeader.length + bytes + Limits.page + reserve)
        return offset + needed <= active.size || hasSpare(of: options.segmentBytes)
    }

    /// Writes groups as one batch and syncs it.
    ///
    /// - Returns: for each group where its records lie.
    /// - Throws: `diskFull`, with nothing written; `failed`, after which nothing is known of the batch.
    func write(_ groups: [RecordGroup]) throws(JournalFailure) -> [AppendedGroup] {
        let body = joined(groups)
        var header = BatchHeader(
            bodyLength: body.count, count: groups.reduce(0) { $0 + $1.count }, bodyCheck: CRC32C.hash(body),
            batch: nextBatch, firstSequence: nextSequence, salt: active.header.salt)
        if offset + UInt64(header.paddedLength) > active.size {
            try beginSegment(holding: header.paddedLength)
            header.salt = active.header.salt
        }
        var bytes = header.encoded(after: chain)
        bytes.reserveCapacity(header.paddedLength)
        bytes += body
        bytes += [UInt8](repeating: 0, count: header.paddedLength - bytes.count)
        do {
            try active.file.writeAll(bytes, at: offset)
            try active.file.sync()
        } catch {
            throw .failed(error)
        }
        let appended = places(of: groups, at: offset + UInt64(BatchHeader.length))
        offset += UInt64(bytes.count)
        nextSequence += UInt64(header.count)
        nextBatch += 1
        chain = header.chain
        endsWithMark = groups.last.map { $0.places.count == 1 && $0.bytes[4] == RecordGroup.markKind } ?? false
        return appended
    }

    /// How many batches the store has had.
    var batchesWritten: UInt64 { nextBatch - 1 }

    /// The active segment, for readers.
    var segment: SegmentFile { active }

    /// Makes the next segment's file in the background, unless it is there.
    func prepareSpare() {
        spareQueue.async { [self] in
            _ = try? fillSpare(of: options.segmentBytes)
        }
    }

    /// Returns when no file is being made in the background.
    func finishSpare() {
        spareQueue.sync {}
    }

    private func joined(_ groups: [RecordGroup]) -> [UInt8] {
        if groups.count == 1 { return groups[0].bytes }
        var body: [UInt8] = []
        body.reserveCapacity(groups.reduce(0) { $0 + $1.bytes.count })
        for group in groups { body += group.bytes }
        return body
    }

    private func places(of groups: [RecordGroup], at start: UInt64) -> [AppendedGroup] {
        var sequence = nextSequence
        var start = UInt32(start)
        return groups.map { group in
            defer {
                sequence += UInt64(group.count)
                start += UInt32(group.bytes.count)
            }
            return AppendedGroup(
                firstSequence: sequence,
                places: group.places.map {
                    RecordPlace(
                        segment: active.header.firstSequence, offset: start + UInt32($0.lowerBound),
                        length: UInt32($0.count))
                })
        }
    }

    private func beginSegment(holding length: Int) throws(JournalFailure) {
        let size = max(options.segmentBytes, Limits.page + length)
        guard size > options.segmentBytes || hasSpare(of: size) else { throw .diskFull }
        let header = SegmentHeader(
            storeID: active.header.storeID, salt: SystemRandom.uint64(), firstSequence: nextSequence,
            firstBatch: nextBatch, previousChain: chain)
        let file: any StorageFile
        do {
            file = try takeSpare(of: size)
        } catch {
            throw error.isOutOfRoom ? .diskFull : .failed(error)
        }
        do {
            active = try SegmentFile.begin(header, in: file, of: UInt64(size), folder: folder)
        } catch {
            // The new name may be on disk: writing on in the old segment would contradict it.
            throw .failed(error)
        }
        offset = UInt64(Limits.page)
        if options.preparesSpare { prepareSpare() }
    }

    private func takeSpare(of size: Int) throws(SystemError) -> any StorageFile {
        if size == options.segmentBytes, let file = spare.withLock({ $0.take() }) { return file }
        // A larger segment for one larger record: the waiting spare is given up for it.
        return try spareQueue.sync { [self] () -> Result<any StorageFile, SystemError> in
            spare.withLock { $0 = nil }
            do throws(SystemError) {
                return .success(try SegmentFile.makeSpare(of: size, in: folder))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    /// Whether the next segment's file is there, making it if it is not; a full disk is asked again after a pause.
    private func hasSpare(of size: Int) -> Bool {
        if spare.withLock({ $0 != nil }) { return true }
        if let fullUntil, clock.bootNanoseconds() < fullUntil { return false }
        let made = spareQueue.sync { [self] in (try? fillSpare(of: size)) != nil }
        fullUntil = made ? nil : clock.bootNanoseconds() + Limits.fullDiskPause
        return made
    }

    /// Runs on the spare's queue only, so that no two fill the same file.
    private func fillSpare(of size: Int) throws(SystemError) {
        guard spare.withLock({ $0 == nil }) else { return }
        let file = try SegmentFile.makeSpare(of: size, in: folder)
        spare.withLock { $0 = file }
    }
}
