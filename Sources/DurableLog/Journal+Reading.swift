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
}
