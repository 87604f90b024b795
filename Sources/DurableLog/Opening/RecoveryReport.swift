/// What was found when a journal was opened.
package struct RecoveryReport: Hashable, Sendable {
    /// How many of the caller's records were replayed.
    package internal(set) var records = 0
    /// The highest sequence number in use; 0 in a new store.
    package internal(set) var lastSequence: UInt64 = 0
    /// Bytes of a torn tail that were cut: written by a crash's last, unacknowledged batch.
    package internal(set) var tornBytes = 0
    /// The file in the log's folder that keeps the cut bytes; nil when there were none.
    package internal(set) var tornFile: String?
    /// How many records may have been in it, at most; each was of a call that had no answer yet.
    package internal(set) var tornRecords = 0
    /// When the last batch that is whole was written, in seconds since 1970 by the wall clock: what is torn is younger; nil
    /// when nothing was torn, or the batch does not tell.
    package internal(set) var tornSince: UInt32?
    /// Whether the log was left idle or closed in order, so that nothing after its last record can have been lost.
    package internal(set) var endsWithMark = false
}
