internal import LinuxSystem

/// Reads a store at start: every record in order, and the verdict on how the log ends.
///
/// 1. Sync all segments and their folder before believing them: after a crash of the process alone, the page cache shows
///    bytes that were never synced.
/// 2. Read batch after batch, with every check.
/// 3. At the first batch that does not check, look ahead page by page for a sound batch of the same salt that names, as
///    durable before it, a sequence that is missing. Found: answered data are damaged, and nothing is started. Not found:
///    the tail was torn while it was written and nothing in it had been answered; it is kept beside the segment, zeroed,
///    synced, and the log goes on from there.
struct Recovery {
    let storage: any Storage
    let folder: SegmentFolder

    /// What a store holds.
    struct Found {
        var tail = JournalTail()
        /// The store's id; empty for a new store.
        var store: [UInt64] = []
        /// The open segments by number.
        var files: [UInt64: any StorageFile] = [:]
        var report = RecoveryReport(records: 0, tornBytes: 0)
    }

    /// Reads everything and hands each record out, in order.
    ///
    /// - Throws: `JournalFailure.damaged`, `.newerFormat` or `.cannotOpen`; nothing has been written then.
    func run(_ replay: (JournalRecord) -> Void) throws(JournalFailure) -> Found {
        var found = Found()
        var torn = 0
        do {
            let paths = try folder.segments(in: storage)
            var opened: [(path: String, file: any StorageFile)] = []
            for path in paths {
                let file = try storage.open(path, creating: false)
                try file.synchronize()
                opened.append((path, file))
            }
            try storage.synchronizeFolder(folder.log)
            for (index, segment) in opened.enumerated() {
                let header = try self.header(of: segment.file, path: segment.path, after: found)
                found.store = header.store
                found.files[header.number] = segment.file
                found.tail.enter(header)
                try scan(segment.file, number: header.number, into: &found, replay)
                if index == opened.count - 1 {
                    torn = try settleTail(segment.file, path: segment.path, tail: found.tail)
                }
            }
        } catch let error as SystemError {
            throw .cannotOpen(error)
        } catch let failure as JournalFailure {
            throw failure
        } catch {
            preconditionFailure("only the two errors above are thrown here")
        }
        found.report = RecoveryReport(records: found.report.records, tornBytes: torn)
        return found
    }

    /// A segment's header, checked against what came before it.
    private func header(
        of file: any StorageFile, path: String, after found: Found
    ) throws -> SegmentHeader {
        // A segment gets its name only after its header is synced, so an unsound one is damage, never a torn write.
        guard let header = SegmentHeader(try file.read(Limits.page, at: 0)) else {
            throw JournalFailure.damaged(file: path, offset: 0)
        }
        guard header.version <= SegmentHeader.currentVersion else {
            throw JournalFailure.newerFormat(file: path, version: header.version)
        }
        let isFirst = found.files.isEmpty
        guard isFirst || (header.store == found.store && header.number == found.tail.segment + 1),
            header.firstSequence == found.tail.nextSequence || isFirst,
            header.previousChain == found.tail.chain || isFirst
        else {
            // The segment before ends too early: what was in it had been answered, or this one would not be here.
            throw JournalFailure.damaged(
                file: folder.segment(startingAt: found.tail.nextSequence), offset: found.tail.offset)
        }
        return header
    }

    private func scan(
        _ file: any StorageFile, number: UInt64, into found: inout Found, _ replay: (JournalRecord) -> Void
    ) throws(SystemError) {
        var records = 0
        while let (header, frames) = try batch(in: file, at: found.tail) {
            var sequence = header.firstSequence
            for (offset, bytes) in frames {
                let place = RecordPlace(
                    sequence: sequence, segment: number,
                    offset: found.tail.offset + BatchHeader.length + offset, length: bytes.count)
                replay(JournalRecord(place: place, bytes: bytes))
                sequence += 1
            }
            records += frames.count
            found.tail.advance(over: header)
        }
        found.report = RecoveryReport(records: found.report.records + records, tornBytes: 0)
    }

    /// The batch at the tail; nil where none follows.
    private func batch(
        in file: any StorageFile, at tail: JournalTail
    ) throws(SystemError) -> (BatchHeader, [(offset: Int, bytes: [UInt8])])? {
        guard tail.room >= Limits.page,
            let header = BatchHeader(try file.read(BatchHeader.length, at: tail.offset)), tail.expects(header)
        else { return nil }
        let body = try file.read(Int(header.bodyLength), at: tail.offset + BatchHeader.length)
        guard body.count == Int(header.bodyLength),
            let records = Frame.records(in: body, count: Int(header.count), checksum: header.bodyChecksum)
        else { return nil }
        return (header, records)
    }

    /// The verdict on the end of the last segment; returns the bytes that were torn off.
    private func settleTail(_ file: any StorageFile, path: String, tail: JournalTail) throws -> Int {
        var end = tail.offset
        for offset in stride(from: tail.offset, to: tail.segmentBytes, by: Limits.zeroChunk) {
            let chunk = try file.read(min(Limits.zeroChunk, tail.segmentBytes - offset), at: offset)
            for start in stride(from: 0, to: chunk.count, by: Limits.page) {
                let page = chunk[start..<min(start + Limits.page, chunk.count)]
                guard page.contains(where: { $0 != 0 }) else { continue }
                if let later = BatchHeader(Array(page.prefix(BatchHeader.length))), later.salt == tail.salt,
                    later.durableBefore >= tail.nextSequence || later.batch > tail.nextBatch
                {
                    throw JournalFailure.damaged(file: path, offset: tail.offset)
                }
                end = offset + start + page.count
            }
        }
        guard end > tail.offset else { return 0 }
        try cut(file, path: path, from: tail.offset, to: end)
        return end - tail.offset
    }

    /// Keeps the torn bytes beside the segment, then zeroes them.
    private func cut(_ file: any StorageFile, path: String, from start: Int, to end: Int) throws(SystemError) {
        let torn = try file.read(end - start, at: start)
        let name = folder.torn(path, at: start)
        if try storage.names(in: folder.log).contains(where: { name.hasSuffix("/\($0)") }) { try storage.remove(name) }
        let copy = try storage.open(name, creating: true)
        try copy.write(torn, at: 0)
        try copy.synchronize()
        try storage.synchronizeFolder(folder.log)
        try file.write([UInt8](repeating: 0, count: torn.count), at: start)
        try file.synchronize()
    }
}

extension JournalTail {
    /// Moves to the beginning of a segment.
    mutating func enter(_ header: SegmentHeader) {
        segment = header.number
        salt = header.salt
        offset = Limits.page
        segmentBytes = Int(header.pages) * Limits.page
        nextSequence = header.firstSequence
        chain = header.previousChain
        durable = header.firstSequence - 1
        endsWithMark = true
    }
}
