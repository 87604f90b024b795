internal import Dispatch

extension Journal {
    /// Reads a record back by its number and verifies it; any thread may call this, and it blocks for the disk.
    ///
    /// Two reads of the disk: a page of the index, and the 16 KiB or the one larger record that it names.
    ///
    /// - Returns: the record; nil when retention has dropped it, it is not stored yet, or it is the journal's own mark.
    /// - Throws: `unreadable` when the disk refuses it and `damaged` when it is not what was stored; the journal goes
    ///   on.
    package func record(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        if let reading { return try reading.reader.record(sequence) }
        return try files.record(sequence)
    }

    /// Reads records back by their numbers, on a queue of their own, and verifies each.
    ///
    /// - Returns: for each number what `record(_:)` gives; one that cannot be read does not keep the others back.
    package func records(_ sequences: [UInt64]) async -> [Result<StoredRecord?, JournalFailure>] {
        await withCheckedContinuation { continuation in
            readers.async {
                continuation.resume(
                    returning: sequences.map { sequence in
                        do throws(JournalFailure) {
                            return .success(try self.record(sequence))
                        } catch {
                            return .failure(error)
                        }
                    })
            }
        }
    }

    /// Reads all records of a range in order, as far as the disk has them for certain when it comes there.
    ///
    /// Blocks. Each file is read and verified from its beginning on, whatever the first number. Retention may be at
    /// work: each file is read as it was before or as it is after.
    ///
    /// - Parameters:
    ///   - first: the first number.
    ///   - last: the last number.
    ///   - body: returns whether to go on.
    /// - Throws: `unreadable` or `damaged`, after the records before were handed over. A journal that was opened for reading
    ///   only goes on behind damage.
    package func scan(
        from first: UInt64, through last: UInt64, _ body: (StoredRecord) -> Bool
    ) throws(JournalFailure) {
        if let reading {
            _ = try reading.reader.read(from: first) { $0.sequence <= last && body($0) }
            return
        }
        var next = first
        while next <= last, let (extent, end) = files.extent(of: next) {
            var walk: ExtentWalk
            do {
                walk = ExtentWalk(extent, try files.open(extent), end: end)
            } catch {
                // Retention has put something else in its place: look again.
                guard files.extent(of: next)?.extent.header != extent.header else { throw .unreadable(error) }
                continue
            }
            while let portion = try walk.next() {
                for record in portion where record.sequence >= next {
                    guard record.sequence <= last, body(record) else { return }
                }
            }
            next = extent.last + 1
        }
    }
}
