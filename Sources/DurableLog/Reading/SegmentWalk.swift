internal import LinuxSystem

/// Goes through a segment batch by batch and verifies each: header, place in the chain, padding, body, and every
/// record.
///
/// A batch that fails in any of these ends the walk where it begins; what that means is for others to judge.
struct SegmentWalk {
    /// A batch that was found sound.
    struct Batch {
        let header: BatchHeader
        /// Where in the file it begins.
        let offset: Int

        /// Where the next batch begins.
        var end: Int { offset + header.paddedLength }
        /// Where in the file its records lie.
        var records: Range<Int> {
            offset + BatchHeader.length..<offset + BatchHeader.length + header.bodyLength
        }
    }

    let window: FileWindow
    private let segment: UInt64
    private let salt: UInt64
    /// The place behind the last sound batch.
    private(set) var position: LogPosition
    /// The sequence number of the last sound batch's first record, or of its last where the walk began behind it; before any
    /// batch that of the next record.
    private(set) var latestFirst: UInt64

    /// Begins behind a position, which must lie in the segment or be where it begins.
    init(
        _ file: any StorageFile, _ header: SegmentHeader, after position: LogPosition, end: Int? = nil,
        isLenient: Bool = false
    ) {
        window = FileWindow(file, end: end ?? header.fileBytes, isLenient: isLenient)
        segment = header.firstSequence
        salt = header.salt
        self.position = position
        latestFirst = position.batchOffset > 0 ? position.sequence : position.sequence &+ 1
    }

    /// Goes on behind another position in the segment.
    mutating func move(to position: LogPosition) {
        self.position = position
        latestFirst = position.batchOffset > 0 ? position.sequence : position.sequence &+ 1
    }

    /// Verifies the next batch and moves behind it; nil when none follows.
    ///
    /// - Throws: `SystemError` when the disk does not give it.
    mutating func next() throws(SystemError) -> Batch? {
        let (previous, sequence, number) = (position.chain, position.sequence &+ 1, position.batch &+ 1)
        return try batch { header, bytes in
            header.batch == number && header.firstSequence == sequence && header.isLinked(to: previous, in: bytes)
        }
    }

    /// The next batch, read again if it did not look sound: a running gateway may have written it meanwhile.
    ///
    /// A batch is on disk before the next one is begun; so whoever has seen a later one must find this one whole.
    mutating func nextOrRereading() throws(SystemError) -> Batch? {
        if let batch = try next() { return batch }
        window.forget()
        return try next()
    }

    /// The header that a segment must have had, by the first sound batch in it; nil when there is none.
    static func guessedHeader(_ file: any StorageFile, size: UInt64, first: UInt64) -> SegmentHeader? {
        let window = FileWindow(file, end: Int(clamping: size), isLenient: true)
        for offset in stride(from: Limits.page, to: window.end, by: Limits.page) {
            let place = offset..<offset + BatchHeader.length
            guard (try? window.cover(place)) == true else { return nil }
            guard let batch = window.withBytes(place, { BatchHeader($0) }), batch.firstSequence >= first else {
                continue
            }
            // Of the first batch of all, the batch sequence is then the segment's first, and the chain is not known.
            return SegmentHeader(
                fileBytes: window.end, storeID: [], salt: batch.salt, firstSequence: first,
                firstBatch: batch.batch, previousChain: 0)
        }
        return nil
    }

    /// Looks for the next sound batch that can follow a bad one, and moves behind that.
    ///
    /// - Parameter fromHere: whether a batch may stand at the place reached, when it is only not known what chain it
    ///   follows.
    /// - Returns: the batch; nil when none follows.
    /// - Throws: `SystemError` when the disk refuses.
    mutating func nextPastDamage(fromHere: Bool) throws(SystemError) -> Batch? {
        let before = position
        var offset = fromHere ? before.offset : before.offset + Limits.page
        while offset < window.end {
            position = before.atOffset(offset)
            // The chain cannot be followed over what is missing; the salt ties the batch to this segment.
            let found = try batch { header, _ in
                header.batch > before.batch && header.firstSequence > before.sequence
            }
            if let found { return found }
            offset += Limits.page
        }
        position = before
        return nil
    }

