internal import Messages

/// One message on its way to one destination: what has happened to it, and where it stands.
struct Delivery: Sendable {
    /// What a receiver has said by a lease; saying the same again changes nothing.
    enum Verdict {
        case completed, rejected, released
    }

    let id: DeliveryID
    let message: MessageID
    let destination: Destination
    let lane: LaneID
    let availableAt: Timestamp
    var state = DeliveryStatus.State.waiting
    /// How often it has been offered; the last offer's number.
    var offers: UInt32 = 0
    /// Attempts that failed and that the policy counts.
    var failedAttempts = 0
    var firstOfferedAt: Timestamp?
    /// Who got the last offer.
    var system: SystemID?
    /// When the lease ends, in nanoseconds of the boot-time clock.
    var leaseEnd: UInt64 = 0
    /// When it may be tried again, in nanoseconds of the boot-time clock.
    var due: UInt64 = 0
    /// Whether a record about it is on its way to the disk; nothing else is decided until it is there.
    var isBusy = false
    /// What was said by the last offer, if anything was.
    var verdict: Verdict?
    var settledAt: Timestamp?
    var reference: String?
    var note: String?
    var cause: DeadLetterCause?
    var fault: DeliveryFault?
    var overtakenBy: [MessageID] = []
    var attempts: [DeliveryAttempt] = []

    init(id: DeliveryID, message: MessageID, destination: Destination, lane: LaneID, availableAt: Timestamp) {
        self.id = id
        self.message = message
        self.destination = destination
        self.lane = lane
        self.availableAt = availableAt
    }

    /// The lease of the last offer.
    var lease: LeaseID { LeaseID(delivery: id, offer: offers) }

    /// Closes the entry of the last attempt in the history.
    mutating func endAttempt(_ outcome: String) {
        guard let last = attempts.popLast() else { return }
        attempts.append(DeliveryAttempt(at: last.at, system: last.system, outcome: outcome))
    }
}

/// What is kept of a message in memory; its payload stays on disk.
struct StoredMessage: Sendable {
    let acceptance: Acceptance
    let place: MessagePlace
    let digest: MessageDigest
    let type: String
    let senderUnit: UnitID
    let caseID: CaseID?
    let sentAt: Timestamp
    let isReceipt: Bool
    let deliveries: [DeliveryID]
}

/// The deliveries of a lane to one destination.
struct LaneID: Hashable, Sendable {
    let key: LaneKey
    let destination: Destination
}

/// Deliveries that go one behind the other.
struct Lane: Sendable {
    /// Those that are not settled, the next one first.
    var queue: [DeliveryID] = []
    /// All that were ever accepted, in order, for telling what a redriven dead letter was overtaken by.
    var members: [DeliveryID] = []
    /// Those that were given up and not tried again.
    var dead: [DeliveryID] = []
    /// Whether it stands in its destination's line of lanes that have something to lease.
    var isListed = false
}
