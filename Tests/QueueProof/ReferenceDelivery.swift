package import Queues

/// A delivery of the reference queue.
package struct ReferenceDelivery: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        case waiting
        case leased(until: Int64)
        case retrying(at: Int64, isHeld: Bool)
        case dead(DeathCause, at: Int64)
        case completed(at: Int64)
        case cancelled(at: Int64)
        case discarded(at: Int64)
        case expired(at: Int64)
    }

    package struct Attempt: Hashable, Sendable {
        package var outcome = AttemptOutcome.open
        package let offeredAt: Int64
        package var endedAt: Int64?
    }

    package let name: DeliveryName
    package let lane: ReferenceQueue.LaneName
    package let availableAt: Int64
    package var phase = Phase.waiting
    /// One for each offer, in order.
    package var history: [Attempt] = []
    /// Attempts that count.
    package var attempts = 0
    package var firstAttemptAt: Int64?
    package var diedAt: Int64?
    package var redrivenAt: Int64?
    package var overtakenBy: [MessageName] = []
    /// Those of `overtakenBy` that the queue need not know: one of the two could not be read when it happened.
    package var unsurelyOvertakenBy: Set<MessageName> = []
    /// Whether it was given up while nothing of its message was in memory or could be read.
    package var isLost = false

    package var isOpen: Bool {
        switch phase {
        case .waiting, .leased, .retrying: true
        case .dead, .completed, .cancelled, .discarded, .expired: false
        }
    }

    package var isDead: Bool {
        if case .dead = phase { true } else { false }
    }

    /// Whether its receiver has neither got it nor been told that it is void.
    package var isMissing: Bool {
        switch phase {
        case .completed, .cancelled, .expired: false
        case .waiting, .leased, .retrying, .dead, .discarded: true
        }
    }

    /// The last offer, while a lease of it runs.
    package var openOffer: OfferName? {
        if case .leased = phase { OfferName(delivery: name, offer: history.count) } else { nil }
    }

    package mutating func end(_ outcome: AttemptOutcome, offer: Int, at now: Int64) {
        history[offer - 1].outcome = outcome
        history[offer - 1].endedAt = now
    }

    package mutating func forgetAttempt() {
        attempts = max(attempts - 1, 0)
        if attempts == 0 { firstAttemptAt = nil }
    }

    /// As it is seen at a time; what is due waits.
    package func view(at now: Int64) -> QueueView.DeliveryView {
        var view = QueueView.DeliveryView(place: name.place, state: .waiting, firstAvailableAt: availableAt)
        view.firstOfferedAt = history.first?.offeredAt
        view.diedAt = diedAt
        view.redrivenAt = redrivenAt
        view.attempts = history.enumerated().map { index, attempt in
            .init(
                offer: index + 1, outcome: attempt.outcome, offeredAt: attempt.offeredAt, endedAt: attempt.endedAt)
        }
        switch phase {
        case .waiting: view.state = .waiting
        case .leased: view.state = .leased
        case .retrying(let due, let isHeld):
            view.state = QueueView.waiting(until: due, isHeld: isHeld, at: now)
        case .dead(let cause, let time):
            view.state = .dead
            view.settledAt = time
            view.death = cause
        case .completed(let time):
            view.state = .completed
            view.settledAt = time
        case .cancelled(let time):
            view.state = .cancelled
            view.settledAt = time
        case .discarded(let time):
            view.state = .discarded
            view.settledAt = time
        case .expired(let time):
            view.state = .expired
            view.settledAt = time
        }
        return view
    }
}
