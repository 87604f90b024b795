internal import LinuxSystem

/// All files of an open log, and the way to a record by its number.
///
/// Memory: some hundred bytes a file, the index of the segment that is written to, and what `Limits.openExtents`
/// allows; it does not grow with the number of records otherwise. Concurrency: any thread may read; what is known
/// stands behind one lock that is never held while the disk is waited for.
final class LogFiles: Sendable {
    fileprivate struct State {
        var extents: [Extent]
        var active: ActiveSegment
        /// By the first sequence number.
        var open: [UInt64: (extent: OpenExtent, usedAt: UInt64)] = [:]
        var uses: UInt64 = 0
        var failedReads: UInt64 = 0
    }

    /// Where a record is to be looked for.
    fileprivate enum Whereabouts {
        case nowhere
        case range(SparseIndex.Range, of: ActiveSegment)
        case behindIndex(of: ActiveSegment, through: UInt64)
        case lost(JournalDamage)
        case open(OpenExtent)
        case closed(Extent)
    }

    private let state: Lock<State>
    /// Held while a file is opened or indexed, so that no two threads do it for the same.
    private let opening = Lock(())
    private let folder: any StorageFolder

    init(_ extents: [Extent], active: ActiveSegment, folder: any StorageFolder) {
        state = Lock(State(extents: extents, active: active))
        self.folder = folder
    }

    /// The extents in the order of the log.
    var extents: [Extent] { state.withLock { $0.extents } }

    /// The place behind the last batch that the disk has.
    var end: LogPosition { state.withLock { $0.active.end } }

    /// The segment that is written to.
    var active: ActiveSegment { state.withLock { $0.active } }

    /// Reads that failed.
    var failedReads: UInt64 { state.withLock { $0.failedReads } }

    /// Files held open for reading.
    var openFiles: Int { state.withLock { $0.open.count } }

    /// Takes a batch in that the disk has.
    func stored(_ records: [PendingBatch.Record], behind position: LogPosition, writtenAt: UInt32) {
        state.withLock { $0.active.add(records, behind: position, writtenAt: writtenAt) }
    }

    /// Goes on with another segment, and returns the one before, if it holds anything, for its index to be put on disk.
    func begin(_ segment: SegmentFile, at position: LogPosition) -> OpenExtent? {
        state.withLock { state -> OpenExtent? in
            let sealed = state.active
            state.active = ActiveSegment(segment, after: position)
            // A record larger than a segment may ask for another file before anything is in the first.
            guard !sealed.isEmpty else { return nil }
            state.extents.append(sealed.extent)
            guard let opened = sealed.opened else { return nil }
            state.keepOpen(opened)
            return opened
        }
    }

    /// Puts one extent in the place of some neighbours; those who read them go on with what they have open.
    ///
    /// - Parameters:
    ///   - old: neighbours among the extents.
    ///   - new: what stands for all of them.
    ///   - naming: gives the new file its name, which may be that of an old one: nobody opens a file meanwhile.
    /// - Throws: what `naming` throws, with nothing replaced.
    func replace(
        _ old: [Extent], with new: Extent, naming: () throws(SystemError) -> Void
    ) throws(SystemError) {
        try opening.withLock { _ throws(SystemError) in
            try naming()
            state.withLock { state in
                guard let first = old.first, let index = state.extents.firstIndex(of: first) else { return }
                state.extents.replaceSubrange(index..<index + old.count, with: [new])
                for extent in old { state.open[extent.first] = nil }
            }
        }
    }

    /// Reads a record and verifies it; nil when there is none of that number.
    func record(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        do throws(JournalFailure) {
            return try find(sequence)
        } catch {
            state.withLock { $0.failedReads += 1 }
            throw error
        }
    }

    /// The extent, or the active segment as one, that answers for a sequence number; nil beyond the end.
    func extent(of sequence: UInt64) -> (extent: Extent, end: Int?)? {
        state.withLock { state in
            if let index = state.index(of: sequence) { return (state.extents[index], nil) }
            guard sequence >= state.active.segment.header.firstSequence, sequence <= state.active.end.sequence
            else { return nil }
            return (state.active.extent, state.active.end.offset)
        }
    }

    /// Opens an extent's file, for reading it through.
    func open(_ extent: Extent) throws(SystemError) -> any StorageFile {
        let known = state.withLock { state -> (any StorageFile)? in
            if extent.first == state.active.segment.header.firstSequence { return state.active.segment.file }
            return state.open[extent.first].flatMap { $0.extent.extent == extent ? $0.extent.file : nil }
        }
        if let known { return known }
        return try opening.withLock { _ throws(SystemError) in
            // Another file may have its name by now.
            guard state.withLock({ $0.extents.contains(extent) }) else { throw SystemError.missing(in: "open") }
            return try folder.open(extent.name, creating: false)
        }
    }

