internal import LinuxSystem

extension JournalSurvey {
    /// Reads a segment batch by batch, and at a bad one looks for the next sound one.
    ///
    /// - Parameters:
    ///   - file: the segment's file.
    ///   - header: its header, or one that was guessed from its batches, whose chain is then not known.
    ///   - isGuessed: whether it was.
    ///   - next: the first number of the file behind it; nil for the last.
    ///   - extent: gets what is found.
    ///   - body: returns whether to go on.
    /// - Returns: false when `body` had enough.
    mutating func readSegment(
        _ file: any StorageFile, _ header: SegmentHeader, isGuessed: Bool, next: UInt64?,
        into extent: inout JournalReport.Extent, _ body: (StoredRecord) -> Bool
    ) -> Bool {
        var walk = SegmentWalk(
            file, header, after: header.beginning, end: min(header.fileBytes, Int(clamping: extent.bytes)),
            isLenient: true)
        defer { if let refusal = walk.window.refusal { extent.verdict = .unreadable(refusal) } }
        var isAtGuess = isGuessed
        do {
            while next == nil || walk.position.sequence + 1 != next {
                if !isAtGuess, let batch = try walk.nextOrRereading() {
                    guard take(batch, of: walk, into: &extent, body) else { return false }
                    continue
                }
                guard let isRead = try passDamage(&walk, header, fromHere: isAtGuess, next: next, &extent, body)
                else { return true }
                guard isRead else { return false }
                isAtGuess = false
            }
        } catch {
            // The window shows what the disk does not give as zeros; so this is no way that is taken.
            extent.verdict = .unreadable(error)
        }
        extent.last = walk.position.sequence
        return true
    }

    /// Judges what stands behind the last sound batch, and goes on with the next sound one; nil when there is none, and
    /// else whether `body` wants more.
    private mutating func passDamage(
        _ walk: inout SegmentWalk, _ header: SegmentHeader, fromHere: Bool, next: UInt64?,
        _ extent: inout JournalReport.Extent, _ body: (StoredRecord) -> Bool
    ) throws(SystemError) -> Bool? {
        let before = walk.position
        let rest = try walk.rest()
        let lastKnown = max(rest.lastKnown, next.map { $0 - 1 } ?? 0)
        extent.last = max(before.sequence, lastKnown)
        let isDamaged = lastKnown > before.sequence || rest.tellsOfLoss
        guard fromHere || isDamaged || extent.bytes != UInt64(header.fileBytes) else {
            noteTail(before, rest, &extent)
            return nil
        }
        extent.verdict = .damaged
        let isDoubtful = !fromHere && rest.tellsOfLoss && (rest.isNextUnlinked || lastKnown <= before.sequence)
        if isDoubtful {
            // The batch that was found last has been handed over, and may not be what was acknowledged.
            note(
                extent.name, at: max(before.batchOffset, Limits.page), firstLost: walk.latestFirst,
                lastKnown: max(before.sequence, walk.latestFirst))
        }
        guard let batch = try walk.nextPastDamage(fromHere: fromHere || rest.isNextUnlinked) else {
            if !isDoubtful || lastKnown > before.sequence {
                note(extent.name, at: before.offset, firstLost: before.sequence + 1, lastKnown: lastKnown)
            }
            return nil
        }
        if batch.header.firstSequence > before.sequence + 1 {
            note(
                extent.name, at: before.offset, firstLost: before.sequence + 1,
                lastKnown: batch.header.firstSequence - 1)
        }
        return take(batch, of: walk, into: &extent, body)
    }

    /// Notes how the last segment ends.
    private mutating func noteTail(
        _ position: LogPosition, _ rest: SegmentWalk.Rest, _ extent: inout JournalReport.Extent
    ) {
        report.endOffset = UInt64(position.offset)
        guard let end = rest.end else { return }
        report.isCleanlyMarked = false
        extent.verdict = .tornTail(bytes: end - position.offset)
    }

    private mutating func take(
        _ batch: SegmentWalk.Batch, of walk: SegmentWalk, into extent: inout JournalReport.Extent,
        _ body: (StoredRecord) -> Bool
    ) -> Bool {
        extent.batches += 1
        let time = batch.header.writtenAt
        if time > 0 {
            let range = extent.writtenAt ?? time...time
            extent.writtenAt = min(range.lowerBound, time)...max(range.upperBound, time)
        }
        var isMark = false
        let hasMore = walk.forEachRecord(of: batch) { record, bytes in
            isMark = record.isMark
            guard !isMark else { return true }
            extent.records += 1
            return body(StoredRecord(record, in: bytes))
        }
        report.isCleanlyMarked = isMark
        return hasMore
    }

    /// Reads a kept file record by record, and at a bad one goes on where its index says that others lie; false when
    /// `body` had enough.
    mutating func readKept(
        _ file: any StorageFile, _ header: KeptHeader, into extent: inout JournalReport.Extent,
        _ body: (StoredRecord) -> Bool
    ) -> Bool {
        var walk = KeptWalk(file, header, isLenient: true)
        extent.last = header.last
        if header.firstWrittenAt > 0, header.firstWrittenAt <= header.lastWrittenAt {
            extent.writtenAt = header.firstWrittenAt...header.lastWrittenAt
        }
        let index = try? StoredIndex(
            file, at: UInt64(header.indexOffset), salt: 0, first: header.first, last: header.last)
        let ranges = (try? index?.soundRanges()) ?? []
        do {
            while true {
                switch try walk.next() {
                case .record(let record, let offset):
                    extent.records += 1
                    let stored = StoredRecord(
                        sequence: record.sequence, kind: record.kind, body: walk.body(of: record, at: offset))
                    guard body(stored) else { return false }
                case .end: return true
                case .unsound(let offset):
                    guard offset < header.recordsEnd || extent.verdict == .sound else { return true }
                    extent.verdict = .damaged
                    let firstLost = walk.sequence + 1
                    guard let resumed = ranges.first(where: { $0.offset > offset }) else {
                        note(extent.name, at: offset, firstLost: firstLost, lastKnown: header.last)
                        return true
                    }
                    let sequence = header.first + UInt64(resumed.number)
                    note(extent.name, at: offset, firstLost: firstLost, lastKnown: max(firstLost, sequence) - 1)
                    walk.resume(at: Int(resumed.offset), before: sequence)
                }
            }
        } catch {
            extent.verdict = .unreadable(error)
            note(extent.name, at: 0, firstLost: walk.sequence + 1, lastKnown: header.last)
            return true
        }
    }
}
