package import Queues

/// The words by which the API tells what the queues know. They are part of the contract; the queues' own names are not.
extension DeliveryState {
    /// The state in one word: `waiting`, `leased`, `retrying`, `held`, `dead`, `completed`, `cancelled`, `discarded` or
    /// `expired`.
    package var word: String {
        switch self {
        case .waiting: "waiting"
        case .leased: "leased"
        case .retrying: "retrying"
        case .dead: "dead"
        case .completed: "completed"
        case .held: "held"
        case .cancelled: "cancelled"
        case .discarded: "discarded"
        case .expired: "expired"
        }
    }
}

extension AttemptOutcome {
    /// How an attempt ended, in one word.
    package var word: String {
        switch self {
        case .open: "leased"
        case .completed: "completed"
        case .rejected: "rejected"
        case .failed: "failed"
        case .lapsed: "lapsed"
        case .released: "released"
        case .held: "held"
        }
    }
}

extension DeathCause {
    /// The causes in the order of the contract.
    package static let all: [DeathCause] = [.rejected, .attemptsSpent, .timeSpent, .poison, .unreadable]

    /// Why a delivery was given up, in one word.
    package var word: String {
        switch self {
        case .rejected: "rejected"
        case .attemptsSpent: "attemptsSpent"
        case .timeSpent: "timeSpent"
        case .poison: "poison"
        case .unreadable: "unreadable"
        }
    }

    /// The cause of a word; nil for any other.
    package init?(word: String) {
        guard let cause = Self.all.first(where: { $0.word == word }) else { return nil }
        self = cause
    }
}

extension ReceiptOutcome {
    /// How a message fared, in the word of an application receipt.
    package var word: String {
        switch self {
        case .ok: "ok"
        case .transient: "transient-error"
        case .fatal: "fatal-error"
        }
    }
}

extension LeaseLoss {
    /// What happened to the lease, for the problem answer.
    package var detail: String {
        switch self {
        case .unknown, .otherSystem: "no such lease is known; lease again"
        case .offeredAnew: "the lease ran out, and the delivery has been offered anew since"
        case .completed: "the same lease was completed before"
        case .rejected: "the same lease was rejected before"
        case .released: "the same lease was given back before"
        case .accepted: "the unit has accepted the message in a receipt of its own"
        case .settled: "the delivery was settled meanwhile: its sender cancelled it, or an operator put it aside"
        case .lapsed: "the lease ran out; lease again"
        }
    }
}
