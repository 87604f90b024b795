/// The queues' limits.
enum Limits {
    /// Deliveries in one answer to a lease.
    static let deliveriesPerLease = 1_000
    /// How often a lease looks on where all that it found has died or was lost.
    static let turnsPerLease = 8
    /// Bytes of payload in one answer to a lease, except that one larger delivery may stand alone.
    static let bytesPerLease = 32 << 20
    /// Seconds of the shortest and longest lease.
    static let leaseSeconds = 1...3_600
    /// Seconds that a time given before may lie ahead of the wall clock to be held.
    static let clockLeadSeconds = 3_600
    /// Seconds for which a wall clock that shows another time is not believed by retention, and how long a store may have
    /// taken nothing before its first wall clock is such a one.
    static let clockDoubtSeconds = 86_400
    /// Seconds that a release may hold a delivery back.
    static let releaseSeconds = 0.0...86_400
    /// Message ids listed as having overtaken a redriven delivery, or as missing before one; the oldest are kept.
    static let listedMessages = 100
    /// Attempts kept with a delivery's history; the first and the latest are what people ask for.
    static let listedAttempts = 50
    /// How often is read, at once, what the disk refuses to give.
    static let readTries = 3
    /// How often messages are recalled for one question before they are read where it is asked.
    static let recalls = 8
    /// Entries of one table read back from disk that are kept in memory for a while.
    static let entriesReadBack = 4_096
    /// Seconds after a failed snapshot until another is tried however little has changed; longer after several.
    static let secondsAfterFailedSnapshot: UInt64 = 60
    /// Bytes that a snapshot writes, or a start replays, from which on memory is given back to the kernel.
    static let bytesWorthGivingBack = 8 << 20
    /// Seconds within which memory is given back to the kernel after a snapshot; that takes some milliseconds for each 100 MB.
    static let secondsUntilMemoryIsGivenBack = 10.0
    /// How many times as many messages as between two snapshots may have changed in memory while a start applies records.
    static let changesInReplay = 4
    /// How many ids, cases and consents take about as much memory as one message.
    static let entriesPerMessage = 8
    /// Bytes of log and snapshots that are read at once when they are looked through, and milliseconds of rest behind them.
    static let bytesVerifiedAtOnce = 1 << 20
    static let millisecondsBetweenVerified = 5
    /// Messages read back from disk that are kept in memory for a while.
    static let messagesReadBack = 4_096
    /// Records of a replay after which messages that nothing has happened to are let go from memory.
    static let recordsBetweenSheds: UInt64 = 50_000
    /// Bytes that an entry of a table takes on disk, about: by it a snapshot is weighed against the pages that it writes.
    static let bytesPerChange = 200
    /// Groups of records of a batch that are applied under the lock before others get at it.
    static let appliedAtOnce = 16
    /// Nanoseconds before something due is looked at again whose message the disk did not give.
    static let unreadPause: UInt64 = 1_000_000_000
    /// How often that is doubled while the disk goes on not giving it.
    static let unreadDoublings = 6
    /// Deliveries whose messages are read from disk at a time for a lease.
    static let deliveriesPerRead = 16
    /// The largest sequence number and the last receiver's place that the index of open deliveries has room for.
    static let largestOpenSequence: UInt64 = 1 << 40 - 1
    static let largestOpenRecipient: UInt32 = 1 << 16 - 1
    /// Lines, of usual and of compulsory care, that have open deliveries at one time.
    static let openLines = 1 << 16
    /// Open deliveries and their lanes.
    static let openNodes = 1 << 32 - 1
    /// Sequence numbers, lines and nodes kept free for messages on their way to the disk when the next one is refused.
    static let openReserve = 1 << 12
    /// Deliveries of one replay that are in their queue at most.
    static let replayPortion = 200
    /// Deliveries of one replay in its queue below which more are put there.
    static let replayLowWater = 100
    /// Sequence numbers that are looked at for a replay at once, under the lock.
    static let replayLooks: UInt64 = 4_096
    /// Ranges of records that a replay could not read and tells apart.
    static let unreadRanges = 100
    /// How often a ticker looks on for one replay, when it finds little.
    static let replayStepsPerTick = 64
}
