internal import LinuxSystem

extension Extent {
    /// How far a file could be walked.
    struct WalkEnd {
        /// The place behind the last sound batch; of a kept file, its end.
        let position: LogPosition
        /// The first place where something is wrong; nil when all records are sound.
        let damage: JournalDamage?
    }

    /// Walks the file and makes the index of all that is sound in it, also behind what is not.
    ///
    /// - Throws: `SystemError` when the disk refuses.
    func indexed(_ file: any StorageFile, through last: UInt64? = nil) throws(SystemError) -> (SparseIndex, WalkEnd) {
        switch header {
        case .segment(let header): try indexed(file, header, through: last ?? self.last)
        case .kept(let header): try indexed(file, header)
        }
    }

    private func indexed(
        _ file: any StorageFile, _ header: SegmentHeader, through last: UInt64
    ) throws(SystemError) -> (SparseIndex, WalkEnd) {
        var index = SparseIndex(first: first)
        var walk = SegmentWalk(file, header, after: beginning)
        var former = walk.position
        while walk.position.sequence < last {
            let before = walk.position
            var batch = try walk.next()
            if batch == nil {
                batch = try walk.nextPastDamage(fromHere: true)
                // When it is the very next batch that does not follow the one found, that one may be of an earlier life.
                let isUnlinked = batch.map { $0.header.batch == before.batch + 1 } ?? false
                let sound = isUnlinked ? former : before
                index.drop(from: sound.sequence + 1)
                index.damages.append(
                    damage(
                        at: sound.offset, sound.sequence + 1,
                        through: batch.map { $0.header.firstSequence - 1 } ?? self.last))
            }
            guard let batch else { break }
            index.add(batch, of: walk)
            former = before
        }
        return (index, WalkEnd(position: walk.position, damage: index.damages.first))
    }

    private func indexed(
        _ file: any StorageFile, _ header: KeptHeader
    ) throws(SystemError) -> (SparseIndex, WalkEnd) {
        var index = SparseIndex(first: first)
        var walk = KeptWalk(file, header)
        let position = LogPosition(
            sequence: header.last, batch: header.lastBatch, chain: header.lastChain, segment: first, batchOffset: 0,
            offset: header.recordsEnd.roundedUpToPage)
        var isBehindDamage = false
        while true {
            switch try walk.next() {
            case .record(let record, let offset):
                index.add(
                    record.sequence, length: record.length, check: record.check, at: offset,
                    startsRange: isBehindDamage)
                isBehindDamage = false
            case .end:
                return (index, WalkEnd(position: position, damage: index.damages.first))
            case .unsound(let offset):
                let firstLost = walk.sequence + 1
                let next = try walk.passDamagedRecords()
                index.damages.append(damage(at: offset, firstLost, through: next.map { $0 - 1 } ?? last))
                isBehindDamage = true
            }
        }
    }

    private func damage(at offset: Int, _ firstLost: UInt64, through last: UInt64) -> JournalDamage {
        JournalDamage(file: name, offset: UInt64(offset), firstLost: firstLost, lastKnown: last)
    }
}

extension SparseIndex {
    /// Adds the records of a batch that a walk has just found.
    mutating func add(_ batch: SegmentWalk.Batch, of walk: SegmentWalk) {
        walk.forEachRecord(of: batch) { record, _ in
            add(
                record.sequence, length: record.length, check: record.check,
                at: batch.records.lowerBound + record.start, startsRange: record.start == 0)
            return true
        }
    }
}
