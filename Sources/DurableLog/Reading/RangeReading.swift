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
    /// - Returns: the record; `absent` when it is not in the file, and `unsound` when the range is not what was
    ///   written.
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
        var outcome = ReadOutcome.absent
        // The range's check covers the records' own, and those their numbers: one that is missing must not be one whose
        // number has changed.
        var isSound = true
        var sequence = first + UInt64(number)
        var offset = 0
        var check: UInt32 = 0
        while offset < bytes.count {
            guard let record = layout.record(in: bytes, at: offset, sequence: sequence) else { return .unsound }
            if record.sequence == wanted {
                guard record.isSound(in: bytes) else { return .unsound }
                guard case .absent = outcome else { return .unsound }
                outcome = .record(record.kind, [UInt8](bytes.part(record.body)))
            }
            check = SparseIndex.check(record.check, after: check)
            isSound = isSound && (layout == .plain || record.isSound(in: bytes))
            offset = record.end
            sequence += 1
        }
        return check == self.check && isSound ? outcome : .unsound
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
