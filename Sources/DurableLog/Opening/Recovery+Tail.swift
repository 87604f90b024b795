internal import LinuxSystem

extension Recovery {
    /// Looks behind the last sound batch: zeros are the end, a batch that followed what is not there is damage, the rest is
    /// a torn tail; all of it is damage when more is known to have been stored.
    mutating func judgeTail(_ walk: SegmentWalk, of segment: SegmentFile) throws(JournalFailure) {
        let position = walk.position
        do {
            let rest = try walk.rest()
            if let damage = walk.damage(by: rest, in: segment.name) { throw JournalFailure.damaged(damage) }
            guard position.sequence >= lastKnown else {
                throw JournalFailure.damaged(
                    JournalDamage(
                        file: segment.name, offset: UInt64(position.offset), firstLost: position.sequence + 1,
                        lastKnown: lastKnown))
            }
            guard let end = rest.end else { return }
            let torn = try segment.file.readAll(end - position.offset, at: UInt64(position.offset))
            report.tornRecords = Self.mostRecords(in: torn, after: position, of: segment)
            report.tornSince = try Self.writingTime(ofBatchBefore: position, of: segment)
            try cut(torn, at: position.offset, of: segment)
        } catch {
            throw error.asJournalFailure
        }
    }

    /// How many records a torn tail may have had.
    ///
    /// As its batch says when its header is whole, else as many as there is room for. A crash tears no more than the batch that
    /// was being written.
    private static func mostRecords(in torn: [UInt8], after position: LogPosition, of segment: SegmentFile) -> Int {
        let told = torn.withUnsafeBytes { bytes -> Int? in
            guard let header = BatchHeader(bytes), header.salt == segment.header.salt,
                header.batch == position.batch + 1, header.isLinked(to: position.chain, in: bytes)
            else { return nil }
            return header.count
        }
        return told ?? max(1, (torn.count - min(torn.count, BatchHeader.length)) / RecordLayout.plain.headerLength)
    }

    /// When the last whole batch was written; nil when there is none, or it does not tell.
    private static func writingTime(
        ofBatchBefore position: LogPosition, of segment: SegmentFile
    ) throws(SystemError) -> UInt32? {
        guard position.batchOffset > 0 else { return nil }
        let bytes = try segment.file.readAll(BatchHeader.length, at: UInt64(position.batchOffset))
        let time = bytes.withUnsafeBytes { BatchHeader($0) }?.writtenAt ?? 0
        return time > 0 ? time : nil
    }

    /// Keeps a torn tail's bytes in a file of their own, then makes them zeros.
    private mutating func cut(_ torn: [UInt8], at offset: Int, of segment: SegmentFile) throws(SystemError) {
        let base = segment.name.dropLast(LogNames.segmentEnding.count) + "-\(offset)"
        let names = try folder.names()
        var name = "\(base).torn"
        var attempt = 2
        while names.contains(name) {
            name = "\(base)-\(attempt).torn"
            attempt += 1
        }
        let copy = try folder.open(name, creating: true)
        try copy.writeAll(torn, at: 0)
        try copy.sync()
        try folder.sync()
        try segment.file.writeAll([UInt8](repeating: 0, count: torn.count), at: UInt64(offset))
        try segment.file.sync()
        report.tornBytes = torn.count
        report.tornFile = name
        // What follows in the log is younger than the cut: an older mark no longer ends it.
        report.endsWithMark = false
    }
}
