internal import Queues

/// What becomes of deliveries whose messages the disk has damaged.
extension ReferenceQueue {
    /// Judges what a queue answered to a step and what it gave up by it, and takes both.
    ///
    /// - Returns: what was wrong; nil when nothing was.
    package mutating func follow(
        _ step: QueueStep, _ answer: StepAnswer, givingUp: [StepAnswer.GivenUp]
    ) -> String? {
        guard !damaged.isEmpty else {
            return givingUp.first.map { "gave up \($0), whose message is sound" } ?? follow(step, answer)
        }
        guard case .lease(let place, let maximum, let seconds) = step else {
            if let complaint = giveUp(givingUp) { return complaint }
            return isRefused(step, answer) ? nil : follow(step, answer)
        }
        let before = leasable(at: place)
        if let complaint = giveUp(givingUp) { return complaint }
        guard case .leased(let offered) = answer else { return "answered \(answer), should be a lease" }
        let left = before.filter { damaged.contains($0.message) && deliveries[$0]?.isOpen == true }
        if offered.count < maximum, !left.isEmpty { return "did not give up \(left)" }
        // Where one was offered to be given up, that was what there was to offer.
        if offered.isEmpty, givingUp.allSatisfy(\.isLost), let next = leasable(at: place).first {
            return "leased nothing, though \(next) can be"
        }
        let standing = before.count { !damaged.contains($0.message) }
        return follow(leaseAt: place, maximum: maximum, seconds: seconds, standing: standing, answer)
    }

    /// Whether a step was refused that needs what is damaged; nothing was done then.
    private func isRefused(_ step: QueueStep, _ answer: StepAnswer) -> Bool {
        // A merge of kept files ends there.
        if case .failed = answer, step == .retain { return true }
        guard case .failed(.unreadable) = answer, let message = step.message, damaged.contains(message) else {
            return false
        }
        return true
    }

    private mutating func giveUp(_ all: [StepAnswer.GivenUp]) -> String? {
        for one in all {
            let name = one.delivery
            guard let delivery = deliveries[name], delivery.isOpen else { return "gave up \(name), which is not open" }
            guard damaged.contains(name.message) else { return "gave up \(name), whose message is sound" }
            guard lanes[delivery.lane]?.first == name else { return "gave up \(name), whose turn it is not" }
            if case .leased(let until) = delivery.phase, now < until { return "gave up \(name), whose lease runs" }
            giveUp(one)
        }
        return nil
    }

    private mutating func giveUp(_ one: StepAnswer.GivenUp) {
        let (name, now) = (one.delivery, now)
        guard let lane = deliveries[name]?.lane else { return }
        if !one.isLost {
            begin(name, seconds: 1)
            change(name) { $0.end(.failed, offer: $0.history.count, at: now) }
        }
        change(name) { delivery in
            delivery.phase = .dead(.unreadable, at: now)
            delivery.diedAt = now
            delivery.isLost = one.isLost
        }
        leave(name)
        if buried[lane]?.contains(name) != true { buried[lane, default: []].append(name) }
        if !one.isLost { receipt(of: name, isPositive: false) }
    }

    /// What was damaged can be read again, as it was; what was given up stays so.
    mutating func putBack() {
        damaged = []
        hasPutBack = true
        self = restarted()
    }

    /// What is handed out, without what rests on damaged messages.
    func known(_ offered: StepAnswer.Offered) -> StepAnswer.Offered {
        let original = messages[offered.offer.delivery.message]?.original
        let unsure = deliveries[offered.offer.delivery]?.unsurelyOvertakenBy ?? []
        let place = offered.offer.delivery.place
        return .init(
            offer: offered.offer, attempt: offered.attempt,
            missingBefore: offered.missingBefore.filter { message in
                let isLost = deliveries[DeliveryName(message: message, place: place)]?.isLost ?? false
                return isLost && !hasPutBack || !damaged.contains(message)
            },
            overtakenBy: offered.overtakenBy.filter { !damaged.contains($0) && !unsure.contains($0) },
            isOriginalOffered: original.map(damaged.contains) == true ? nil : offered.isOriginalOffered,
            isWhole: offered.isWhole)
    }
}

extension ReferenceDelivery {
    /// Whether it is a dead letter of which nothing is known but where it stood.
    func isUnreadable(_ damaged: Set<MessageName>) -> Bool {
        isDead && isLost && damaged.contains(name.message)
    }
}

extension QueueStep {
    /// The message that must be read for it.
    fileprivate var message: MessageName? {
        switch self {
        case .again(let name, _), .alter(let name), .damage(let name, _): name
        case .cancel(_, let original, _, _, _): original
        case .renew(let offer, _), .complete(let offer, _), .fail(let offer), .reject(let offer),
            .release(let offer, _),
            .hold(let offer, _):
            offer.delivery.message
        case .retry(let delivery), .discard(let delivery): delivery.message
        case .accept, .lease, .lapse, .wait, .pause, .resume, .expire, .retain, .restart, .crash, .putBack: nil
        }
    }
}