    /// What stands behind the last sound batch.
    struct Rest {
        /// The highest sequence number that any header there knows to have been stored; 0 without one.
        var lastKnown: UInt64 = 0
        /// Where the last byte ends that is not zero; nil when all are.
        var end: Int?
        /// Whether a header there says that something was on disk which is not.
        ///
        /// A batch is begun when the one before is on disk, and its chain value says which that was. So a later one than the
        /// last that was found must be the very next and linked to it; any other followed what cannot be read, or another
        /// batch than the one that was found.
        var tellsOfLoss = false
        /// Whether the very next batch's header is there, and followed another batch than the last that was found: one of
        /// the two is not what was written last.
        var isNextUnlinked = false
    }

    /// Where acknowledged records cannot be read by what stands behind the last sound batch; nil when it tells of none.
    func damage(by rest: Rest, in file: String) -> JournalDamage? {
        guard rest.tellsOfLoss else { return nil }
        guard rest.isNextUnlinked || rest.lastKnown <= position.sequence else {
            return JournalDamage(
                file: file, offset: UInt64(position.offset), firstLost: position.sequence + 1, lastKnown: rest.lastKnown
            )
        }
        // What was found last, or what should stand behind it, is of another time.
        return JournalDamage(
            file: file, offset: UInt64(max(position.batchOffset, Limits.page)), firstLost: latestFirst,
            lastKnown: max(rest.lastKnown, position.sequence, latestFirst))
    }

    /// Looks at everything behind the place reached, page by page.
    ///
    /// - Throws: `SystemError` when the disk refuses.
    func rest() throws(SystemError) -> Rest {
        var rest = Rest()
        for offset in stride(from: position.offset, to: window.end, by: Limits.page) {
            let page = offset..<min(offset + Limits.page, window.end)
            guard try window.cover(page) else { break }
            window.withBytes(page) { bytes in
                guard !bytes.isZero else { return }
                rest.end = bytes.lastIndex { $0 != 0 }.map { offset + $0 + 1 }
                guard let header = BatchHeader(bytes), header.salt == salt, header.batch > position.batch else {
                    return
                }
                rest.lastKnown = max(rest.lastKnown, header.durableBefore)
                let isNext = header.batch == position.batch + 1
                guard !isNext || !header.isLinked(to: position.chain, in: bytes) else { return }
                rest.tellsOfLoss = true
                rest.isNextUnlinked = rest.isNextUnlinked || isNext
            }
        }
        return rest
    }

    /// Gives the records of the batch that was found last, in order, until told to stop; false when it was.
    @discardableResult
    func forEachRecord(of batch: Batch, _ body: (FoundRecord, UnsafeRawBufferPointer) -> Bool) -> Bool {
        window.withBytes(batch.records) { bytes in
            var sequence = batch.header.firstSequence
            var offset = 0
            while let record = RecordLayout.plain.record(in: bytes, at: offset, sequence: sequence) {
                guard body(record, bytes) else { return false }
                offset = record.end
                sequence += 1
            }
            return true
        }
    }

    private mutating func batch(
        where follows: (BatchHeader, UnsafeRawBufferPointer) -> Bool
    ) throws(SystemError) -> Batch? {
        let offset = position.offset
        guard let header = try header(at: offset, where: follows),
            try window.cover(offset..<offset + header.paddedLength)
        else { return nil }
        let batch = Batch(header: header, offset: offset)
        guard window.withBytes(offset..<batch.end, { Self.isSound(header, $0) }) else { return nil }
        latestFirst = header.firstSequence
        position = LogPosition(
            sequence: header.lastSequence, batch: header.batch, chain: header.chain, segment: segment,
            batchOffset: offset, offset: batch.end)
        return batch
    }

    private func header(
        at offset: Int, where follows: (BatchHeader, UnsafeRawBufferPointer) -> Bool
    ) throws(SystemError) -> BatchHeader? {
        let place = offset..<offset + BatchHeader.length
        guard try window.cover(place) else { return nil }
        return window.withBytes(place) { bytes in
            guard let header = BatchHeader(bytes), header.salt == salt, follows(header, bytes) else { return nil }
            return header
        }
    }

    /// Whether a batch's body is what was written, and nothing stands behind it on its last page.
    private static func isSound(_ header: BatchHeader, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let end = BatchHeader.length + header.bodyLength
        let body = bytes.part(BatchHeader.length..<end)
        guard body.check == header.bodyCheck, bytes.part(end..<bytes.count).isZero else { return false }
        var count = 0
        var offset = 0
        while offset < body.count {
            guard let record = RecordLayout.plain.record(in: body, at: offset, sequence: 0), record.isSound(in: body)
            else { return false }
            offset = record.end
            count += 1
        }
        return count == header.count
    }
}
