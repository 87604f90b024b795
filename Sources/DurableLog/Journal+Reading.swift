internal import Dispatch

extension Journal {
    /// Reads a record back by its number and verifies it; any thread may call this, and it blocks for the disk.
    ///
    /// - Returns: the record; nil when retention has dropped it, it is not stored yet, or it is the journal's own mark.
    /// - Throws: `unreadable` when the disk refuses it and `damaged` when it is not what was stored; the journal goes on.
    package func record(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        nil
    }

    /// Reads records back by their numbers, on a queue of their own, and verifies each.
    ///
    /// - Returns: for each number what `record(_:)` gives; one that cannot be read does not keep the others back.
    package func records(_ sequences: [UInt64]) async -> [Result<StoredRecord?, JournalFailure>] {
        sequences.map { _ in .success(nil) }
    }

    /// Reads all records of a range in order, as far as the disk has them for certain when it begins.
    ///
    /// Blocks. Each file is read from its beginning on, whatever the first number. What is stored meanwhile is not waited for.
    ///
    /// - Parameters:
    ///   - first: the first number.
    ///   - last: the last number.
    ///   - body: returns whether to go on.
    /// - Throws: `unreadable` or `damaged`, after the records before were handed over.
    package func scan(
        from first: UInt64, through last: UInt64, _ body: (StoredRecord) -> Bool
    ) throws(JournalFailure) {
    }
}
