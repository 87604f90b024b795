internal import LinuxSystem

/// Goes through all records of an extent, of either kind, a portion at a time, and verifies that all are there.
struct ExtentWalk {
    private enum Source {
        case segment(SegmentWalk)
        case kept(KeptWalk)
    }

    private let extent: Extent
    private var source: Source
    /// The last batch of the extent, known when a walk has come to its end.
    private(set) var lastBatch: UInt64 = 0
    /// The chain value of that batch, known then.
    private(set) var lastChain: UInt64 = 0

    /// Begins a walk.
    ///
    /// - Parameters:
    ///   - extent: what to walk.
    ///   - file: the extent's file.
    ///   - end: of a segment that is still written to, how many bytes count; nil for the whole file.
    init(_ extent: Extent, _ file: any StorageFile, end: Int? = nil) {
        self.extent = extent
        switch extent.header {
        case .segment(let header):
            source = .segment(SegmentWalk(file, header, after: extent.beginning, end: end))
        case .kept(let header):
            source = .kept(KeptWalk(file, header))
            (lastBatch, lastChain) = (header.lastBatch, header.lastChain)
        }
    }

    /// The next records, in order, without the journal's own marks; a portion may be empty, and nil is the end.
    ///
    /// - Throws: `damaged` when what should follow does not, `unreadable` when the disk refuses.
    mutating func next() throws(JournalFailure) -> [StoredRecord]? {
        switch source {
        case .segment(var walk):
            defer { source = .segment(walk) }
            return try nextBatch(&walk)
        case .kept(var walk):
            defer { source = .kept(walk) }
            return try nextPortion(&walk)
        }
    }

    private mutating func nextBatch(_ walk: inout SegmentWalk) throws(JournalFailure) -> [StoredRecord]? {
        guard walk.position.sequence < extent.last else {
            (lastBatch, lastChain) = (walk.position.batch, walk.position.chain)
            return nil
        }
        let batch: SegmentWalk.Batch?
        do {
            batch = try walk.next()
        } catch {
            throw .unreadable(error)
        }
        guard let batch else {
            throw extent.damage(at: walk.position.offset, firstLost: walk.position.sequence + 1)
        }
        var records: [StoredRecord] = []
        records.reserveCapacity(batch.header.count)
        walk.forEachRecord(of: batch) { record, bytes in
            if !record.isMark { records.append(StoredRecord(record, in: bytes)) }
            return true
        }
        return records
    }

    private func nextPortion(_ walk: inout KeptWalk) throws(JournalFailure) -> [StoredRecord]? {
        var records: [StoredRecord] = []
        var bytes = 0
        while bytes < Limits.batchBytes {
            let step: KeptWalk.Step
            do {
                step = try walk.next()
            } catch {
                throw .unreadable(error)
            }
            switch step {
            case .record(let record, let offset):
                records.append(
                    StoredRecord(
                        sequence: record.sequence, kind: record.kind, body: walk.body(of: record, at: offset)))
                bytes += record.length
            case .end:
                return records.isEmpty ? nil : records
            case .unsound(let offset):
                throw extent.damage(at: offset, firstLost: walk.sequence + 1)
            }
        }
        return records
    }
}
