internal import Messages
internal import SnapshotFiles

/// The accepted messages by the number of their records: those that were touched since the last snapshot are in memory.
///
/// One that nothing has happened to since it was accepted is only its record; of the others the table `progress` tells
/// the rest.
struct MessageTable: Sendable {
    private static let name = "progress"

    private let records: RecordSource
    private let faults: ReadFaults
    private var fresh: [UInt64: MessageEntry] = [:]
    /// Those that were accepted since the last snapshot and that nothing has happened to: their heads are all there is.
    private var untouched: [UInt64: MessageHead] = [:]
    /// What is being written to disk.
    private var frozen: [UInt64: MessageEntry] = [:]
    private var frozenUntouched: [UInt64: MessageHead] = [:]
    /// As the disk has them; any may go at any time.
    private var readBack: [UInt64: MessageEntry] = [:]
    private var progress: StoredTable?
    /// Counts the snapshots gone on with: what was read before may have been passed by since.
    private var turns: UInt64 = 0
    /// Whether what is not in memory is passed over, and noted as such, in place of being read.
    var isReadingMemoryOnly = false
    /// What became of deliveries while nothing of their messages was in memory or could be read.
    var losses = LossRegister()

    init(records: RecordSource, faults: ReadFaults) {
        self.records = records
        self.faults = faults
    }

    /// How many are in memory for the next snapshot.
    var changes: Int { fresh.count + untouched.count }

    /// How many of them something has happened to.
    var touched: Int { fresh.count }

    /// A message; nil when there is none, or when the disk does not give it, which is noted among the faults.
    subscript(sequence: UInt64) -> MessageEntry? {
        inMemory(sequence) ?? load(sequence)
    }

    /// Whether a message is in memory.
    func isInMemory(_ sequence: UInt64) -> Bool {
        fresh[sequence] != nil || untouched[sequence] != nil || frozen[sequence] != nil
            || frozenUntouched[sequence] != nil || readBack[sequence] != nil
    }

    /// Adds a message that was just accepted.
    mutating func add(_ head: MessageHead, sequence: UInt64) {
        untouched[sequence] = head
    }

    /// What messages are read by outside the lock, as it is now.
    var reading: Reading { Reading(turns: turns, progress: progress, losses: losses, faults: faults) }

    /// Reads messages back outside the lock, for `remember`.
    struct Reading: Sendable {
        fileprivate let turns: UInt64
        fileprivate let progress: StoredTable?
        fileprivate let losses: LossRegister
        /// Told of files that are found to be not as they were written.
        let faults: ReadFaults

        /// A message whose head has been read, with what has happened to it.
        ///
        /// - Throws: `damaged` or `unreadable`.
        func entry(of head: MessageHead, sequence: UInt64) throws(SnapshotFailure) -> MessageEntry {
            var entry = MessageEntry(head, sequence: sequence)
            if let bytes = try progress?.value(for: sequence.tableKey) {
                guard let changed = try? entry.changed(by: bytes) else { throw .damaged(file: MessageTable.name) }
                entry = changed
            }
            losses.apply(to: &entry)
            return entry
        }
    }

    /// Keeps a message that was read from disk in memory for a while, unless it is there.
    ///
    /// When a snapshot has come between it may have changed since: then whoever needs it reads it again.
    mutating func remember(_ entry: MessageEntry, readBy reading: Reading) {
        guard !isInMemory(entry.sequence), reading.turns == turns, reading.losses.changes == losses.changes else {
            return
        }
        if readBack.count >= Limits.messagesReadBack { readBack = [:] }
        readBack[entry.sequence] = entry
    }

    /// The same of a message whose head alone was read; blocks for the disk.
    mutating func remember(_ head: MessageHead, sequence: UInt64) {
        guard !isInMemory(sequence), let entry = readBackEntry(of: head, sequence: sequence) else { return }
        remember(entry, readBy: reading)
    }

    /// Reads a message that will soon be needed, so that nothing can fail then; false when there is none, or when the disk
    /// does not give it, which is noted.
    mutating func fetch(_ sequence: UInt64) -> Bool {
        guard !isInMemory(sequence) else { return true }
        guard let entry = load(sequence) else { return false }
        if readBack.count >= Limits.messagesReadBack { readBack = [:] }
        readBack[sequence] = entry
        return true
    }

