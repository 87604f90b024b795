internal import Digests
internal import LinuxSystem

extension SparseIndex.Range {
    /// Reads the range with one read, verifies that it is what was written there, and picks a record out.
    ///
    /// - Parameters:
    ///   - sequence: the record's number.
    ///   - file: the file the index is of.
    ///   - layout: how records stand in it.
    ///   - first: the number that ranges are counted from.
    /// - Returns: the record; `absent` when it is not in the file, and `unsound` when it, or what may be it, is not what
    ///   was written.
    /// - Throws: `SystemError` when the disk does not give it.
    func read(
        _ sequence: UInt64, from file: any StorageFile, _ layout: RecordLayout, first: UInt64
    ) throws(SystemError) -> ReadOutcome {
        guard length <= Limits.groupBytes + Limits.rangeBytes else { return .unsound }
        let bytes = try file.readAll(Int(length), at: UInt64(offset))
        guard bytes.count == Int(length) else { return .unsound }
        return bytes.withUnsafeBytes { pick(sequence, in: $0, layout, first: first) }
    }

    private func pick(
        _ wanted: UInt64, in bytes: UnsafeRawBufferPointer, _ layout: RecordLayout, first: UInt64
    ) -> ReadOutcome {
        var found: FoundRecord?
        // The range's check covers the records' own, and those their numbers: one that is missing must not be one whose
        // number has changed.
        var isSound = true
        var sequence = first + UInt64(number)
        var offset = 0
        var check: UInt32 = 0
        while offset < bytes.count {
            guard let record = layout.record(in: bytes, at: offset, sequence: sequence) else {
                return search(wanted, in: bytes, layout)
            }
            if layout == .numbered || record.sequence == wanted {
                if !record.isSound(in: bytes) {
                    isSound = false
                } else if record.sequence == wanted {
                    guard found == nil else { return .unsound }
                    found = record
                }
            }
            check = SparseIndex.check(record.check, after: check)
            offset = record.end
            sequence += 1
        }
        guard check == self.check else { return search(wanted, in: bytes, layout) }
        // Its check is what was written, whatever has become of its neighbours.
        if let found { return .record(found, in: bytes) }
        return isSound ? .absent : .unsound
    }

    /// Looks for a record in a range that is not what was written, so that its neighbours are not lost with what is damaged.
    ///
    /// Only a record that has its number with it is known for that without the range's check; by its place in a batch it
    /// might be one of a page that the disk has put there.
    private func search(
        _ wanted: UInt64, in bytes: UnsafeRawBufferPointer, _ layout: RecordLayout
    ) -> ReadOutcome {
        guard layout == .numbered else { return .unsound }
        var former: UInt64 = 0
        var offset = 0
        while let record = layout.nextRecord(in: bytes, from: offset, within: former + 1...UInt64(Int64.max)) {
            if record.sequence == wanted { return .record(record, in: bytes) }
            // It was before this one, if it was there.
            guard record.sequence < wanted else { return .unsound }
            (former, offset) = (record.sequence, record.end)
        }
        return .unsound
    }
}

/// What reading a record through an index gave.
enum ReadOutcome {
    case record(UInt8, [UInt8])
    /// No record of that number is there.
    case absent
    /// What is there is not what was written.
    case unsound
}

extension ReadOutcome {
    fileprivate static func record(_ record: FoundRecord, in bytes: UnsafeRawBufferPointer) -> ReadOutcome {
        .record(record.kind, [UInt8](bytes.part(record.body)))
    }
}
