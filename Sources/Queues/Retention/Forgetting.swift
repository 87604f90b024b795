internal import DurableLog
internal import LinuxSystem
internal import Messages
internal import SnapshotFiles

/// Tells which entries of tables are out of their time: what they speak of is wholly forgotten, and nothing needs them.
///
/// The log goes first: a message is gone when retention has dropped its record, which it never does while a delivery is open
/// or dead. What is known of it beside the log follows. What cannot be read is kept.
struct Forgetting: Sendable {
    private let queue: MessageQueue
    /// When this is asked.
    private let now: Timestamp
    private let days: Int
    /// The files of the log, as they were then.
    private let extents: [LogExtent]

    init(_ queue: MessageQueue, at now: Timestamp, after days: Int) {
        self.queue = queue
        self.now = now
        self.days = days
        extents = queue.journal.extents
    }

    /// By table, which entries may be forgotten; tables in which that can be none are left out.
    ///
    /// While no file of the log is of an age to have let a record go, no message is gone and no case: then no table is asked
    /// that follows them. Asking about a case reads it from disk under the queues' lock, behind every snapshot and for every
    /// entry of a merge, which took 4 to 5 % of the user time of posts under load.
    var dropping: SnapshotStore.Dropping {
        extents.contains(where: mayHaveLetGo) ? byTime.merging(byMessage) { first, _ in first } : byTime
    }

    /// What is out of its time by what its own entry tells.
    private var byTime: SnapshotStore.Dropping {
        [
            "ids": { isIDOver($1) },
            "transmissions": { isIDOver($1) },
            "early-cancellations": { _, value in
                (try? EarlyCancellations(decoding: value))?.byOrganisation.values.allSatisfy {
                    $0.at.adding(days: days) <= now
                } ?? false
            },
        ]
    }

    /// What follows the messages that it speaks of.
    private var byMessage: SnapshotStore.Dropping {
        [
            "progress": { key, _ in isGone(key.low) },
            "cases": { _, value in (try? CaseEntry(decoding: value)).map(isOver) ?? false },
            "case-names": { _, value in
                (try? [NamedCase](decoding: value))?.allSatisfy { isCaseGone($0.key) } ?? false
            },
            "consents": { _, value in
                (try? ConsentRegistration(decoding: value)).map { isOver($0.order, in: $0.caseKey) } ?? false
            },
            "consent-withdrawals": { _, value in
                (try? [ConsentWithdrawal](decoding: value))?.allSatisfy { isOver($0.order, in: $0.caseKey) } ?? false
            },
            "case-consents": { key, value in
                guard let said = try? CaseConsents(decoding: value) else { return false }
                return isCaseGone(CaseKey(key.low)) && said.registered.allSatisfy(isGone)
                    && said.withdrawn.allSatisfy { isGone($0.order) }
            },
        ]
    }

    /// Whether the record of a number has been dropped.
    func isGone(_ sequence: UInt64) -> Bool {
        guard let extent = extent(of: sequence), mayHaveLetGo(extent) else { return false }
        do throws(JournalFailure) {
            return try queue.journal.record(sequence) == nil
        } catch {
            return false
        }
    }

    /// Whether retention may have dropped records of a file, and they were of an age to be forgotten.
    private func mayHaveLetGo(_ extent: LogExtent) -> Bool {
        guard extent.kind == .kept, let begun = extent.firstWrittenAt else { return false }
        return Timestamp(microseconds: Int64(begun) * 1_000_000).adding(days: days) <= now
    }

    private func extent(of sequence: UInt64) -> LogExtent? {
        var (low, high) = (0, extents.count)
        while low < high {
            let middle = (low + high) / 2
            if extents[middle].last < sequence { low = middle + 1 } else { high = middle }
        }
        return low < extents.count && extents[low].first <= sequence ? extents[low] : nil
    }

