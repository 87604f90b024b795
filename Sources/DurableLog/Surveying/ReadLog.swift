internal import LinuxSystem

/// A log that is read and never written to, whatever is damaged in it.
struct ReadLog: Sendable {
    let reader: JournalReader
    /// Held open for its lock; nil when the store has no such file.
    let lock: (any StorageFile)?
    let recovery: RecoveryReport
    /// Where records cannot be read, in the order of the log.
    let damages: [JournalDamage]

    /// Takes the store's lock if it has one, and reads all records behind a number.
    ///
    /// - Throws: `locked` or `unreadable`.
    init(
        _ path: String, _ storage: any Storage, after sequence: UInt64, _ replay: (StoredRecord) -> Void
    ) throws(JournalFailure) {
        lock = try Self.takeLock(path, storage)
        reader = try JournalReader.open(at: path, storage: storage)
        let report = try reader.read(from: sequence + 1) { record in
            replay(record)
            return true
        }
        damages = report.damages
        var recovery = RecoveryReport()
        recovery.records = report.records
        recovery.lastSequence = report.lastSequence
        recovery.tornBytes = report.tornBytes
        recovery.endsWithMark = report.isCleanlyMarked
        self.recovery = recovery
    }

    /// Two programs that serve one store would write one audit trail: the lock keeps them apart here too.
    private static func takeLock(_ path: String, _ storage: any Storage) throws(JournalFailure) -> (any StorageFile)? {
        let taken: (any StorageFile)?
        do {
            taken = try storage.openFolder(path).lock(StoreLock.name)
        } catch {
            guard error.isMissing else { throw .unreadable(error) }
            return nil
        }
        guard let taken else { throw .locked }
        return taken
    }
}