    /// Changes a message; false when the disk does not give it.
    mutating func change(_ sequence: UInt64, _ body: (inout MessageEntry) -> Void) -> Bool {
        // Taken out while changed, so that its lists are not copied.
        guard var entry = fresh.removeValue(forKey: sequence) ?? self[sequence] else { return false }
        body(&entry)
        entry.isTouched = true
        fresh[sequence] = entry
        untouched[sequence] = nil
        readBack[sequence] = nil
        if losses.tells(of: sequence) { losses.forget(sequence) }
        return true
    }

    /// Lets those go that their records alone tell of, when so many are in memory.
    mutating func shed(above limit: Int) {
        guard changes > limit else { return }
        fresh = fresh.filter { $0.value.isTouched }
        untouched = [:]
    }

    private func load(_ sequence: UInt64) -> MessageEntry? {
        guard !isReadingMemoryOnly else {
            faults.pass(sequence)
            return nil
        }
        guard let head = records.head(of: sequence, faults) else { return nil }
        return readBackEntry(of: head, sequence: sequence)
    }

    /// A message whose head has been read, with what has happened to it; nil when the disk does not give that.
    func entry(of head: MessageHead, sequence: UInt64) -> MessageEntry? {
        fresh[sequence] ?? frozen[sequence]
            ?? (isUntouched(sequence)
                ? MessageEntry(head, sequence: sequence) : readBackEntry(of: head, sequence: sequence))
    }

    private func inMemory(_ sequence: UInt64) -> MessageEntry? {
        if let entry = fresh[sequence] { return entry }
        if let head = untouched[sequence] { return MessageEntry(head, sequence: sequence) }
        if let entry = frozen[sequence] ?? readBack[sequence] { return entry }
        return frozenUntouched[sequence].map { MessageEntry($0, sequence: sequence) }
    }

    private func isUntouched(_ sequence: UInt64) -> Bool {
        untouched[sequence] != nil || frozenUntouched[sequence] != nil
    }

    private func readBackEntry(of head: MessageHead, sequence: UInt64) -> MessageEntry? {
        faults.noting { () throws(SnapshotFailure) in try reading.entry(of: head, sequence: sequence) }
    }

    // MARK: Snapshots

    /// Sets aside what a snapshot is to write; it is still found here until `settle` or `takeBack`.
    mutating func freeze() -> FrozenMessages {
        frozen = fresh
        fresh = [:]
        frozenUntouched = untouched
        untouched = [:]
        defer { readBack = [:] }
        return FrozenMessages(name: Self.name, messages: frozen, untouched: frozenUntouched, readBack: readBack)
    }

    /// Goes on with a snapshot's table; what was frozen is in it or untouched.
    mutating func settle(on snapshot: LoadedSnapshot) {
        progress = snapshot.table(Self.name)
        turns += 1
        readBack = [:]
        // A step on its way is nowhere on disk.
        for (sequence, entry) in frozen where entry.isReserved && fresh[sequence] == nil { fresh[sequence] = entry }
        frozen = [:]
        frozenUntouched = [:]
    }

    /// Counts what was frozen among the changes again, since the snapshot could not be written.
    mutating func takeBack() {
        fresh = frozen.merging(fresh) { _, newer in newer }
        frozen = [:]
        for (sequence, head) in frozenUntouched where fresh[sequence] == nil { untouched[sequence] = head }
        frozenUntouched = [:]
    }
}

/// The messages of a snapshot that is being written.
struct FrozenMessages: FrozenPart {
    let name: String
    let messages: [UInt64: MessageEntry]
    /// What is not written, and lives until the snapshot is: giving tens of thousands of messages back takes as many
    /// microseconds, and whoever did it under the queues' lock would hold up everybody.
    fileprivate let untouched: [UInt64: MessageHead]
    fileprivate let readBack: [UInt64: MessageEntry]

    var count: Int { messages.count }

    /// What has happened to those that anything has happened to.
    var entries: [TableEntry] {
        messages.values.filter(\.isTouched).map { TableEntry(key: $0.sequence.tableKey, value: $0.progress) }
    }
}
