internal import LinuxSystem

/// Goes through all records of an extent, of either kind, a portion at a time, and verifies that all are there.
struct ExtentWalk {
    private enum Source {
        case segment(SegmentWalk)
        case kept(KeptWalk)
    }

    /// Where in its file a walk has come to.
    struct Place: Sendable {
        /// The number of the last record before it.
        let sequence: UInt64
        /// In a segment, behind which batch; nil in a kept file.
        let inSegment: LogPosition?
        fileprivate let inKept: KeptWalk.Place?
    }

    /// The place of a segment behind a batch.
    static func place(behind position: LogPosition) -> Place {
        Place(sequence: position.sequence, inSegment: position, inKept: nil)
    }

    private let extent: Extent
    private let file: any StorageFile
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
    ///   - isLenient: whether pages that the disk refuses count as damaged.
    init(_ extent: Extent, _ file: any StorageFile, end: Int? = nil, isLenient: Bool = false) {
        self.extent = extent
        self.file = file
        switch extent.header {
        case .segment(let header):
            source = .segment(SegmentWalk(file, header, after: extent.beginning, end: end, isLenient: isLenient))
        case .kept(let header):
            source = .kept(KeptWalk(file, header, isLenient: isLenient))
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

    /// Where the walk has come to.
    var place: Place {
        switch source {
        case .segment(let walk):
            Place(sequence: walk.position.sequence, inSegment: walk.position, inKept: nil)
        case .kept(let walk): Place(sequence: walk.sequence, inSegment: nil, inKept: walk.place)
        }
    }

    /// Goes on from where another walk of the same file had come to.
    mutating func move(to place: Place) {
        switch source {
        case .segment(var walk):
            if let position = place.inSegment { walk.move(to: position) }
            source = .segment(walk)
        case .kept(var walk):
            if let place = place.inKept { walk.move(to: place) }
            source = .kept(walk)
        }
    }

    /// Moves behind the damage that `next` has found.
    ///
    /// - Returns: the records that follow, nil when none can be read; and the last number that is lost.
    /// - Throws: `unreadable` when the disk refuses.
    mutating func nextPastDamage() throws(JournalFailure) -> (records: [StoredRecord]?, lastLost: UInt64) {
        do throws(SystemError) {
            switch source {
            case .segment(var walk):
                defer { source = .segment(walk) }
                guard let batch = try walk.nextPastDamage(fromHere: true), batch.header.lastSequence <= extent.last
                else {
                    walk.move(to: walk.position.atEnd(extent.last))
                    return (nil, extent.last)
                }
                return (Self.records(of: batch, walk), batch.header.firstSequence - 1)
            case .kept(var walk):
                defer { source = .kept(walk) }
                return ([], try walk.passDamage(file) ?? extent.last)
            }
        } catch {
            throw .unreadable(error)
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
        return Self.records(of: batch, walk)
    }

    private static func records(of batch: SegmentWalk.Batch, _ walk: SegmentWalk) -> [StoredRecord] {
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
                // What was read before it is handed over first; it is met again then.
                guard records.isEmpty else { return records }
                throw extent.damage(at: offset, firstLost: walk.sequence + 1)
            }
        }
        return records
    }
}
