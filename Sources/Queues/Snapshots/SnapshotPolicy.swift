internal import SnapshotFiles

/// When a snapshot of the queues' state is taken: each bounds what a start replays, and the memory for what is not on disk yet.
package struct SnapshotPolicy: Hashable, Sendable {
    /// Changes of messages, ids and cases after which one is taken.
    package var changes: Int
    /// Records of the journal after which one is taken.
    package var records: UInt64
    /// Seconds after which one is taken when anything has changed, however little.
    package var seconds: Int
    /// Days that ids are kept, by which duplicates are known, and what is known of cases.
    package var ledgerDays: Int
    /// Whether snapshots are written while the queues go on; else before the next batch, so that what is written to disk, and
    /// when, follows from what is asked of the queues.
    package var isInBackground: Bool
    /// How large the files are.
    var files = SnapshotOptions()

    /// Takes the policy.
    ///
    /// Source: interfaces, "Retention"; journal, "Duplicate ledger".
    package init(
        changes: Int = 40_000, records: UInt64 = 100_000, seconds: Int = 86_400, ledgerDays: Int = 400,
        isInBackground: Bool = true
    ) {
        self.changes = changes
        self.records = records
        self.seconds = seconds
        self.ledgerDays = ledgerDays
        self.isInBackground = isInBackground
    }
}
