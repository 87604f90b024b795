package import DurableLog
package import Messages

/// How large a store is, what it holds, and how long its room lasts.
package struct StoreStatistics: Sendable {
    /// What was found of the log's files.
    package let log: JournalReport
    /// How many records of each kind can be read, by the kinds' names.
    package let recordsByKind: [String: Int]
    /// When the oldest message that is still there was accepted.
    package let oldestMessageAt: Timestamp?
    /// When the newest was.
    package let newestMessageAt: Timestamp?
    /// Bytes of the files of all snapshots.
    package let snapshotBytes: UInt64
    /// The sequence number that the newest snapshot stands behind; nil without one.
    package let newestSnapshot: UInt64?
    /// Bytes that the file system still has.
    package let freeBytes: UInt64
    /// Bytes that the log has grown by in a day, by the files of the last seven; nil when that is too little to tell.
    package let bytesPerDay: Double?

    /// Days until the free room is used up at that pace; nil when the pace is not known or nothing.
    package var daysToFull: Double? {
        bytesPerDay.flatMap { $0 > 0 ? Double(freeBytes) / $0 : nil }
    }
}
