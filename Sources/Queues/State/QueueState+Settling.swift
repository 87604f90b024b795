internal import Messages

extension QueueState {
    /// What an answer to a lease meets.
    enum Verdict {
        /// It holds; the delivery is reserved for it.
        case holds
        /// Another step of the delivery is on its way to the disk: ask again after it.
        case busy
        /// The lease has had its answer.
        case answered(AttemptOutcome)
        case lost(LeaseLoss)
    }

    /// Judges an answer and reserves the delivery when it holds.
    ///
    /// A lease that ran out, or that a restart ended, still answers for its delivery as long as nobody else has it. Of a
    /// dead letter it can only say that its receiver has it after all: anything else would take it from where people
    /// look for it.
    ///
    /// - Parameters:
    ///   - lease: the offer that is answered.
    ///   - system: who answers.
    ///   - completing: whether the answer is that the receiver has it.
    ///   - refusing: whether the answer is that the receiver will never take it.
    /// - Returns: what the answer meets.
    mutating func claim(
        _ lease: LeaseID, by system: SystemID, completing: Bool, refusing: Bool = false
    ) -> Verdict {
        guard messages.fetch(lease.delivery.message), let delivery = self.delivery(lease.delivery), lease.offer > 0,
            lease.offer <= delivery.offers
        else { return .lost(.unknown) }
        let attempt = delivery.attempt(of: lease.offer)
        if let attempt, attempt.system != system { return .lost(.otherSystem) }
        if let outcome = attempt?.outcome, outcome != .open, outcome != .lapsed { return .answered(outcome) }
        guard lease.offer == delivery.offers else { return .lost(.offeredAnew) }
        guard !delivery.isReserved else { return .busy }
        if refusing, delivery.answer?.outcome == .ok, delivery.replay == nil { return .lost(.accepted) }
        switch delivery.phase {
        case .completed: return .lost(.completed)
        case .cancelled, .discarded, .expired: return .lost(.settled)
        case .dead where !completing: return .lost(.lapsed)
        case .dead, .waiting, .leased, .retrying: break
        }
        change(lease.delivery) { $0.isReserved = true }
        return .holds
    }

    /// Judges a wish for more time: only a lease that has not run out may have it.
    mutating func judgeRenewal(of lease: LeaseID, by system: SystemID, at boot: UInt64) -> LeaseLoss? {
        guard messages.fetch(lease.delivery.message), let delivery = self.delivery(lease.delivery), lease.offer > 0,
            lease.offer <= delivery.offers
        else { return .unknown }
        let attempt = delivery.attempt(of: lease.offer)
        if let attempt, attempt.system != system { return .otherSystem }
        switch attempt?.outcome {
        case .completed: return .completed
        case .rejected, .failed: return .rejected
        case .released, .held: return .released
        case .lapsed, .open, nil: break
        }
        guard lease.offer == delivery.offers else { return .offeredAnew }
        guard case .leased(let until, _) = delivery.phase, boot < until, !delivery.isReserved else { return .lapsed }
        return nil
    }

    /// How a failed attempt goes on: another one after the policy's delay, or the end.
    ///
    /// - Parameters:
    ///   - lease: the offer that failed.
    ///   - outcome: how.
    ///   - fault: what was said about it.
    ///   - now: what is written down.
    ///   - age: the time by which the age of the attempts is told.
    ///   - policy: how often and how long is tried.
    ///   - chance: a random number from 0 to 1.
    /// - Returns: what is to be stored.
    func afterFailure(
        of lease: LeaseID, _ outcome: AttemptOutcome, _ fault: DeliveryFault, at now: Timestamp, age: Timestamp,
        policy: DeliveryPolicy, chance: Double
    ) -> QueueRecord {
        let delivery = self.delivery(lease.delivery)
        let attempts = delivery?.attempts ?? 0
        let cause: DeathCause? =
            if outcome == .rejected {
                .rejected
            } else if outcome == .lapsed, isPoison(lease.delivery, policy) {
                .poison
            } else if attempts >= policy.attempts {
                .attemptsSpent
            } else if let delivery, let first = delivery.firstAttemptAt,
                pauses.beginning(of: first, at: delivery.lane.destination).adding(seconds: policy.age) <= age
            {
                .timeSpent
            } else {
                nil
            }
        if let cause { return .died(lease, at: now, outcome: outcome, fault: fault, cause: cause) }
        let delay = policy.delay(afterAttempts: attempts, chance: chance)
        return .returned(lease, at: now, outcome: outcome, fault: fault, again: now.adding(seconds: delay))
    }

    /// Whether so many attempts in a row had no answer that the delivery itself may be what ends its receivers.
    func isPoison(_ id: DeliveryID, _ policy: DeliveryPolicy) -> Bool {
        (self.delivery(id)?.unanswered ?? 0) >= policy.unanswered
    }

    /// Reserves a dead letter that is to be tried again or put aside; nil when there is none of that name.
    mutating func claimDead(_ id: DeliveryID) -> Bool? {
        if isLost(id) { return claimLost(id) }
        guard messages.fetch(id.message), let delivery = self.delivery(id), case .dead = delivery.phase else {
            return nil
        }
        // One that could not be read a moment ago is reserved without its message.
        guard !delivery.isReserved, !reserved.contains(id) else { return false }
        change(id) { $0.isReserved = true }
        return true
    }
}
