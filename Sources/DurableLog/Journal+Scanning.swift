internal import LinuxSystem

extension Journal {
    /// Reads all records of a range in order, as far as the disk has them for certain when it comes there.
    ///
    /// Blocks. Each file is read and verified from its beginning on, whatever the first number. Retention may be at
    /// work: each file is read as it was before or as it is after.
    ///
    /// - Parameters:
    ///   - first: the first number.
    ///   - last: the last number.
    ///   - pastDamage: told of each damaged range that meets this one, and then reading goes on behind it; nil to throw there.
    ///   - batchEnd: told of the place behind each whole batch of a segment whose records have been handed over.
    ///   - body: returns whether to go on.
    /// - Throws: `unreadable` or `damaged`, after the records before were handed over. A journal that was opened for reading
    ///   only goes on behind damage.
    package func scan(
        from first: UInt64, through last: UInt64, pastDamage: ((JournalDamage) -> Void)? = nil,
        batchEnd: ((LogPosition) -> Void)? = nil, _ body: (StoredRecord) -> Bool
    ) throws(JournalFailure) {
        var cursor = LogCursor()
        try scan(from: first, through: last, resuming: &cursor, pastDamage: pastDamage, batchEnd: batchEnd, body)
    }

    /// Where reading goes on that has come to a position before: what stands before it in its segment is not read again.
    package func cursor(behind position: LogPosition) -> LogCursor {
        guard let extent = files.extent(of: position.sequence + 1)?.extent, extent.kind == .segment,
            extent.first == position.segment, position.batchOffset > 0
        else { return LogCursor() }
        return LogCursor(extent, ExtentWalk.place(behind: position))
    }

    /// The same for one who reads on and on: a file is not read from its beginning again.
    ///
    /// - Parameters:
    ///   - first: the first number.
    ///   - last: the last number.
    ///   - cursor: where the reading before has come to, and where this one has; a new one begins anywhere.
    ///   - passingRefusals: whether what the disk refuses to give counts as damaged: pages, and a file that cannot be
    ///     opened as a whole.
    ///   - pastDamage: told of each damaged range that meets this one, and then reading goes on behind it; nil to throw there.
    ///   - batchEnd: told of the place behind each whole batch of a segment whose records have been handed over.
    ///   - body: returns whether to go on.
    /// - Throws: as the other.
    package func scan(
        from first: UInt64, through last: UInt64, resuming cursor: inout LogCursor, passingRefusals: Bool = false,
        pastDamage: ((JournalDamage) -> Void)? = nil, batchEnd: ((LogPosition) -> Void)? = nil,
        _ body: (StoredRecord) -> Bool
    ) throws(JournalFailure) {
        if let reading {
            _ = try reading.reader.read(from: first) { $0.sequence <= last && body($0) }
            return
        }
        var next = first
        while next <= last, let (extent, end) = files.extent(of: next) {
            var walk: ExtentWalk
            do {
                walk = ExtentWalk(extent, try files.open(extent), end: end, isLenient: passingRefusals)
            } catch {
                // It has been sealed, or retention has put something else in its place: look again.
                if let now = files.extent(of: next)?.extent, now != extent { continue }
                guard let pastDamage, passingRefusals, !error.isShortage else { throw .unreadable(error) }
                pastDamage(
                    JournalDamage(file: extent.name, offset: 0, firstLost: next, lastKnown: min(extent.last, last)))
                next = extent.last + 1
                continue
            }
            if let place = cursor.place(in: extent, before: next) { walk.move(to: place) }
            while let portion = try walk.next(telling: pastDamage, from: next, through: last) {
                for record in portion where record.sequence >= next {
                    guard record.sequence <= last, body(record) else { return }
                }
                cursor = LogCursor(extent, walk.place)
                if let position = walk.place.inSegment, position.batchOffset > 0 { batchEnd?(position) }
            }
            next = extent.last + 1
        }
    }
}

extension ExtentWalk {
    /// The next records, of which there may be none; told of a damaged range that meets another, it goes on behind that.
    fileprivate mutating func next(
        telling pastDamage: ((JournalDamage) -> Void)?, from first: UInt64, through last: UInt64
    ) throws(JournalFailure) -> [StoredRecord]? {
        do throws(JournalFailure) {
            return try next()
        } catch {
            guard let pastDamage, case .damaged(let damage) = error else { throw error }
            let passed = try nextPastDamage()
            let lost = damage.firstLost...max(damage.firstLost, passed.lastLost)
            if lost.overlaps(first...max(first, last)) {
                pastDamage(
                    JournalDamage(
                        file: damage.file, offset: damage.offset, firstLost: lost.lowerBound,
                        lastKnown: lost.upperBound))
            }
            return passed.records
        }
    }
}
