internal import Digests
internal import LinuxSystem

/// Reads a journal's segments at start: replays what is sound, and tells a torn tail from damage.
///
/// Whatever was never acknowledged may be torn by a crash and is cut. Anything acknowledged that cannot be read is damage:
/// every batch says which records were synced before it was written, so a sound batch further on convicts the bad one.
struct Recovery {
    private let folder: any StorageFolder
    private(set) var segments: [SegmentFile] = []
    private(set) var nextSequence: UInt64 = 1
    private(set) var nextBatch: UInt64 = 1
    private(set) var chain: UInt64 = 0
    /// Where the next batch goes in the last segment.
    private(set) var writeOffset = UInt64(Limits.page)
    private(set) var report = RecoveryReport()
    /// The segment that `CURRENT` names; nil in a new store.
    private(set) var currentName: String?

    init(folder: any StorageFolder) {
        self.folder = folder
    }

    /// Reads everything in order and hands each of the caller's records over.
    ///
    /// - Throws: `damaged`, `newerFormat` or `unreadable`, with nothing changed on disk.
    mutating func run(_ replay: (StoredRecord) -> Void) throws(JournalFailure) {
        do {
            let names = try folder.names().filter { $0.hasSuffix(".seg") }
            // After a crash the page cache may show what was never synced: make it true before believing it.
            try folder.sync()
            currentName = try CurrentName.read(in: folder)
            if let currentName, !names.contains(currentName) { throw missing(currentName) }
            for name in names { try openSegment(name, isLast: name == names.last) }
        } catch {
            throw error.asJournalFailure
        }
        for index in segments.indices { try readSegment(index, replay) }
        report.lastSequence = nextSequence - 1
    }

    private mutating func openSegment(_ name: String, isLast: Bool) throws {
        let file = try folder.open(name, creating: false)
        try file.sync()
        // A batch whose sync failed is still shown by memory, and must not be built upon: no sync will write it any more.
        if isLast { try file.dropCached() }
        let first = UInt64(name.dropLast(4))
        guard let header = try SegmentHeader.decode(try file.readAll(Limits.page, at: 0)), header.firstSequence == first
        else {
            throw JournalFailure.damaged(
                JournalDamage(file: name, offset: 0, firstLost: first ?? 0, lastKnown: 0))
        }
        segments.append(SegmentFile(header: header, file: file, size: try file.size()))
    }

    private mutating func readSegment(_ index: Int, _ replay: (StoredRecord) -> Void) throws(JournalFailure) {
        let segment = segments[index]
        let header = segment.header
        guard header.firstSequence == nextSequence, header.firstBatch == nextBatch, header.previousChain == chain,
            header.storeID == segments[0].header.storeID
        else { throw damage(in: segment, at: 0, lastKnown: header.firstSequence - 1) }
        let bytes: [UInt8]
        do {
            bytes = try segment.file.readAll(Int(clamping: segment.size), at: 0)
        } catch {
            throw .unreadable(error)
        }
        var offset = Limits.page
        while let length = replayBatch(bytes, at: offset, of: header, replay) { offset += length }
        guard bytes.count == header.fileBytes, segment.size == UInt64(header.fileBytes)
        else { throw damage(in: segment, at: offset, lastKnown: 0) }
        if index + 1 < segments.count {
            let next = segments[index + 1].header
            guard next.firstSequence == nextSequence, next.previousChain == chain,
                lastSetByte(in: bytes, from: offset) == nil
            else { throw damage(in: segment, at: offset, lastKnown: next.firstSequence - 1) }
        } else {
            try judgeTail(bytes, from: offset, of: segment)
            writeOffset = UInt64(offset)
        }
    }

