internal import LinuxSystem

/// Where in the log a start begins to read.
struct StartPlace {
    /// The first extent that is read, or read on.
    let index: Int
    /// The place to begin at.
    let position: LogPosition
    /// Whether the batch before the place is the journal's own mark.
    let isBehindMark: Bool

    /// Finds a position in the log.
    ///
    /// - Throws: `damaged` when it is not in this log, `thinned` when retention has been behind it, `unreadable`.
    init(_ position: LogPosition, _ extents: [Extent], _ folder: any StorageFolder) throws(JournalFailure) {
        self.position = position
        var isBehindMark = false
        if position.sequence == 0 {
            index = 0
        } else if let found = extents.firstIndex(where: { $0.ends(at: position) }) {
            index = found + 1
        } else if let found = extents.firstIndex(where: { $0.kind == .segment && $0.first == position.segment }) {
            index = found
            isBehindMark = try Self.findBatch(before: position, in: extents[found], folder)
        } else {
            if let thinned = extents.last(where: { $0.kind == .kept }), thinned.last >= position.sequence {
                throw .thinned(through: thinned.last)
            }
            throw Self.absent(position)
        }
        self.isBehindMark = isBehindMark
        if let thinned = extents[index...].last(where: { $0.kind == .kept }) { throw .thinned(through: thinned.last) }
    }

    /// Looks whether the batch that a position lies behind is there and the one it was; whether it is a mark.
    private static func findBatch(
        before position: LogPosition, in extent: Extent, _ folder: any StorageFolder
    ) throws(JournalFailure) -> Bool {
        let bytes: [UInt8]
        do {
            let length = BatchHeader.length + RecordLayout.plain.headerLength
            bytes = try folder.open(extent.name, creating: false).readAll(length, at: UInt64(position.batchOffset))
        } catch {
            throw .unreadable(error)
        }
        guard case .segment(let segment) = extent.header, let header = bytes.withUnsafeBytes({ BatchHeader($0) }),
            header.salt == segment.salt, header.batch == position.batch, header.chain == position.chain,
            header.lastSequence == position.sequence, position.batchOffset + header.paddedLength == position.offset
        else { throw absent(position) }
        let record = bytes.withUnsafeBytes {
            RecordLayout.plain.record(in: $0, at: BatchHeader.length, sequence: position.sequence)
        }
        return header.count == 1 && record?.isMark == true
    }

    /// Looks whether a segment that is not read ends where the next file begins, so that no lost file goes unnoticed.
    ///
    /// Its index tells; where there is none, the segment is walked, past damage.
    static func checkEnd(
        of extent: Extent, before next: Extent, _ folder: any StorageFolder
    ) throws(JournalFailure) {
        guard case .segment(let header) = extent.header else { return }
        guard extent.bytes == UInt64(header.fileBytes) else { throw extent.damage(at: 0, firstLost: extent.first) }
        do {
            let file = try folder.open(extent.name, creating: false)
            guard try OpenExtent.storedIndex(of: extent, file, in: folder) == nil else { return }
            // What is damaged in it is found by who reads it, as it is where there is an index.
            let end = try extent.indexed(file).1.position
            guard next.beginning != end.atBeginning(ofSegment: next.first) else { return }
            guard try Self.isLast(behind: end, in: file, header, before: next)
            else { throw extent.damage(at: end.offset, firstLost: end.sequence + 1) }
        } catch {
            throw error.asJournalFailure
        }
    }

    /// Whether behind a place the header stands of the batch that the next file follows, whatever became of its records.
    private static func isLast(
        behind place: LogPosition, in file: any StorageFile, _ segment: SegmentHeader, before next: Extent
    ) throws(SystemError) -> Bool {
        let bytes = try file.readAll(BatchHeader.length, at: UInt64(place.offset))
        return bytes.withUnsafeBytes { bytes in
            guard let header = BatchHeader(bytes), header.salt == segment.salt, header.batch == place.batch + 1,
                header.isLinked(to: place.chain, in: bytes)
            else { return false }
            let (beginning, last) = (next.beginning, header.lastSequence)
            return beginning.batch == header.batch && beginning.chain == header.chain && beginning.sequence == last
        }
    }

    private static func absent(_ position: LogPosition) -> JournalFailure {
        .damaged(
            JournalDamage(
                file: LogNames.segment(position.segment), offset: UInt64(position.offset),
                firstLost: position.sequence, lastKnown: position.sequence))
    }
}

extension Extent {
    /// Whether the file is a kept one whose last batch is the one before a position.
    fileprivate func ends(at position: LogPosition) -> Bool {
        guard case .kept(let header) = header else { return false }
        return header.last == position.sequence && header.lastBatch == position.batch
            && header.lastChain == position.chain
    }
}
