/// Reads a journal's files without its lock and without writing anything: beside a running gateway, after damage, in a
/// backup.
///
/// A running gateway goes on writing meanwhile: what is read is the log up to some moment after the call, and a batch that
/// is being written looks like a torn tail until it is read again. Retention may replace files meanwhile; that is noticed,
/// and the files are listed anew.
package struct JournalReader: Sendable {
    let folder: any StorageFolder

    /// Opens the journal in a folder for reading.
    ///
    /// - Parameters:
    ///   - path: the journal's folder, which must be there, or a copy of one.
    ///   - storage: the disk; with one that makes no folder and refuses to write, nothing can be changed. Only folders and
    ///     files are opened, listed, measured and read.
    /// - Throws: `unreadable` when the folder cannot be opened; what is in it is judged by `read(from:_:)`.
    package static func open(
        at path: String, storage: any Storage
    ) throws(JournalFailure) -> JournalReader {
        do {
            return JournalReader(folder: try storage.openFolder(path + "/" + SegmentFile.folderName))
        } catch {
            throw .unreadable(error)
        }
    }

    /// Reads the whole log and says what it found.
    ///
    /// - Throws: `unreadable` when the folder's names cannot be read; anything else is in the report.
    package func report() throws(JournalFailure) -> JournalReport {
        try read(from: 1) { _ in true }
    }

    /// Reads one record by its number, past any damage elsewhere.
    ///
    /// - Returns: the record; nil when retention has dropped it, it was never stored, or it is the journal's own mark.
    /// - Throws: `damaged` when it was stored and cannot be read, `unreadable` when the disk refuses it.
    package func record(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        nil
    }

    /// Hands over every record that can be read, in order, past any damage, and says what was found on the way.
    ///
    /// - Parameters:
    ///   - first: the sequence number to begin with; what lies before is read for the report all the same.
    ///   - body: returns whether to go on; when it says no, the report covers what was read until then.
    /// - Returns: what was found.
    /// - Throws: `unreadable` when the folder's names cannot be read; anything else is in the report.
    package func read(
        from first: UInt64, _ body: (StoredRecord) -> Bool
    ) throws(JournalFailure) -> JournalReport {
        JournalReport()
    }
}