    /// Makes the indexes that are missing on disk.
    ///
    /// - Parameters:
    ///   - firsts: the first sequence numbers of the segments that have none.
    ///   - mayGoOn: asked before each.
    func storeIndexes(of firsts: [UInt64], while mayGoOn: () -> Bool) {
        for first in firsts where mayGoOn() {
            // Whatever fails here fails again, and is told, when somebody reads from the segment.
            _ = try? record(first)
        }
    }

    private func find(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        // Retention may take a file away between finding and opening it; then the next look finds what stands there
        // now.
        for _ in 0..<8 {
            switch state.withLock({ $0.whereabouts(of: sequence) }) {
            case .nowhere: return nil
            case .range(let range, let active): return try read(sequence, range, active)
            case .behindIndex(let active, let last): try index(active, through: last)
            case .lost(let damage): throw .damaged(damage)
            case .open(let open): return try open.record(sequence)
            case .closed(let extent): try reopen(extent)
            }
        }
        throw .noExtent(first: sequence)
    }

    private func read(
        _ sequence: UInt64, _ range: SparseIndex.Range, _ active: ActiveSegment
    ) throws(JournalFailure) -> StoredRecord? {
        let extent = active.extent
        let outcome: ReadOutcome
        do {
            outcome = try range.read(sequence, from: active.segment.file, .plain, first: extent.first)
        } catch {
            throw .unreadable(error)
        }
        switch outcome {
        case .record(let kind, let body):
            return kind == RecordLayout.markKind
                ? nil : StoredRecord(sequence: sequence, kind: kind, body: body)
        case .absent, .unsound:
            throw extent.damage(at: Int(range.offset), firstLost: sequence, lastKnown: sequence)
        }
    }

    /// Indexes what a start from a position passed over in the active segment.
    private func index(_ active: ActiveSegment, through last: UInt64) throws(JournalFailure) {
        do {
            try opening.withLock { _ in
                guard state.withLock({ $0.active.isSame(as: active) && $0.active.unindexed != nil }) else { return }
                let index = try active.extent.indexed(active.segment.file, through: last).0
                state.withLock { state in
                    if state.active.isSame(as: active) { state.active.prepend(index) }
                }
            }
        } catch {
            throw error.asJournalFailure
        }
    }

    private func reopen(_ extent: Extent) throws(JournalFailure) {
        do {
            try opening.withLock { _ in
                let isWanted = state.withLock { state in
                    state.extents.contains(extent) && state.open[extent.first]?.extent.extent != extent
                }
                guard isWanted else { return }
                let opened = try OpenExtent(opening: extent, in: folder)
                // Without room for its index on disk it stays in memory.
                try? opened.storeIndex(in: folder)
                state.withLock { $0.keepOpen(opened) }
            }
        } catch {
            throw error.asJournalFailure
        }
    }
}

extension LogFiles.State {
    fileprivate func index(of sequence: UInt64) -> Int? {
        let index = extents.partitioningIndex { $0.first > sequence } - 1
        return index >= 0 && sequence <= extents[index].last ? index : nil
    }

    fileprivate mutating func whereabouts(of sequence: UInt64) -> LogFiles.Whereabouts {
        if sequence >= active.segment.header.firstSequence {
            guard sequence <= active.end.sequence else { return .nowhere }
            if let unindexed = active.unindexed, sequence <= unindexed.sequence {
                return .behindIndex(of: active, through: unindexed.sequence)
            }
            if let damage = active.damage(of: sequence) { return .lost(damage) }
            return active.range(of: sequence).map { .range($0, of: active) } ?? .nowhere
        }
        guard let index = index(of: sequence) else { return .nowhere }
        let extent = extents[index]
        guard let found = open[extent.first]?.extent, found.extent == extent else { return .closed(extent) }
        keepOpen(found)
        return .open(found)
    }

    /// Notes that a file has just been used, and lets go of the one that was not for longest.
    fileprivate mutating func keepOpen(_ extent: OpenExtent) {
        uses += 1
        open[extent.extent.first] = (extent, uses)
        guard open.count > Limits.openExtents, let oldest = open.min(by: { $0.value.usedAt < $1.value.usedAt })
        else { return }
        open[oldest.key] = nil
    }
}

extension ActiveSegment {
    func isSame(as other: ActiveSegment) -> Bool { segment.header == other.segment.header }
}
