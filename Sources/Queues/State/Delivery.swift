package import Messages

/// One message on its way to one destination.
struct Delivery: Hashable {
    /// Where it stands.
    enum Phase: Hashable {
        /// It waits for its turn in the lane.
        case waiting
        /// A poller has it until the boot clock shows so many nanoseconds, and until about that wall time.
        case leased(until: UInt64, Timestamp)
        /// It waits for another attempt until the boot clock shows so many nanoseconds; people are told the wall time.
        case retrying(until: UInt64, at: Timestamp)
        /// It was given up.
        case dead(DeathCause, at: Timestamp)
        /// Its receiver took it.
        case completed(at: Timestamp)
        /// Its sender cancelled it before anybody had it, or its receiver said that it was not for it.
        case cancelled(at: Timestamp)
        /// Somebody put the dead letter aside for good.
        case discarded(at: Timestamp)
        /// It was a receipt that nobody fetched in time.
        case expired(at: Timestamp)
    }

    let id: DeliveryID
    var lane: LaneID
    let availableAt: Timestamp
    var phase = Phase.waiting
    /// Whether a record of its next step is on its way to the disk, so that nobody else may take a step.
    var isReserved = false
    /// Offers made since it was accepted.
    var offers: UInt32 = 0
    /// Attempts begun since it was accepted or last redriven; an attempt given back does not count.
    var attempts = 0
    /// Attempts begun in a row that nobody answered: their leases lapsed, or ended with a restart.
    var unanswered = 0
    /// When the first of these attempts began.
    var firstAttemptAt: Timestamp?
    var firstOfferedAt: Timestamp?
    var history: [Attempt] = []
    var reference: String?
    var note: String?
    /// Whether it waits for something to be mended, and not only for its next attempt.
    var isHeld = false
    /// When it was last given up, and last tried again after that; legal evidence, kept when it ends well.
    var diedAt: Timestamp?
    var redrivenAt: Timestamp?
    var answer: ApplicationAnswer?
    var kvittens: Kvittens?
    var misdirection: Misdirection?
    /// Later messages of its lane that were completed while it was dead, or stood before it when it was redriven.
    var overtakenBy: [MessageID] = []
    /// The replay that has it come again; it stays completed all the while.
    var replay: ReplayMark?

    /// Whether it is neither settled nor given up.
    var isOpen: Bool {
        switch phase {
        case .waiting, .leased, .retrying: replay == nil
        case .dead, .completed, .cancelled, .discarded, .expired: false
        }
    }

    /// Whether it stands in its lane: it waits, is leased or waits for a retry, for the first time or again.
    var isInLane: Bool {
        switch phase {
        case .waiting, .leased, .retrying: true
        case .dead, .completed, .cancelled, .discarded, .expired: false
        }
    }

    /// Whether nobody may be offered it now, though it stands in its lane.
    var isBusy: Bool { isReserved || isActive }

    /// Whether it is leased or waits for a retry.
    var isActive: Bool {
        switch phase {
        case .leased, .retrying: true
        case .waiting, .dead, .completed, .cancelled, .discarded, .expired: false
        }
    }

    /// Whether its receiver misses it, having neither got it nor been told that it is void.
    var isMissing: Bool {
        switch phase {
        case .completed, .cancelled, .expired: false
        case .waiting, .leased, .retrying, .dead, .discarded: true
        }
    }

    /// The system that has it leased.
    var holder: SystemID? {
        if case .leased = phase { history.last?.system } else { nil }
    }

    /// The attempt that an offer began, unless it was too long ago.
    func attempt(of offer: UInt32) -> Attempt? {
        history.last { $0.offer == Int(offer) }
    }

    mutating func begin(_ offer: UInt32, by system: SystemID, at time: Timestamp) {
        offers = offer
        isHeld = false
        attempts += 1
        unanswered += 1
        firstAttemptAt = firstAttemptAt ?? time
        firstOfferedAt = firstOfferedAt ?? time
        if history.count == Limits.listedAttempts { history.remove(at: 1) }
        history.append(Attempt(offer: Int(offer), system: system, offeredAt: time, endedAt: nil, outcome: .open))
    }

    /// Whether its message must stay on disk for it: its receiver has not got it, and nobody put it aside.
    var holdsDisk: Bool {
        if case .dead = phase { true } else { isOpen }
    }

    /// Makes the attempts so far not count.
    mutating func forgetAttempts() {
        attempts = 0
        unanswered = 0
        firstAttemptAt = nil
    }

    /// Makes the last attempt not count.
    mutating func forgetAttempt() {
        attempts = max(attempts - 1, 0)
        if attempts == 0 { firstAttemptAt = nil }
    }

    /// Keeps what a receiver, or the gateway in its stead, says; never a negative after a positive.
    ///
    /// Source: rules, "Receipts".
    mutating func note(_ new: ApplicationAnswer) {
        if answer?.outcome != .ok { answer = new }
    }

    mutating func end(_ offer: UInt32, _ outcome: AttemptOutcome, at time: Timestamp, fault: DeliveryFault? = nil) {
        if outcome != .lapsed { unanswered = 0 }
        guard let index = history.lastIndex(where: { $0.offer == Int(offer) }) else { return }
        history[index].outcome = outcome
        history[index].endedAt = time
        history[index].fault = fault
    }
}

/// The deliveries of one lane key at one destination.
package struct LaneID: Hashable, Sendable {
    let key: LaneKey
    let destination: Destination
    /// Whether it is about compulsory care, which only those are offered who may handle it.
    let isCompulsory: Bool
    /// Whether it is of what comes again, which neither holds up nor waits for what comes for the first time.
    var isReplay: Bool

    /// The lane of a key at a destination.
    package init(key: LaneKey, destination: Destination, isCompulsory: Bool = false, isReplay: Bool = false) {
        self.key = key
        self.destination = destination
        self.isCompulsory = isCompulsory
        self.isReplay = isReplay
    }

    /// The line that it stands in when it has something to offer.
    package var line: LineID { LineID(destination: destination, isCompulsory: isCompulsory, isReplay: isReplay) }
}

/// A line of lanes at a destination: those of compulsory care stand apart, so that nobody who must not have them finds them
/// in the way; and so do those of replays, which come last.
package struct LineID: Hashable, Sendable {
    let destination: Destination
    let isCompulsory: Bool
    let isReplay: Bool
}

/// What has gone wrong in a lane; a lane of which nothing is to be said has none.
struct LaneTroubles: Hashable {
    var dead: [DeliveryID] = []
    /// Deliveries that were given up once and have not reached their receiver since: later ones are told of them.
    var missing: [DeliveryID] = []

    var isEmpty: Bool { dead.isEmpty && missing.isEmpty }
}
