internal import DurableLog
internal import LinuxSystem
internal import Messages

/// What retention needs before it can begin: sealed files, and two snapshots that cover them.
///
/// Where much is written both come by themselves. Where little is, nothing would be sealed for months.
extension MessageQueue {
    /// Ends the segment that is written to when something in it may be out of its time, and takes the snapshots that are
    /// missing for what is sealed; what the disk does not take now is tried again the next time.
    func prepareRetention(by policy: RetentionPolicy, at now: Timestamp) async throws(QueueFailure) {
        guard let keeper, isServing, journal.hold == nil else { return }
        let oldest = now.adding(days: -policy.payloadDays).microseconds / 1_000_000
        do throws(JournalFailure) {
            _ = try await journal.seal(ifBegunBefore: UInt32(clamping: oldest))
            // The next one is to be covered by the snapshot before the newest, so two may be missing.
            for _ in 0..<2 where !keeper.isCovering(through: lastDue(by: policy, at: now)) {
                try await takeSnapshot()
            }
        } catch {
            if case .failed = error { throw QueueFailure(appending: error) }
        }
    }

    /// The last record of the sealed files in which something may be out of its time; 0 without any.
    private func lastDue(by policy: RetentionPolicy, at now: Timestamp) -> UInt64 {
        journal.extents.last { $0.isDue(by: policy, at: now) }?.last ?? 0
    }

    /// Takes a snapshot now; returns when the disk has it or does not take it.
    func takeSnapshot() async throws(JournalFailure) {
        guard let keeper else { return }
        await keeper.idle()
        keeper.demand()
        try await journal.mark()
        await keeper.idle()
    }

    /// The messages that records speak of which a start from the older snapshot would apply: what such a start needs must not
    /// be dropped, however long it is settled.
    ///
    /// What is stored meanwhile speaks of no message that is out of its time but to resend it, and that needs nothing of it.
    ///
    /// - Throws: `unreadable` or `unreadableSnapshot`; records that are damaged are passed over, for no start can apply them.
    func mentioned(behind sequence: UInt64) throws(QueueFailure) -> Set<UInt64> {
        var mentioned: Set<UInt64> = []
        var fault: QueueFailure?
        do throws(JournalFailure) {
            try journal.scan(from: sequence + 1, through: .max, pastDamage: { _ in }) { stored in
                guard let record = try? QueueRecord.decode(kind: stored.kind, stored.body) else { return true }
                do throws(QueueFailure) {
                    mentioned.formUnion(try messages(neededBy: record))
                } catch {
                    fault = error
                }
                return fault == nil
            }
        } catch {
            throw .unreadable(error)
        }
        if let fault { throw fault }
        return mentioned
    }

    private func messages(neededBy record: QueueRecord) throws(QueueFailure) -> [UInt64] {
        guard case .accepted(let message, _) = record, message.effect != nil else { return record.mentions }
        return try guarded.withLock { guarded throws(QueueFailure) in
            try guarded.reading { $0.state.messages(neededBy: message) }
        }
    }
}
