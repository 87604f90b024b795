internal import LinuxSystem

/// Goes through a kept file record by record and verifies each.
struct KeptWalk {
    /// What stands next in the file.
    enum Step {
        /// A sound record; its places count from where it begins in the file.
        case record(FoundRecord, offset: Int)
        /// The records have come to their end, and are as many as they should be.
        case end
        /// What stands here is not what was written.
        case unsound(offset: Int)
    }

    /// Where a walk has come to.
    struct Place: Sendable {
        fileprivate let offset: Int
        fileprivate let count: Int
        fileprivate let sequence: UInt64
        fileprivate let hasPassedDamage: Bool
    }

    let window: FileWindow
    private let header: KeptHeader
    private var offset = Limits.page
    private var count = 0
    /// Whether records were passed over, so that fewer may come than there should be.
    private var hasPassedDamage = false
    /// The number of the last record that was given; before the first, the one before all.
    private(set) var sequence: UInt64

    init(_ file: any StorageFile, _ header: KeptHeader, isLenient: Bool = false) {
        window = FileWindow(file, end: header.recordsEnd, isLenient: isLenient)
        self.header = header
        sequence = header.first - 1
    }

    /// Verifies the next record and moves behind it.
    ///
    /// - Throws: `SystemError` when the disk does not give it.
    mutating func next() throws(SystemError) -> Step {
        if offset == header.recordsEnd {
            return count == header.count || hasPassedDamage ? .end : .unsound(offset: offset)
        }
        guard let record = try record() else { return .unsound(offset: offset) }
        defer { offset += record.length }
        sequence = record.sequence
        count += 1
        return .record(record, offset: offset)
    }

    /// Goes on elsewhere, where a record of that number or a higher one begins.
    mutating func resume(at offset: Int, before sequence: UInt64) {
        self.offset = offset
        self.sequence = max(self.sequence, sequence - 1)
    }

    /// Goes on where the file's index says that other records lie; the last number that is lost, nil when all that follow
    /// are.
    ///
    /// - Throws: `SystemError` when the disk refuses the index.
    mutating func passDamage(_ file: any StorageFile) throws(SystemError) -> UInt64? {
        hasPassedDamage = true
        let index = try StoredIndex(
            file, at: UInt64(header.indexOffset), salt: 0, first: header.first, last: header.last)
        let here = offset
        guard let range = try index?.soundRanges().first(where: { $0.offset > here }) else {
            offset = header.recordsEnd
            return nil
        }
        let first = header.first + UInt64(range.number)
        resume(at: Int(range.offset), before: first)
        return first - 1
    }

    /// Goes on with the next sound record, wherever that begins; its number, nil when none follows.
    ///
    /// - Throws: `SystemError` when the disk refuses.
    mutating func passDamagedRecords() throws(SystemError) -> UInt64? {
        hasPassedDamage = true
        while let head = try nextHead(from: offset + 1) {
            offset = head
            if let record = try record() { return record.sequence }
        }
        offset = header.recordsEnd
        return nil
    }

    /// Where the header of a record may begin, from a place on.
    private func nextHead(from start: Int) throws(SystemError) -> Int? {
        let layout = RecordLayout.numbered
        var start = start
        while start + layout.headerLength <= header.recordsEnd, sequence < header.last {
            let part = start..<min(start + Limits.rangeBytes, header.recordsEnd)
            guard try window.cover(part) else { return nil }
            let head = window.withBytes(part) { layout.nextHead(in: $0, from: 0, within: sequence + 1...header.last) }
            if let head { return start + head }
            // One that begins before the end of this part has its rest in the next.
            start = part.upperBound - layout.headerLength + 1
        }
        return nil
    }

    /// Where it has come to.
    var place: Place {
        Place(offset: offset, count: count, sequence: sequence, hasPassedDamage: hasPassedDamage)
    }

    /// Goes on where another walk of the file had come to.
    mutating func move(to place: Place) {
        (offset, count, sequence) = (place.offset, place.count, place.sequence)
        hasPassedDamage = place.hasPassedDamage
    }

    /// The body of the record that was given last.
    func body(of record: FoundRecord, at offset: Int) -> [UInt8] {
        window.withBytes(offset + record.body.lowerBound..<offset + record.end) { [UInt8]($0) }
    }

    private func record() throws(SystemError) -> FoundRecord? {
        let layout = RecordLayout.numbered
        let head = offset..<offset + layout.headerLength
        guard try window.cover(head) else { return nil }
        let length = window.withBytes(head) { layout.bodyLength(in: $0) }
        let whole = offset..<offset + layout.headerLength + length
        guard try window.cover(whole) else { return nil }
        return window.withBytes(whole) { bytes in
            guard let record = layout.record(in: bytes, at: 0, sequence: 0), record.isSound(in: bytes),
                record.sequence > sequence, record.sequence <= header.last
            else { return nil }
            return record
        }
    }
}
