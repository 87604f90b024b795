/// What waits for the journal's writer, and whether anything may still be added.
///
/// The next batch takes shape here while the one before is being synced, by those who add to it: the writer, for which
/// everybody waits, has only to write it.
struct JournalBacklog: ~Copyable {
    /// What the one who adds must do.
    enum Admission {
        /// The writer will come to it: it is at work, or is woken when the thread has added the rest.
        case queued
        /// The writer sleeps: wake it.
        case wakeWriter
        /// Not taken.
        case refused(JournalFailure)
    }

    /// How much intake may wait for the disk.
    struct IntakeQuota {
        /// Bytes.
        let bytes: Int
        /// Nanoseconds that the oldest of what waits may have waited.
        let age: UInt64
    }

    /// A thread that has more to add at once.
    private struct Gatherer {
        let thread: UInt
        /// Whether something of its own waits.
        var hasAdded = false
    }

    private var forming = PendingBatch()
    /// What came when the batch was full or is too large to be copied while others wait for the lock, and all after it.
    private var behind: [(entry: PendingBatch.Entry, since: UInt64)] = []
    private var intakeBytes = 0
    private var isWriting = false
    /// Threads that have more to add at once.
    private var gatherers: [Gatherer] = []
    /// Whether some of what waits is of a thread that has nothing more to add at once, or must go on for its size.
    private var isDue = false
    /// When the oldest came of what waits, and of what is being written; 0 for none.
    private var formingSince: UInt64 = 0
    private var writingSince: UInt64 = 0
    private(set) var refusal: JournalFailure?

    private var isEmpty: Bool { forming.isEmpty && behind.isEmpty }

    /// Takes a group in, unless it is refused.
    ///
    /// - Parameters:
    ///   - entry: the group, and who is to be told.
    ///   - quota: how much intake may wait.
    ///   - now: boot time in nanoseconds.
    ///   - thread: who adds it; of one that gathers it waits for what follows.
    /// - Returns: what is to be done.
    mutating func add(
        _ entry: PendingBatch.Entry, within quota: IntakeQuota, at now: UInt64, by thread: UInt
    ) -> Admission {
        if let refusal { return .refused(refusal) }
        let length = entry.group.bytes.count
        if entry.purpose == .intake {
            // One group always fits, however large, or a message above the limit could never be taken.
            guard intakeBytes == 0 || intakeBytes + length <= quota.bytes else { return .refused(.overloaded) }
            let oldest = writingSince > 0 ? writingSince : formingSince
            guard oldest == 0 || now < oldest + quota.age else { return .refused(.overloaded) }
            intakeBytes += length
        }
        if isEmpty { formingSince = now }
        if behind.isEmpty, length <= Limits.copiedBytes, forming.takes(length) {
            forming.add(entry)
        } else {
            behind.append((entry, now))
        }
        let gatherer = gatherers.firstIndex { $0.thread == thread }
        if let gatherer { gatherers[gatherer].hasAdded = true }
        if gatherer == nil || !behind.isEmpty || forming.bodyLength > Limits.gatheredBytes { isDue = true }
        return wakesWriter() ? .wakeWriter : .queued
    }

    /// Notes that a thread has more to add at once: until it has ended, what it adds wakes nobody unless it is much or large.
    mutating func beginGathering(_ thread: UInt) {
        gatherers.append(Gatherer(thread: thread))
    }

    /// Notes that a thread has added all that it had.
    ///
    /// - Returns: whether the writer must be woken.
    mutating func endGathering(_ thread: UInt) -> Bool {
        guard let index = gatherers.firstIndex(where: { $0.thread == thread }) else { return false }
        // What others gather goes on waiting, unless something of this one's is among it.
        if gatherers.remove(at: index).hasAdded { isDue = true }
        return wakesWriter()
    }

    private mutating func wakesWriter() -> Bool {
        guard isDue, !isWriting else { return false }
        isWriting = true
        return true
    }

    /// Takes what goes into the next batch, in order; when nothing waits, or only what is still being gathered, the writer goes
    /// to sleep.
    ///
    /// - Parameter batch: where the batch after it takes shape; the next one when this returns.
    /// - Returns: the groups that the writer is to add to the batch itself.
    mutating func takeBatch(_ batch: inout PendingBatch) -> [PendingBatch.Entry] {
        // Whoever gathers will not come any more to a journal that has been closed or has failed.
        guard isDue || refusal != nil else {
            isWriting = false
            writingSince = 0
            return []
        }
        swap(&batch, &forming)
        let rest = takeRest(behind: batch)
        intakeBytes -= batch.intakeBytes
        for entry in rest where entry.purpose == .intake { intakeBytes -= entry.group.bytes.count }
        isWriting = !(batch.isEmpty && rest.isEmpty)
        writingSince = isWriting ? formingSince : 0
        formingSince = behind.first?.since ?? 0
        isDue = !behind.isEmpty
        if !isDue { for index in gatherers.indices { gatherers[index].hasAdded = false } }
        return rest
    }

    /// Notes that what was taken is not waited for any more, before those who did are told: what they add then meets no age
    /// of what is over.
    ///
    /// - Returns: whether nothing waits for the writer.
    mutating func endBatch() -> Bool {
        writingSince = 0
        return !isDue
    }

    /// Refuses everything from now on; the first reason stays, but a failure is worse than having been closed.
    mutating func refuse(_ failure: JournalFailure) {
        if refusal == nil || refusal == .closed { refusal = failure }
    }

    private mutating func takeRest(behind batch: borrowing PendingBatch) -> [PendingBatch.Entry] {
        guard !behind.isEmpty else { return [] }
        var length = batch.bodyLength
        var count = 0
        while count < behind.count {
            let next = behind[count].entry.group.bytes.count
            if length > 0, length + next > Limits.batchBytes { break }
            length += next
            count += 1
        }
        let rest = behind[..<count].map(\.entry)
        behind.removeFirst(count)
        return rest
    }
}

/// What a group of records is for.
package enum AppendPurpose: Hashable, Sendable {
    /// New work: refused when too much waits or the disk is full.
    case intake
    /// The end of work already taken: goes on, from a reserve, when the disk is full.
    ///
    /// The reserve is a whole segment, 16,383 batches at 64 MiB, and half of one in the first moments of a store's
    /// life, before its first spare segment is made. When it is used up settlements are refused too.
    case settlement
}
