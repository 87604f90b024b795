internal import Digests
internal import LinuxSystem

/// Writes batches into the active segment and moves on to the next one.
///
/// Unchecked, because the compiler cannot see it: everything mutable is touched only on the journal's serial queue, which
/// `Journal` alone calls this from.
final class JournalWriter: @unchecked Sendable {
    private let folder: any StorageFolder
    private let options: JournalOptions
    private let spares: SpareFiles
    private var active: SegmentFile
    private var offset: UInt64
    private var nextSequence: UInt64
    private var nextBatch: UInt64
    private var chain: UInt64
    private(set) var endsWithMark: Bool

    init(
        folder: any StorageFolder, options: JournalOptions, clock: SystemClock, recovery: Recovery, active: SegmentFile
    ) {
        self.folder = folder
        self.options = options
        spares = SpareFiles(folder: folder, options: options, clock: clock)
        self.active = active
        offset = recovery.writeOffset
        nextSequence = recovery.nextSequence
        nextBatch = recovery.nextBatch
        chain = recovery.chain
        endsWithMark = recovery.report.endsWithMark
    }

    /// Whether a batch with intake in it, of so many bytes of records, leaves settlements what is kept for them.
    ///
    /// Intake writes only while a whole spare segment waits, and so begins a new one only when two do. Until the first is
    /// made, and while nothing has failed, it may fill half of the active segment.
    func hasRoomForIntake(_ bytes: Int) -> Bool {
        let needed = UInt64((BatchHeader.length + bytes + Limits.page - 1) / Limits.page * Limits.page)
        let fits = offset + needed <= active.size
        let isLarge = needed + UInt64(Limits.page) > options.segmentBytes
        let wanted = fits || isLarge ? 1 : Limits.spares
        if spares.count >= wanted { return true }
        if fits, spares.failure == nil, offset + needed <= active.size - active.size / UInt64(Limits.reserveShare) {
            return true
        }
        return spares.hasMade(wanted)
    }

    /// Why there is no room, after it was found that there is none.
    var roomFailure: JournalFailure {
        guard let failure = spares.failure, !failure.isOutOfRoom else { return .diskFull }
        return .noSegment(failure)
    }

    /// Writes groups as one batch and syncs it.
    ///
    /// - Returns: for each group where its records lie.
    /// - Throws: `diskFull` or `noSegment`, with nothing written; `failed`, after which nothing is known of the batch.
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

    /// Makes the next segments' files in the background, unless they are there.
    func prepareSpares() {
        spares.prepare()
    }

    /// Returns when no file is being made in the background.
    func finishSpares() {
        spares.finish()
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
        let spare = try takeSpare(of: max(options.segmentBytes, Limits.page + length))
        let header = SegmentHeader(
            fileBytes: spare.size, storeID: active.header.storeID, salt: SystemRandom.uint64(),
            firstSequence: nextSequence, firstBatch: nextBatch, previousChain: chain)
        do {
            active = try SegmentFile.begin(header, in: spare, folder: folder)
        } catch {
            // The new name may be on disk: writing on in the old segment would contradict it.
            throw .failed(error)
        }
        offset = UInt64(Limits.page)
        if options.preparesSpare { prepareSpares() }
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
