/// What waits for the journal's writer, and whether anything may still be added.
struct JournalBacklog {
    /// A group and who is to be told.
    struct Entry {
        let group: RecordGroup
        let purpose: AppendPurpose
        let completion: @Sendable (Result<AppendedGroup, JournalFailure>) -> Void
    }

    /// What the one who adds must do.
    enum Admission {
        /// The writer is at work and will come to it.
        case queued
        /// The writer sleeps: wake it.
        case wakeWriter
        /// Not taken.
        case refused(JournalFailure)
    }

    private var entries: [Entry] = []
    private var intakeBytes = 0
    private var isWriting = false
    private(set) var refusal: JournalFailure?

    /// Whether nothing waits for the writer but what it has taken.
    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ entry: Entry, intakeLimit: Int) -> Admission {
        if let refusal { return .refused(refusal) }
        if entry.purpose == .intake {
            // One group always fits, however large, or a message above the limit could never be taken.
            guard intakeBytes == 0 || intakeBytes + entry.group.bytes.count <= intakeLimit
            else { return .refused(.overloaded) }
            intakeBytes += entry.group.bytes.count
        }
        entries.append(entry)
        if isWriting { return .queued }
        isWriting = true
        return .wakeWriter
    }

    /// Takes what goes into the next batch, in order; when nothing waits the writer goes to sleep.
    mutating func takeBatch() -> [Entry] {
        var bytes = 0
        var count = 0
        while count < entries.count {
            let size = entries[count].group.bytes.count
            if count > 0, bytes + size > Limits.batchBytes { break }
            bytes += size
            if entries[count].purpose == .intake { intakeBytes -= size }
            count += 1
        }
        if count == 0 { isWriting = false }
        // Mostly all goes, and then nothing is copied while others wait for the lock.
        var rest: [Entry] = []
        if count < entries.count {
            rest = Array(entries[count...])
            entries.removeLast(rest.count)
        }
        swap(&rest, &entries)
        return rest
    }

    /// Refuses everything from now on; the first reason stays, but a failure is worse than having been closed.
    mutating func refuse(_ failure: JournalFailure) {
        if refusal == nil || refusal == .closed { refusal = failure }
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
