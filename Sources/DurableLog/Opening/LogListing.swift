internal import LinuxSystem

/// The files of a log in their order, by their headers.
///
/// A log has no gaps: each file answers for all numbers up to the next one's first. Where retention put a kept file in the
/// place of others, a crash may have left those behind; a whole kept file outlives them.
struct LogListing {
    /// All files that count; of a segment the last number is the one before the next file, and 0 for the last.
    private(set) var extents: [Extent] = []
    /// Names that something whole stands in the place of, or that nobody finished.
    private(set) var leftovers: [String] = []
    /// The first numbers of segments without an index, all but the last.
    private(set) var unindexed: [UInt64] = []

    /// Reads the headers of all files in a log's folder.
    ///
    /// - Throws: `damaged`, `newerFormat` or `unreadable`.
    init(_ folder: any StorageFolder, _ names: [String]) throws(JournalFailure) {
        var found: [Extent] = []
        for name in names where name.hasSuffix(LogNames.segmentEnding) || name.hasSuffix(LogNames.keptEnding) {
            if let extent = try Self.read(name, in: folder) {
                found.append(extent)
            } else if !Self.isRedundant(name, in: names) {
                throw Self.damage(name)
            } else {
                leftovers.append(name)
            }
        }
        try select(from: found.sorted { ($0.first, $0.kind == .kept ? 0 : 1) < ($1.first, $1.kind == .kept ? 0 : 1) }, folder)
        settleEnds()
        try checkOrder()
        let (present, used) = (Set(names), Set(extents.map(\.name)))
        leftovers += names.filter { Self.isUnused($0, among: used) }
        unindexed = extents.dropLast().filter { $0.kind == .segment && !present.contains(LogNames.index($0.first)) }
            .map(\.first)
    }

    /// Reads a file's header and when its first batch was written; nil when it is not what its name says.
    static func read(_ name: String, in folder: any StorageFolder) throws(JournalFailure) -> Extent? {
        let bytes: [UInt8]
        let size: UInt64
        do {
            let file = try folder.open(name, creating: false)
            bytes = try file.readAll(Limits.page + BatchHeader.length, at: 0)
            size = try file.size()
        } catch {
            throw .unreadable(error)
        }
        if name.hasSuffix(LogNames.keptEnding) {
            guard let header = try KeptHeader.decode(bytes), size == UInt64(header.fileBytes),
                header.first == LogNames.first(in: name, ending: LogNames.keptEnding)
            else { return nil }
            return Extent(
                header: .kept(header), last: header.last, bytes: size, firstWrittenAt: header.firstWrittenAt,
                lastWrittenAt: header.lastWrittenAt)
        }
        guard let header = try SegmentHeader.decode(bytes),
            header.firstSequence == LogNames.first(in: name, ending: LogNames.segmentEnding)
        else { return nil }
        let batch = bytes.withUnsafeBytes { BatchHeader($0.part(min(Limits.page, $0.count)..<$0.count)) }
        let writtenAt = batch.map { $0.salt == header.salt ? $0.writtenAt : 0 } ?? 0
        return Extent(
            header: .segment(header), last: header.firstSequence &- 1, bytes: size, firstWrittenAt: writtenAt,
            lastWrittenAt: 0)
    }

    /// Leaves out what lies under a kept file, if that is whole; if it is not, the kept file.
    private mutating func select(from found: [Extent], _ folder: any StorageFolder) throws(JournalFailure) {
        var isWhole = false
        for extent in found {
            guard let cover = extents.last, cover.kind == .kept, extent.first <= cover.last else {
                extents.append(extent)
                isWhole = false
                continue
            }
            if !isWhole, try !cover.isWhole(in: folder) {
                extents[extents.count - 1] = extent
                leftovers.append(cover.name)
                continue
            }
            isWhole = true
            leftovers.append(extent.name)
        }
    }

    private mutating func settleEnds() {
        for index in extents.indices.dropLast() where extents[index].kind == .segment {
            extents[index].last = extents[index + 1].first - 1
            extents[index].lastWrittenAt = extents[index + 1].firstWrittenAt
        }
    }

    private func checkOrder() throws(JournalFailure) {
        var expected: UInt64 = 1
        for (index, extent) in extents.enumerated() {
            let before = index > 0 ? extents[index - 1] : nil
            guard extent.first == expected || before?.kind == .segment else {
                throw .damaged(
                    JournalDamage(
                        file: LogNames.segment(expected), offset: 0, firstLost: expected, lastKnown: extent.first - 1))
            }
            guard extent.storeID == extents[0].storeID, before.map({ extent.follows($0) }) ?? extent.isFirst
            else { throw extent.damage(at: 0, firstLost: extent.first, lastKnown: extent.first - 1) }
            expected = extent.last + 1
        }
    }

    /// Whether a name has something that can stand in for its file, so that a bad header in it is no damage.
    private static func isRedundant(_ name: String, in names: [String]) -> Bool {
        guard let first = LogNames.first(in: name, ending: LogNames.keptEnding) else { return false }
        return names.contains(LogNames.segment(first))
    }

    /// Whether a name is of an index without its segment, or of a file that was never finished.
    private static func isUnused(_ name: String, among extents: Set<String>) -> Bool {
        if let first = LogNames.first(in: name, ending: LogNames.indexEnding) {
            return !extents.contains(LogNames.segment(first))
        }
        return [LogNames.keptEnding, LogNames.indexEnding].contains {
            name.hasSuffix($0 + LogNames.unfinishedEnding)
        }
    }

    private static func damage(_ name: String) -> JournalFailure {
        .damaged(JournalDamage(file: name, offset: 0, firstLost: UInt64(name.prefix(20)) ?? 0, lastKnown: 0))
    }
}

extension Extent {
    /// Whether all records of the file are sound.
    fileprivate func isWhole(in folder: any StorageFolder) throws(JournalFailure) -> Bool {
        do {
            return try indexed(folder.open(name, creating: false)).1.damage == nil
        } catch {
            throw .unreadable(error)
        }
    }

    /// Whether the file begins as the one before, whose end is known only if it is a kept file, says it does.
    fileprivate func follows(_ before: Extent) -> Bool {
        switch before.header {
        case .segment: beginning.batch > before.beginning.batch
        case .kept(let header): beginning.batch == header.lastBatch && beginning.chain == header.lastChain
        }
    }

    fileprivate var isFirst: Bool { beginning.batch == 0 && beginning.chain == 0 }
}