    /// Replays the batch at an offset, and returns the bytes it takes; nil when there is no sound batch that follows.
    private mutating func replayBatch(
        _ bytes: [UInt8], at offset: Int, of segment: SegmentHeader, _ replay: (StoredRecord) -> Void
    ) -> Int? {
        guard let header = BatchHeader(bytes, at: offset), header.salt == segment.salt, header.batch == nextBatch,
            header.firstSequence == nextSequence, header.isLinked(to: chain),
            offset + header.paddedLength <= bytes.count
        else { return nil }
        let start = offset + BatchHeader.length
        let body = Array(bytes[start..<start + header.bodyLength])
        guard CRC32C.hash(body) == header.bodyCheck, let records = decodeRecords(body, count: header.count, at: start),
            bytes[start + header.bodyLength..<offset + header.paddedLength].allSatisfy({ $0 == 0 })
        else { return nil }
        for record in records {
            let place = RecordPlace(
                segment: segment.firstSequence, offset: UInt32(record.range.lowerBound),
                length: UInt32(record.range.count))
            if record.kind != RecordGroup.markKind {
                replay(StoredRecord(sequence: nextSequence, kind: record.kind, body: record.body, place: place))
                report.records += 1
            }
            nextSequence += 1
        }
        report.endsWithMark = records.last?.kind == RecordGroup.markKind
        nextBatch += 1
        chain = header.chain
        return header.paddedLength
    }

    private func decodeRecords(
        _ body: [UInt8], count: Int, at start: Int
    ) -> [(kind: UInt8, body: [UInt8], range: Range<Int>)]? {
        var records: [(kind: UInt8, body: [UInt8], range: Range<Int>)] = []
        var offset = 0
        while offset < body.count {
            guard let record = RecordGroup.decode(body, at: offset) else { return nil }
            records.append((record.kind, record.body, start + offset..<start + record.end))
            offset = record.end
        }
        return records.count == count ? records : nil
    }

    /// Looks behind the last sound batch: zeros are the end, a later sound batch is damage, the rest is a torn tail.
    private mutating func judgeTail(_ bytes: [UInt8], from offset: Int, of segment: SegmentFile) throws(JournalFailure)
    {
        var lastKnown: UInt64 = 0
        for place in stride(from: offset, to: bytes.count, by: Limits.page) {
            guard let header = BatchHeader(bytes, at: place), header.salt == segment.header.salt else { continue }
            lastKnown = max(lastKnown, header.durableBefore)
        }
        guard lastKnown < nextSequence else { throw damage(in: segment, at: offset, lastKnown: lastKnown) }
        guard let last = lastSetByte(in: bytes, from: offset) else { return }
        do {
            try cut(Array(bytes[offset...last]), at: offset, of: segment)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Where the last byte stands that is not zero, from a page's start on; looked for by words, since the tail of a
    /// fresh segment is tens of megabytes of zeros.
    private func lastSetByte(in bytes: [UInt8], from offset: Int) -> Int? {
        let end = bytes.withUnsafeBytes { raw in
            var end = raw.count
            while end >= offset + 8, raw.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0 { end -= 8 }
            return end
        }
        return bytes[offset..<end].lastIndex { $0 != 0 }
    }

    /// Keeps a torn tail's bytes in a file of their own, then makes them zeros.
    private mutating func cut(_ torn: [UInt8], at offset: Int, of segment: SegmentFile) throws(SystemError) {
        let base = segment.name.dropLast(4) + "-\(offset)"
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

    private func missing(_ name: String) -> JournalFailure {
        let isSegment = name.hasSuffix(".seg")
        return .damaged(
            JournalDamage(
                file: isSegment ? name : CurrentName.file, offset: 0, firstLost: UInt64(name.dropLast(4)) ?? 0,
                lastKnown: 0))
    }

    private func damage(in segment: SegmentFile, at offset: Int, lastKnown: UInt64) -> JournalFailure {
        .damaged(
            JournalDamage(
                file: segment.name, offset: UInt64(offset), firstLost: nextSequence, lastKnown: lastKnown))
    }
}

extension Error {
    /// The failure that a start ends with.
    fileprivate var asJournalFailure: JournalFailure {
        if let failure = self as? JournalFailure { return failure }
        return .unreadable(self as? SystemError ?? SystemError(call: "open", code: 0))
    }
}
