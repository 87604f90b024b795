internal import LinuxSystem
internal import Synchronization

/// Thins the log out: puts kept files in the place of segments, and one kept file in the place of many.
///
/// Promise: at any moment, and after a crash at any moment, each record that was to be kept is in a file that counts.
/// The new file is whole on disk before it gets its name, and has its name on disk before the old ones lose theirs.
/// Concurrency: one change at a time, behind a lock; the journal's closing waits for it.
final class Retention: Sendable {
    private struct State {
        var isClosed = false
        /// Names that something stands in the place of and that could not be taken away yet.
        var leftovers: [String] = []
        /// Files that were found damaged when they were to be made one with their neighbours.
        var damaged: Set<String> = []
    }

    private let state = Lock(State())
    private let isClosing = Atomic<Bool>(false)
    private let files: LogFiles
    private let folder: any StorageFolder
    private let smallBytes: Int

    init(files: LogFiles, folder: any StorageFolder, segmentBytes: Int) {
        self.files = files
        self.folder = folder
        smallBytes = segmentBytes / Limits.smallShare
    }

    /// Goes through one extent and puts what is kept of it in its place.
    func rewrite(_ first: UInt64, keeping: (StoredRecord) -> Kept) throws(JournalFailure) -> RewriteReport {
        try state.withLock { state throws(JournalFailure) in
            try enter(&state)
            guard let extent = files.extents.first(where: { $0.first == first }) else {
                throw .noExtent(first: first)
            }
            return try replace([extent], &state, keeping)
        }
    }

    /// Makes small neighbours one file; one that is damaged is left out from then on.
    func mergeKept() throws(JournalFailure) -> RewriteReport? {
        try state.withLock { state throws(JournalFailure) in
            try enter(&state)
            guard let run = smallNeighbours(sparing: state.damaged) else { return nil }
            do throws(JournalFailure) {
                return try replace(run, &state) { _ in .whole }
            } catch {
                if case .damaged(let damage) = error { state.damaged.insert(damage.file) }
                throw error
            }
        }
    }

    /// Has a change that is under way given up, and returns when none is; no other begins.
    func close() {
        isClosing.store(true, ordering: .relaxed)
        state.withLock { $0.isClosed = true }
    }

    private func enter(_ state: inout State) throws(JournalFailure) {
        guard !state.isClosed, !isClosing.load(ordering: .relaxed) else { throw .closed }
        state.leftovers.removeAll { name in (try? folder.unlink(name)) != nil }
    }

    /// The first small kept files that follow one another, enough to be worth the work, and no more than one file
    /// holds.
    private func smallNeighbours(sparing damaged: Set<String>) -> [Extent]? {
        let extents = files.extents
        var start = 0
        for (index, extent) in extents.enumerated() {
            guard let bytes = extent.keptBytes, bytes < smallBytes, !damaged.contains(extent.name) else {
                start = index + 1
                continue
            }
            if extent.last - extents[start].first >= UInt64(UInt32.max) { start = index }
            if index - start + 1 == Limits.mergedFiles { return Array(extents[start...index]) }
        }
        return nil
    }

    private func replace(
        _ old: [Extent], _ state: inout State, _ keeping: (StoredRecord) -> Kept
    ) throws(JournalFailure) -> RewriteReport {
        guard let first = old.first else { throw .noExtent(first: 0) }
        var report = RewriteReport()
        report.bytesBefore = old.reduce(0) { $0 + $1.bytes }
        do {
            var kept = try KeptFile(first: first.first, in: folder)
            do {
                let new = try fill(&kept, from: old, &report, keeping)
                try files.replace(old, with: new) { () throws(SystemError) in try kept.takeName() }
                report.bytesAfter = new.bytes
                removeNames(of: old, but: new.name, &state)
            } catch {
                kept.discard()
                throw error
            }
        } catch {
            if let refusal = error as? SystemError, refusal.isOutOfRoom { throw .diskFull }
            throw error.asJournalFailure
        }
        return report
    }

    private func fill(
        _ kept: inout KeptFile, from old: [Extent], _ report: inout RewriteReport, _ keeping: (StoredRecord) -> Kept
    ) throws -> Extent {
        var (lastBatch, lastChain): (UInt64, UInt64) = (0, 0)
        for extent in old { (lastBatch, lastChain) = try copy(extent, to: &kept, &report, keeping) }
        let (first, last) = (old[0], old[old.count - 1])
        return try kept.finish(
            KeptHeader(
                storeID: first.storeID, first: first.first, last: last.last, firstBatch: first.beginning.batch + 1,
                lastBatch: lastBatch, previousChain: first.beginning.chain, lastChain: lastChain,
                firstWrittenAt: first.firstWrittenAt, lastWrittenAt: last.lastWrittenAt))
    }

    /// Copies what is kept of an extent, and returns its last batch and that batch's chain value.
    private func copy(
        _ extent: Extent, to kept: inout KeptFile, _ report: inout RewriteReport, _ keeping: (StoredRecord) -> Kept
    ) throws -> (batch: UInt64, chain: UInt64) {
        var walk = ExtentWalk(extent, try files.open(extent))
        while let portion = try walk.next() {
            guard !isClosing.load(ordering: .relaxed) else { throw JournalFailure.closed }
            for record in portion {
                report.records += 1
                switch keeping(record) {
                case .whole:
                    report.whole += 1
                    kept.add(record.sequence, record.kind, record.body)
                case .body(let body):
                    report.shortened += 1
                    kept.add(record.sequence, record.kind, body)
                case .dropped: break
                }
            }
            try kept.flush()
        }
        return (walk.lastBatch, walk.lastChain)
    }

    /// Takes the names of files away that something stands in the place of; what fails is tried again with the next
    /// change.
    private func removeNames(of old: [Extent], but new: String, _ state: inout State) {
        // Without the new name on disk a crash would bring the old ones back as they were: they stay, and the next start
        // lets the whole new file outlive them.
        guard (try? folder.sync()) != nil else { return }
        for extent in old where extent.name != new && (try? folder.unlink(extent.name)) == nil {
            state.leftovers.append(extent.name)
        }
        // An index without its segment is in nobody's way, and the next start takes it away.
        for extent in old where extent.kind == .segment { try? folder.unlink(LogNames.index(extent.first)) }
        // Should a crash bring names back, the next start does the same.
        try? folder.sync()
    }
}

extension Extent {
    /// Bytes of the records in a kept file; nil for a segment.
    fileprivate var keptBytes: Int? {
        if case .kept(let header) = header { header.recordsEnd - Limits.page } else { nil }
    }
}
