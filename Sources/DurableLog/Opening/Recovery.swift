internal import LinuxSystem

/// Reads a journal's files at start: replays what is sound, and tells a torn tail from damage.
///
/// Whatever was never acknowledged may be torn by a crash and is cut. Anything acknowledged that cannot be read is
/// damage: every batch says which records were synced before it was written, so a sound batch further on convicts the
/// bad one.
struct Recovery {
    let folder: any StorageFolder
    /// The highest sequence number that something beside the log says was stored.
    let lastKnown: UInt64
    /// The files that are not written to any more.
    private(set) var sealed: [Extent] = []
    /// The last segment; nil in a new store.
    private(set) var active: ActiveSegment?
    /// The place behind the last sound batch.
    private(set) var position = LogPosition.beginning
    var report = RecoveryReport()
    /// The segment that `CURRENT` names; nil in a new store.
    private(set) var currentName: String?
    /// Names that nothing needs any more.
    private(set) var leftovers: [String] = []
    /// The first numbers of sealed segments that have no index.
    private(set) var unindexed: [UInt64] = []

    init(folder: any StorageFolder, knownThrough lastKnown: UInt64) {
        self.folder = folder
        self.lastKnown = lastKnown
    }

    /// Reads everything behind a position in order and hands each of the caller's records over.
    ///
    /// - Throws: `damaged`, `newerFormat`, `thinned` or `unreadable`, with nothing changed on disk.
    mutating func run(startingAt start: LogPosition?, _ replay: (StoredRecord) -> Void) throws(JournalFailure) {
        let names: [String]
        do {
            names = try folder.names()
            // After a crash the page cache may show what was never synced: make it true before believing it.
            try folder.sync()
            currentName = try CurrentName.read(in: folder)
        } catch {
            throw .unreadable(error)
        }
        let listing = try LogListing(folder, names)
        leftovers = listing.leftovers
        unindexed = listing.unindexed
        let extents = listing.extents
        try checkCurrent(extents)
        let place = try StartPlace(start ?? .beginning, extents, folder)
        position = place.position
        report.endsWithMark = place.isBehindMark
        for (extent, next) in zip(extents[..<place.index], extents.dropFirst()) {
            try StartPlace.checkEnd(of: extent, before: next, folder)
        }
        for index in place.index..<extents.count { try read(index, of: extents, replay) }
        try checkNewness(extents)
        sealed = Array(extents.dropLast())
        report.lastSequence = position.sequence
    }

    /// A segment that went missing at the end of the log would else look like a log that ends there.
    ///
    /// The name may be an older one: on a full disk it could not be replaced. Retention may have been there since.
    private func checkCurrent(_ extents: [Extent]) throws(JournalFailure) {
        guard let currentName else { return }
        let first = LogNames.first(in: currentName, ending: LogNames.segmentEnding)
        let isThere = extents.contains { extent in
            if extent.kind == .segment { return extent.name == currentName }
            return first.map { extent.first <= $0 && $0 <= extent.last } ?? false
        }
        guard isThere, extents.last?.kind == .segment else {
            throw .damaged(
                JournalDamage(
                    file: first == nil ? CurrentName.file : currentName, offset: 0, firstLost: first ?? 0,
                    lastKnown: 0))
        }
    }

    /// A log without a segment is that of a new store only when nothing says that there ever was one: a new one begun in its
    /// place would forget all that waits, and take what is sent again for new.
    private func checkNewness(_ extents: [Extent]) throws(JournalFailure) {
        guard active == nil, lastKnown > 0 || !extents.isEmpty else { return }
        let first = position.sequence + 1
        throw .damaged(
            JournalDamage(
                file: LogNames.segment(first), offset: 0, firstLost: first, lastKnown: max(lastKnown, position.sequence)
            ))
    }

    private mutating func read(
        _ index: Int, of extents: [Extent], _ replay: (StoredRecord) -> Void
    ) throws(JournalFailure) {
        let extent = extents[index]
        guard case .segment(let header) = extent.header else { throw .thinned(through: extent.last) }
        if position.segment != extent.first || position.sequence == 0 {
            let expected = position
            guard extent.beginning == position.atBeginning(ofSegment: extent.first) else {
                throw extent.damage(at: 0, firstLost: expected.sequence + 1, lastKnown: extent.first - 1)
            }
            position = extent.beginning
        }
        let file: any StorageFile
        do {
            file = try folder.open(extent.name, creating: false)
            try file.sync()
            // A batch whose sync failed is still shown by memory, and must not be built upon: no sync will write it any more.
            if index + 1 == extents.count { try file.dropCached() }
        } catch {
            throw .unreadable(error)
        }
        let segment = SegmentFile(header: header, file: file, size: extent.bytes)
        var reading = ActiveSegment(segment, after: position, begunAt: extent.firstWrittenAt)
        var walk = SegmentWalk(file, header, after: position, end: min(header.fileBytes, Int(clamping: extent.bytes)))
        try replayAll(&walk, into: &reading, replay)
        guard extent.bytes == UInt64(header.fileBytes)
        else { throw extent.damage(at: position.offset, firstLost: position.sequence + 1, lastKnown: 0) }
        if index + 1 < extents.count {
            guard extents[index + 1].beginning == position.atBeginning(ofSegment: extents[index + 1].first)
            else { throw extent.damage(at: position.offset, firstLost: position.sequence + 1) }
            try expectNothing(behind: walk, of: extent)
        } else {
            try judgeTail(walk, of: segment)
            active = reading
        }
    }

    /// Takes anything but zeros behind the last batch of a sealed segment for damage: nothing was ever written there.
    private func expectNothing(behind walk: SegmentWalk, of extent: Extent) throws(JournalFailure) {
        let end: Int?
        do {
            end = try walk.rest().end
        } catch {
            throw .unreadable(error)
        }
        guard end == nil else { throw extent.damage(at: walk.position.offset, firstLost: walk.position.sequence + 1) }
    }

    private mutating func replayAll(
        _ walk: inout SegmentWalk, into reading: inout ActiveSegment, _ replay: (StoredRecord) -> Void
    ) throws(JournalFailure) {
        do {
            while let batch = try walk.next() {
                reading.add(batch, of: walk)
                var isMark = false
                walk.forEachRecord(of: batch) { record, bytes in
                    isMark = record.isMark
                    guard !isMark else { return true }
                    replay(StoredRecord(record, in: bytes))
                    report.records += 1
                    return true
                }
                report.endsWithMark = isMark
                position = walk.position
            }
        } catch {
            throw .unreadable(error)
        }
    }
}
