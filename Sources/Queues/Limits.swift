/// The queues' limits.
enum Limits {
    /// Deliveries in one answer to a lease.
    static let deliveriesPerLease = 1_000
    /// Bytes of payload in one answer to a lease, except that one larger delivery may stand alone.
    static let bytesPerLease = 32 << 20
    /// Seconds of the shortest and longest lease.
    static let leaseSeconds = 1...3_600
    /// Seconds that the last acceptance may lie ahead of the wall clock at a start to be believed.
    static let clockLeadSeconds = 3_600
    /// Seconds that a release may hold a delivery back.
    static let releaseSeconds = 0.0...86_400
    /// Message ids listed as having overtaken a redriven delivery, or as missing before one; the oldest are kept.
    static let listedMessages = 100
    /// Attempts kept with a delivery's history; the first and the latest are what people ask for.
    static let listedAttempts = 50
    /// Deliveries of one replay that are in their queue at most.
    static let replayPortion = 200
    /// Deliveries of one replay in its queue below which more are put there.
    static let replayLowWater = 100
    /// Sequence numbers that are looked at for a replay at once, under the lock.
    static let replayLooks: UInt64 = 4_096
    /// How often a ticker looks on for one replay, when it finds little.
    static let replayStepsPerTick = 64
}
