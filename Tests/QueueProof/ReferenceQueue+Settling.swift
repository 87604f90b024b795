internal import Queues

extension ReferenceQueue {
    mutating func settle(
        _ offer: OfferName, same: Set<AttemptOutcome>, byOther: Bool = false, _ answer: StepAnswer,
        _ body: (inout ReferenceQueue) -> Void
    ) -> String? {
        guard let delivery = deliveries[offer.delivery] else { return expect(.skipped, answer) }
        if let verdict = verdict(on: offer, delivery, same: same, byOther: byOther) { return expect(verdict, answer) }
        if let complaint = expect(.settled, answer) { return complaint }
        body(&self)
        return nil
    }

    /// What an answer meets that does not hold; nil when it holds.
    private func verdict(
        on offer: OfferName, _ delivery: ReferenceDelivery, same: Set<AttemptOutcome>, byOther: Bool
    ) -> StepAnswer? {
        guard offer.offer > 0, offer.offer <= delivery.history.count else { return .lost(.unknown) }
        if byOther { return .lost(.otherSystem) }
        let outcome = delivery.history[offer.offer - 1].outcome
        if outcome != .open, outcome != .lapsed {
            if same.contains(outcome) { return .alreadySettled }
            switch outcome {
            case .completed: return .lost(.completed)
            case .rejected, .failed: return .lost(.rejected)
            case .released, .held, .open, .lapsed: return .lost(.released)
            }
        }
        guard offer.offer == delivery.history.count else { return .lost(.offeredAnew) }
        switch delivery.phase {
        case .completed: return .lost(.completed)
        case .cancelled, .discarded, .expired: return .lost(.settled)
        case .dead where !same.contains(.completed): return .lost(.lapsed)
        case .dead, .waiting, .leased, .retrying: return nil
        }
    }

    mutating func complete(_ offer: OfferName) {
        let name = offer.delivery
        let now = now
        change(name) { delivery in
            delivery.end(.completed, offer: offer.offer, at: now)
            delivery.phase = .completed(at: now)
        }
        leave(name)
        overtake(by: name)
        receipt(of: name, isPositive: true)
    }

    /// A failed attempt: another one after a while, or the end.
    mutating func fail(_ offer: OfferName, _ outcome: AttemptOutcome) {
        guard let delivery = deliveries[offer.delivery] else { return }
        let name = offer.delivery
        let now = now
        let age = Int64(Self.policy.age) * Self.second
        let cause: DeathCause? =
            if outcome == .rejected { .rejected } else if delivery.attempts >= Self.policy.attempts {
                .attemptsSpent
            } else if let first = delivery.firstAttemptAt,
                // No delivery is given up for the time in which it could not be tried.
                max(first, resumedAt[name.place] ?? first) + age <= now
            {
                .timeSpent
            } else { nil }
        let isHidden = isHidden(name.message)
        change(name) { $0.end(outcome, offer: offer.offer, at: now) }
        if isHidden { return settleCancelled(name, at: now) }
        guard let cause else {
            let delay = min(
                Self.policy.firstDelay * Double(1 << (max(delivery.attempts, 1) - 1)), Self.policy.longestDelay)
            return change(name) { $0.phase = .retrying(at: now + Int64(delay) * Self.second, isHeld: false) }
        }
        change(name) { delivery in
            delivery.phase = .dead(cause, at: now)
            delivery.diedAt = now
        }
        leave(name)
        if buried[delivery.lane]?.contains(name) != true { buried[delivery.lane, default: []].append(name) }
        receipt(of: name, isPositive: false)
    }

    mutating func giveBack(_ offer: OfferName, _ outcome: AttemptOutcome, seconds: Int) {
        let name = offer.delivery
        let now = now
        let isHidden = isHidden(name.message)
        change(name) { $0.end(outcome, offer: offer.offer, at: now) }
        if isHidden { return settleCancelled(name, at: now) }
        change(name) { delivery in
            delivery.forgetAttempt()
            delivery.phase = .retrying(at: now + Int64(seconds) * Self.second, isHeld: outcome == .held)
        }
    }

    mutating func follow(lapse answer: StepAnswer) -> String? {
        guard case .lapsed(let count, let died) = answer else { return "answered \(answer), should be lapsed" }
        let lapsed = lapsed
        guard count == lapsed.count else { return "\(count) leases lapsed, should be \(lapsed)" }
        // Those that die are told in the order in which their receipts are stored; all others do not meet.
        for name in died + lapsed.filter({ !died.contains($0) }) {
            guard lapsed.contains(name), let offer = deliveries[name]?.openOffer else {
                return "\(name) was given up, whose lease runs"
            }
            fail(offer, .lapsed)
            if deliveries[name]?.isDead == true, !died.contains(name), !name.message.isReceipt {
                return "\(name) should have been given up"
            }
        }
        return nil
    }

    mutating func follow(
        endOfDeath name: DeliveryName, _ answer: StepAnswer, _ body: (inout ReferenceQueue) -> Void
    ) -> String? {
        guard let delivery = deliveries[name] else { return expect(.skipped, answer) }
        guard delivery.isDead else { return expect(.notDead, answer) }
        if let complaint = expect(.moved, answer) { return complaint }
        body(&self)
        return nil
    }

    /// Receipts that nobody has taken for so long, and has not just now.
    func expiring(after seconds: Int) -> [DeliveryName] {
        deliveries.values.filter { delivery in
            if case .leased = delivery.phase { return false }
            return delivery.name.message.isReceipt && delivery.isOpen
                && delivery.availableAt + Int64(seconds) * Self.second <= now
        }.map(\.name)
    }

    /// Whether nobody is to read a message any more.
    private func isHidden(_ name: MessageName) -> Bool {
        messages[name]?.cancellation?.isWrongPatient ?? false
    }

    mutating func redrive(_ name: DeliveryName) {
        guard let lane = deliveries[name]?.lane else { return }
        let before = (lanes[lane] ?? []).map(\.message).filter { !isHidden($0) }
        lanes[lane, default: []].append(name)
        let unread = before.filter(damaged.contains)
        let now = now
        change(name) { delivery in
            delivery.phase = .waiting
            delivery.redrivenAt = now
            delivery.isLost = false
            delivery.attempts = 0
            delivery.firstAttemptAt = nil
            delivery.overtakenBy += before
            delivery.unsurelyOvertakenBy.formUnion(unread)
        }
    }

    /// A completed delivery has passed the older ones of its lane that lie dead.
    private mutating func overtake(by name: DeliveryName) {
        guard let lane = deliveries[name]?.lane else { return }
        for older in buried[lane] ?? [] where deliveries[older]?.isDead == true && isBefore(older, name) {
            deliveries[older]?.overtakenBy.append(name.message)
            if damaged.contains(older.message) { deliveries[older]?.unsurelyOvertakenBy.insert(name.message) }
        }
    }

    /// The receipt that a delivery ends with; a receipt has none, and none comes twice.
    mutating func receipt(of name: DeliveryName, isPositive: Bool) {
        let receipt = MessageName(receiptOf: name, isPositive: isPositive)
        guard !name.message.isReceipt, messages[receipt] == nil else { return }
        take(receipt, at: [Place.sender], lane: name.message.receiptLane)
    }
}
