internal import LinuxSystem

/// Writes batches into the active segment and moves on to the next one.
///
/// Unchecked, because the compiler cannot see it: everything mutable is touched only on the journal's serial queue,
/// which `Journal` alone calls this from; the figures stand behind a lock of their own.
final class JournalWriter: @unchecked Sendable {
    /// The room on the disk.
    let room: DiskRoom
    /// The files that wait to become segments.
    let spares: SpareFiles
    private let folder: any StorageFolder
    private let options: JournalOptions
    private let clock: SystemClock
    let files: LogFiles
    private let meter = Lock(JournalFigures())
    private var active: SegmentFile
    /// The place behind the last batch.
    private(set) var position: LogPosition
    private(set) var endsWithMark: Bool
    /// The room of the batch that was written last, for another.
    private var spent: [UInt8] = []
    /// Segments that were written full, whose indexes are not on disk yet.
    private var unindexed: [OpenExtent] = []

    init(
        folder: any StorageFolder, options: JournalOptions, clock: SystemClock, files: LogFiles, endsWithMark: Bool
    ) {
        self.folder = folder
        self.options = options
        self.clock = clock
        self.files = files
        self.endsWithMark = endsWithMark
        room = DiskRoom(folder: folder, floor: options.floorBytes, clock: clock)
        spares = SpareFiles(folder: folder, options: options, clock: clock)
        active = files.active.segment
        position = files.end
    }

    /// Whether a batch with intake in it, of so many bytes of records, leaves settlements what is kept for them.
    ///
    /// Intake writes only above the floor and while a whole spare segment waits, and so begins a new one only when two
    /// do. Until the first is made, and while nothing has failed, it may fill half of the active segment.
    func hasRoomForIntake(_ bytes: Int) -> Bool {
        guard !room.isBelowFloor else { return false }
        let needed = (BatchHeader.length + bytes).roundedUpToPage
        let size = Int(active.size)
        let fits = position.offset + needed <= size
        let isLarge = needed + Limits.page > options.segmentBytes
        let wanted = fits || isLarge ? 1 : Limits.spares
        if spares.count >= wanted { return true }
        if fits, spares.failure == nil, position.offset + needed <= size - size / Limits.reserveShare { return true }
        return spares.hasMade(wanted)
    }

    /// Why there is no room, after it was found that there is none.
    var roomFailure: JournalFailure {
        guard let failure = spares.failure, !failure.isOutOfRoom else { return .diskFull }
        return .noSegment(failure)
    }

    /// What was written since the start.
    var figures: JournalFigures { meter.withLock { $0 } }

    /// Writes a batch and syncs it; when this returns, readers find the records.
    ///
    /// - Returns: the sequence number of the first record; the others follow it.
    /// - Throws: `diskFull` or `noSegment`, with nothing written; `failed`, after which nothing is known of the batch.
    func write(_ batch: consuming PendingBatch) throws(JournalFailure) -> UInt64 {
        let time = UInt32(clamping: clock.wallMicroseconds() / 1_000_000)
        var header = BatchHeader(
            bodyLength: batch.bodyLength, count: batch.records.count, bodyCheck: batch.bodyCheck,
            batch: position.batch + 1,
            firstSequence: position.sequence + 1, salt: active.header.salt, writtenAt: time)
        if position.offset + header.paddedLength > Int(active.size) {
            try beginSegment(holding: header.paddedLength)
            header.salt = active.header.salt
        }
        batch.finish(with: header.encoded(after: position.chain))
        try store(batch.bytes)
        position = LogPosition(
            sequence: header.lastSequence, batch: header.batch, chain: header.chain,
            segment: active.header.firstSequence, batchOffset: position.offset,
            offset: position.offset + batch.bytes.count)
        endsWithMark = batch.entries.last?.group.isMark ?? false
        files.stored(batch.records, behind: position, writtenAt: time)
        spent = batch.bytes
        return header.firstSequence
    }

    /// Gives away the room of the batch that was written last.
    func takeSpent() -> [UInt8] {
        defer { spent = [] }
        return spent
    }

    /// Takes back room that was given away and not needed.
    func keep(_ room: consuming [UInt8]) {
        spent = room
    }

    /// How many batches the store has had.
    var batchesWritten: UInt64 { position.batch }

    /// Segments written full since the last call, for their indexes to be put on disk.
    func takeUnindexed() -> [OpenExtent] {
        defer { unindexed = [] }
        return unindexed
    }

    private func store(_ bytes: [UInt8]) throws(JournalFailure) {
        let began: UInt64
        do {
            try active.file.writeAll(bytes, at: UInt64(position.offset))
            began = clock.bootNanoseconds()
            try active.file.sync()
        } catch {
            throw .failed(error)
        }
        let spent = clock.bootNanoseconds() - began
        room.wrote(bytes.count)
        spares.pace.wrote(bytes.count)
        meter.withLock { figures in
            figures.batches += 1
            figures.bytesAppended += UInt64(bytes.count)
            figures.lastSyncNanoseconds = spent
            figures.syncNanoseconds += spent
        }
    }

    func beginSegment(holding length: Int) throws(JournalFailure) {
        let spare = try takeSpare(of: max(options.segmentBytes, Limits.page + length))
        let header = SegmentHeader(
            fileBytes: spare.size, storeID: active.header.storeID, salt: SystemRandom.uint64(),
            firstSequence: position.sequence + 1, firstBatch: position.batch + 1, previousChain: position.chain)
        do {
            active = try SegmentFile.begin(header, in: spare, folder: folder)
        } catch {
            // The new name may be on disk: writing on in the old segment would contradict it.
            throw .failed(error)
        }
        position = position.atBeginning(ofSegment: header.firstSequence)
        if let full = files.begin(active, at: position) { unindexed.append(full) }
        if options.preparesSpare { spares.prepare() }
    }

    /// A spare, or for a record larger than a segment a file of its own; a failure leaves all as it was.
    private func takeSpare(of size: Int) throws(JournalFailure) -> SpareFiles.Spare {
        if size == options.segmentBytes {
            guard spares.hasMade(1), let spare = spares.take() else { throw roomFailure }
            return spare
        }
        do {
            return try spares.makeOne(of: size)
        } catch {
            throw error.isOutOfRoom ? .diskFull : .noSegment(error)
        }
    }
}
