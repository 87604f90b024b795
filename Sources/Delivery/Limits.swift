/// What a poller may ask for, and how the outbound doors pace themselves.
enum Limits {
    /// Deliveries in one answer.
    static let deliveriesPerLease = 100
    /// Units that one call leases from when it names them.
    static let unitsPerLease = 1000
    /// Bytes of messages of which an answer is made on the spot; of more it is made beside the connections' loops.
    static let decodedAtOnce = 64 * 1024
    /// Calls of one system that wait for deliveries at the same time, where the directory says nothing else.
    static let waitingPolls = 1_000
    /// Bytes of messages on their way to pollers, from before they are leased until the clients have them: of one system; of
    /// all, beyond what each of them may have whatever the others have, which is the largest message.
    static let leasedBytesOfSystem = 128 << 20
    static let leasedBytes = 256 << 20
    static let leasedBytesOfAnySystem = 16 << 20
    /// Seconds that a long poll waits at most.
    static let longestWait = 60
    /// Seconds that a lease holds at most without renewal.
    static let longestLease = 3600
    /// Seconds that a released delivery is held back at most.
    static let longestReleaseDelay = 3600
    /// Characters of a receiver's own reference, of a fault's code.
    static let reference = 200
    /// Characters of an HSA-id at most.
    static let hsaID = 31
    /// Characters of an id that a system chooses itself.
    static let shortID = 64
    /// Units that one kvittens is given for besides the reader's own.
    static let unitsReadFor = 100
    /// Seconds that a receiver's clock may be ahead of the gateway's when it says when a message was read.
    static let clockAhead = 300.0
    /// Warnings that a receiver may give with its completion.
    static let warnings = 20
    /// Characters of a reason for a rejection.
    static let reason = 2000
    /// Seconds between two looks at the leases at most, and so the longest time before a failed journal is noticed.
    static let watchInterval = 0.25
    /// Seconds between two looks for receipts that have expired.
    static let expiryInterval = 60.0
    /// Seconds after which a receipt that nobody has fetched expires.
    ///
    /// Source: interfaces §3, 14 days unread.
    static let receiptAge = 14.0 * 86_400
    /// Seconds to wait after the queue refused a step, for a full disk or another passing reason.
    static let pauseAfterFailure = 5.0
    /// Bytes of a care plan's content inline.
    ///
    /// Source: the GetCarePlans service description, 100 kB.
    static let inlineCarePlan = 100_000
    /// Seconds that a service which the gateway calls may take for one answer.
    static let outboundAnswer = 30.0
    /// Deliveries remembered as having failed, to tell which of them fail alone.
    static let suspects = 1_000
    /// Seconds after which a plan that is held for want of a care giver is looked at again.
    static let heldPlan = 900.0
    /// Seconds that an outbound worker waits for a delivery before it looks round.
    static let outboundPoll = 60.0
    /// Seconds that an outbound worker holds a lease; longer than it waits for an answer.
    static let outboundLease = 90
}
