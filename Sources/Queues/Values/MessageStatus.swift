package import Messages

/// Where a delivery stands.
package enum DeliveryState: Hashable, Sendable {
    /// It may be leased when its turn in the lane comes.
    case waiting
    /// A poller has it.
    case leased
    /// A failed attempt is followed by another at this time.
    case retrying(at: Timestamp)
    /// Something must be mended first; it is looked at again at this time.
    case held(until: Timestamp)
    /// It was given up.
    case dead
    /// Its receiver took it.
    case completed
    /// Its sender cancelled it before its receiver had it, or its receiver said that it was not for it.
    case cancelled
    /// An operator put the dead letter aside for good.
    case discarded
    /// It was a receipt that nobody fetched in time.
    case expired
}

/// How an attempt ended.
package enum AttemptOutcome: UInt8, Hashable, Sendable {
    /// It has not ended, or was ended by a restart.
    case open = 0
    /// The receiver took the delivery.
    case completed = 1
    /// The receiver will never take it.
    case rejected = 2
    /// The receiver could not take it this time, or the gateway could not give it.
    case failed = 3
    /// No answer came before the lease ran out.
    case lapsed = 4
    /// It was given back untried; the attempt does not count.
    case released = 5
    /// It waits for something to be mended; the attempt does not count.
    case held = 6
}

/// One offer of a delivery to a system.
package struct Attempt: Hashable, Sendable {
    /// The offer's number at this delivery, from 1.
    package let offer: Int
    /// The system that leased it.
    package let system: SystemID
    /// When the disk was asked to keep the offer; the payload left after that.
    package let offeredAt: Timestamp
    /// When it ended; nil while it is open.
    package internal(set) var endedAt: Timestamp?
    /// How it ended.
    package internal(set) var outcome: AttemptOutcome
    /// What was said about it; nil when it did not fail.
    package internal(set) var fault: DeliveryFault?
}

/// Why a delivery was given up.
package enum DeathCause: UInt8, Hashable, Sendable {
    /// The receiver said that it will never take it, or the gateway can never give it: the fault's code tells which.
    case rejected = 1
    /// The attempts were used up.
    case attemptsSpent = 2
    /// The time from the first attempt was used up.
    case timeSpent = 3
    /// Nobody who had it answered, time after time, and what it went to may have ended by it.
    case poison = 4
    /// Its message could not be read back from the disk.
    case unreadable = 5
}

/// What became of a message at one receiver.
package struct DeliveryStatus: Hashable, Sendable {
    /// The delivery.
    package let delivery: DeliveryID
    /// Where it goes.
    package let destination: Destination
    /// Where it stands.
    package let state: DeliveryState
    /// When it could first be fetched; legal evidence, never changed, redriven or not.
    package let firstAvailableAt: Timestamp
    /// When it was first offered to its receiver, nil before; legal evidence, never changed.
    package let firstOfferedAt: Timestamp?
    /// When it was completed or given up; nil before.
    package let settledAt: Timestamp?
    /// The attempts in order: the first and the latest 49.
    package let attempts: [Attempt]
    /// The receiver's own reference, given when it completed.
    package let reference: String?
    /// The receiver's note, given when it completed.
    package let note: String?
    /// Why it was given up; nil unless it is dead.
    package let death: DeathCause?
    /// When it was last given up, also when it was tried again and ended well since; nil when it never was.
    package let diedAt: Timestamp?
    /// When an operator last had it tried again after that.
    package let redrivenAt: Timestamp?
    /// What the receiving system, or the gateway in its stead, said of it; nil while nobody has.
    package let answer: ApplicationAnswer?
    /// That a named person of the unit has read it; nil while nobody has said so.
    package let kvittens: Kvittens?
    /// That the unit has said that the message was not for it; nil while it has not.
    ///
    /// It takes back no answer of its system.
    package let misdirection: Misdirection?
}

/// What became of a message.
package struct MessageStatus: Hashable, Sendable {
    /// What its sender was answered.
    package let acceptance: Acceptance
    /// The message's type, as its format names it.
    package let type: String
    /// The version of that type.
    package let version: Int
    /// The unit that sent it.
    package let senderUnit: UnitID
    /// The system that sent it.
    package let senderSystem: SystemID
    /// The case it belongs to; nil when it names none.
    package let caseID: CaseID?
    /// The message that it answers or corrects; nil when it names none.
    package let refersTo: MessageID?
    /// When its sender says that it was sent.
    package let sentAt: Timestamp
    /// Whether it is a receipt itself.
    package let isReceipt: Bool
    /// The organisation of the unit that sent it.
    package let senderOrganisation: UnitID?
    /// The case that it was found to belong to.
    package let caseKey: CaseKey?
    /// Its place in the order of acceptance.
    package let sequence: UInt64
    /// Whom it is about.
    package let patient: PatientKey?
    /// The message that it takes the place of.
    package let replaces: MessageID?
    /// That its sender has cancelled it; nil while not.
    package let cancellation: Cancellation?
    /// To whom receivers have passed it on, in the order in which they did.
    package let forwardings: [Forwarding]
    /// What it does to other messages or to its case; nil when nothing.
    package let effect: MessageEffect?
    /// Its deliveries in the order of its receivers; none for a receiver that was skipped.
    package let deliveries: [DeliveryStatus]
}

/// A delivery that was given up.
package struct DeadLetter: Hashable, Sendable {
    /// What is known of the delivery.
    package let facts: DeliveryFacts
    /// When it was given up.
    package let diedAt: Timestamp
    /// Why it was given up.
    package let cause: DeathCause
    /// The last fault.
    package let fault: DeliveryFault
    /// The attempts in order: the first and the latest 49.
    package let attempts: [Attempt]
    /// When it could first be fetched; legal evidence, never changed, redriven or not.
    package let firstAvailableAt: Timestamp
}

/// The sum that must come out: every delivery made is in exactly one state.
package struct Conservation: Hashable, Sendable {
    /// Deliveries ever made.
    package internal(set) var created = 0
    /// Those that their receivers took.
    package internal(set) var completed = 0
    /// Those that may be leased when their turn comes.
    package internal(set) var waiting = 0
    /// Those that pollers have.
    package internal(set) var leased = 0
    /// Those that wait for another attempt.
    package internal(set) var retrying = 0
    /// Those that wait for something to be mended.
    package internal(set) var held = 0
    /// Those given up.
    package internal(set) var dead = 0
    /// Those that their senders cancelled in time.
    package internal(set) var cancelled = 0
    /// Those given up and put aside for good.
    package internal(set) var discarded = 0
    /// Receipts that nobody fetched in time.
    package internal(set) var expired = 0

    /// Those that are neither settled nor given up.
    package var open: Int { waiting + leased + retrying + held }

    /// Deliveries made minus all that are accounted for; anything but 0 is a bug.
    package var difference: Int {
        created - completed - waiting - leased - retrying - held - dead - cancelled - discarded - expired
    }
}