    /// Whether an id was used so long ago that it may be used again, and nothing of its message is open or dead: that may
    /// still be cancelled, or sent again.
    private func isIDOver(_ value: [UInt8]) -> Bool {
        guard let entry = try? LedgerEntry(decoding: value), entry.day < now.day - Int32(clamping: days) else {
            return false
        }
        return isGone(entry.sequence) || queue.isSettled(entry.sequence)
    }

    /// Whether a message is known no more, or its record is gone.
    private func isGone(_ id: MessageID) -> Bool {
        guard let sequence = known({ $0.sequences[id] }) else { return false }
        return sequence.map { isGone($0.sequence) } ?? true
    }

    /// Whether all messages of a case are gone; the youngest is the likeliest not to be.
    private func isOver(_ entry: CaseEntry) -> Bool {
        isGone(entry.order) && entry.messages.reversed().allSatisfy(isGone)
    }

    private func isCaseGone(_ key: CaseKey) -> Bool {
        guard let entry = known({ $0.cases.entry(of: key) }) else { return false }
        return entry.map(isOver) ?? true
    }

    /// Whether a message and its case are gone.
    private func isOver(_ sequence: UInt64, in key: CaseKey?) -> Bool {
        isGone(sequence) && (key.map(isCaseGone) ?? true)
    }

    /// What the queues know; nil when the disk does not give it.
    private func known<Value: Sendable>(_ look: (QueueState) -> Value?) -> Value?? {
        try? queue.guarded.withLock { guarded throws(QueueFailure) in
            try guarded.reading { look($0.state) }
        }
    }
}

extension MessageQueue {
    /// Whether all deliveries of a message are settled; false when it cannot be read.
    fileprivate func isSettled(_ sequence: UInt64) -> Bool {
        let (known, reading) = guarded.withLock { guarded in
            let messages = guarded.state.messages
            return (messages.isInMemory(sequence) ? messages[sequence] : nil, messages.reading)
        }
        if let known { return known.settledAt != nil }
        switch ReadMessage(sequence, from: journal, reading) {
        case .found(_, let entry): return entry.settledAt != nil
        case .missed(.gone): return true
        case .missed(.failed): return false
        }
    }

    /// Forgets what is known beside the log of messages that are gone from it: writes tables anew, and has two snapshots taken
    /// so that the files before go too.
    ///
    /// - Throws: `journalFailed`.
    func forget(at now: Timestamp) async throws(QueueFailure) {
        guard let keeper, isServing, journal.hold == nil else { return }
        let hasForgotten = await onRetention {
            let forgetting = keeper.forgetting(self, at: now)
            let lists = self.forgetLists(by: forgetting)
            return keeper.forgetAll(by: forgetting.dropping) || lists
        }
        guard hasForgotten else { return }
        do throws(JournalFailure) {
            for _ in 0..<2 { try await takeSnapshot() }
        } catch {
            if case .failed = error { throw QueueFailure(appending: error) }
        }
    }

    /// Takes what is gone out of the lists that every snapshot has whole.
    private func forgetLists(by forgetting: Forgetting) -> Bool {
        let (listed, missing) = guarded.withLock { guarded in
            (guarded.state.listed, Set(guarded.state.troubles.values.flatMap(\.missing)))
        }
        let goneListed = Set(listed.filter(forgetting.isGone))
        let goneMissing = missing.filter { forgetting.isGone($0.message) }
        let goneLost = guarded.withLock { $0.state.messages.losses.settledMessages }.filter(forgetting.isGone)
        guard !goneListed.isEmpty || !goneMissing.isEmpty || !goneLost.isEmpty else { return false }
        guarded.withLock { guarded in
            for message in goneLost { guarded.state.messages.losses.forget(message) }
            guarded.state.listed.removeAll { goneListed.contains($0) }
            for (lane, var trouble) in guarded.state.troubles
            where trouble.missing.contains(where: goneMissing.contains) {
                trouble.missing.removeAll { goneMissing.contains($0) }
                guarded.state.troubles[lane] = trouble.isEmpty ? nil : trouble
            }
        }
        return true
    }
}
