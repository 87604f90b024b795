/// A journal's figures at one moment, for metrics and reports.
package struct JournalFigures: Hashable, Sendable {
    /// Bytes of segments and kept files, the active segment whole.
    package internal(set) var logBytes: UInt64 = 0
    /// Segment files, the active one among them.
    package internal(set) var segments = 0
    /// Files of what retention left.
    package internal(set) var keptFiles = 0
    /// Spare segments that wait to be used; not in `logBytes`.
    package internal(set) var spares = 0
    /// Bytes that the file system still has, when last asked; nil before it was asked.
    package internal(set) var freeBytes: UInt64?
    /// Bytes of room below which intake is refused.
    package internal(set) var floorBytes: UInt64 = 0
    /// The sequence number of the last record that the disk has for certain.
    package internal(set) var durableSequence: UInt64 = 0
    /// Batches written since the start.
    package internal(set) var batches: UInt64 = 0
    /// Bytes written since the start, headers and padding among them.
    package internal(set) var bytesAppended: UInt64 = 0
    /// Nanoseconds that the last batch took to be synced.
    package internal(set) var lastSyncNanoseconds: UInt64 = 0
    /// Nanoseconds that all batches since the start took to be synced.
    package internal(set) var syncNanoseconds: UInt64 = 0
    /// Files that are not written to any more and are held open for reading.
    package internal(set) var openFiles = 0
    /// Reads that failed since the start: refused by the disk, or not what was stored.
    package internal(set) var failedReads: UInt64 = 0
    /// Whether the journal has failed and refuses everything.
    package internal(set) var hasFailed = false
}
