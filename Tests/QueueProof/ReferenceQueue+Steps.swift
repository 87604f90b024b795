internal import Queues

extension ReferenceQueue {
    /// Judges what a queue answered to a step, and takes the step.
    ///
    /// - Returns: what was wrong with the answer; nil when nothing was.
    package mutating func follow(_ step: QueueStep, _ answer: StepAnswer) -> String? {
        switch step {
        case .accept(let name, let places, let lane, let transmission):
            return follow(acceptanceOf: name, at: places, lane: lane, transmission: transmission, answer: answer)
        case .again(let name, let transmission):
            return follow(repetitionOf: name, transmission: transmission, answer: answer)
        case .alter(let name):
            return expect(messages[name] == nil ? .skipped : .conflict(.otherContent), answer)
        case .cancel(let name, let original, let places, let lane, let isWrongPatient):
            return follow(
                cancellationBy: name, of: original, at: places, lane: lane, isWrongPatient: isWrongPatient,
                answer: answer)
        case .lease(let place, let maximum, let seconds):
            return follow(leaseAt: place, maximum: maximum, seconds: seconds, standing: nil, answer)
        case .renew(let offer, let seconds): return follow(renewalOf: offer, seconds: seconds, answer)
        case .complete(let offer, let byOther):
            return settle(offer, same: [.completed], byOther: byOther, answer) { $0.complete(offer) }
        case .fail(let offer):
            return settle(offer, same: [.rejected, .failed], answer) { $0.fail(offer, .failed) }
        case .reject(let offer):
            return settle(offer, same: [.rejected, .failed], answer) { $0.fail(offer, .rejected) }
        case .release(let offer, let delay):
            return settle(offer, same: [.released], answer) { $0.giveBack(offer, .released, seconds: delay) }
        case .hold(let offer, let seconds):
            return settle(offer, same: [.held], answer) { $0.giveBack(offer, .held, seconds: seconds) }
        case .lapse: return follow(lapse: answer)
        case .retry(let name):
            // What was put back once and has changed since tells of itself, in memory too.
            if deliveries[name]?.isUnreadable(damaged) == true, answer == .unreadable || !hasPutBack {
                return expect(.unreadable, answer)
            }
            return follow(endOfDeath: name, answer) { $0.redrive(name) }
        case .discard(let name):
            return follow(endOfDeath: name, answer) { reference in
                reference.deliveries[name]?.phase = .discarded(at: reference.now)
                reference.leave(name)
            }
        case .wait(let seconds):
            now += Int64(seconds) * Self.second
        case .pause(let place):
            paused.insert(place)
        case .resume(let place):
            if paused.remove(place) != nil { resumedAt[place] = now }
        case .expire(let seconds):
            let old = expiring(after: seconds)
            let now = now
            for name in old {
                change(name) { $0.phase = .expired(at: now) }
                leave(name)
            }
            return expect(.expired(old.count), answer)
        case .retain:
            break
        case .restart, .crash:
            if answer == .refused, !damaged.isEmpty {
                putBack()
                return nil
            }
            self = restarted()
        case .damage(let name, let isRemembered):
            guard messages[name] != nil, !damaged.contains(name) else { return expect(.skipped, answer) }
            if answer == .refused {
                putBack()
                return nil
            }
            // One that is remembered was read by the start.
            if isRemembered { self = restarted() }
            damaged.insert(name)
            if !isRemembered { self = restarted() }
        case .putBack:
            putBack()
        }
        return expect(.done, answer)
    }

    /// - Parameter standing: how many could be leased before any was given up; nil when none was.
    mutating func follow(
        leaseAt place: Int, maximum: Int, seconds: Int, standing: Int?, _ answer: StepAnswer
    ) -> String? {
        guard case .leased(let offered) = answer else { return "answered \(answer), should be a lease" }
        let leasable = Set(leasable(at: place).filter { !damaged.contains($0.message) })
        let names = offered.map(\.offer.delivery)
        // Those whose turn came by it may be left to the next call.
        let range = min(maximum, standing ?? leasable.count)...min(maximum, leasable.count)
        guard Set(names).count == names.count, Set(names).isSubset(of: leasable), range.contains(names.count)
        else { return "leased \(names), of \(leasable) at most \(maximum)" }
        // All are offered before any is told of: what one says of another is as of after the lease.
        for name in names { begin(name, seconds: seconds) }
        for one in offered {
            let expected = self.offered(one.offer.delivery)
            if known(one) != known(expected) { return "leased \(one), should be \(expected)" }
        }
        return nil
    }

    mutating func begin(_ name: DeliveryName, seconds: Int) {
        let now = now
        change(name) { delivery in
            delivery.history.append(.init(offeredAt: now))
            delivery.attempts += 1
            delivery.firstAttemptAt = delivery.firstAttemptAt ?? now
            delivery.phase = .leased(until: now + Int64(seconds) * Self.second)
        }
    }

    private func offered(_ name: DeliveryName) -> StepAnswer.Offered {
        let delivery = deliveries[name]
        let missing = delivery.flatMap { buried[$0.lane] } ?? []
        let original = messages[name.message]?.original
        return .init(
            offer: OfferName(delivery: name, offer: delivery?.history.count ?? 0), attempt: delivery?.attempts ?? 0,
            missingBefore: missing.filter { isBefore($0, name) }.map(\.message),
            overtakenBy: delivery?.overtakenBy ?? [],
            isOriginalOffered: original.map { original in
                deliveries[DeliveryName(message: original, place: name.place)]?.history.isEmpty == false
            }, isWhole: true)
    }

    private mutating func follow(renewalOf offer: OfferName, seconds: Int, _ answer: StepAnswer) -> String? {
        guard let delivery = deliveries[offer.delivery] else { return expect(.skipped, answer) }
        if offer.offer < 1 || offer.offer > delivery.history.count { return expect(.lost(.unknown), answer) }
        switch delivery.history[offer.offer - 1].outcome {
        case .completed: return expect(.lost(.completed), answer)
        case .rejected, .failed: return expect(.lost(.rejected), answer)
        case .released, .held: return expect(.lost(.released), answer)
        case .lapsed, .open: break
        }
        guard offer.offer == delivery.history.count else { return expect(.lost(.offeredAnew), answer) }
        guard case .leased(let until) = delivery.phase, now < until else { return expect(.lost(.lapsed), answer) }
        let end = now + Int64(seconds) * Self.second
        change(offer.delivery) { $0.phase = .leased(until: end) }
        return expect(.renewed, answer)
    }

    mutating func change(_ name: DeliveryName, _ body: (inout ReferenceDelivery) -> Void) {
        guard var delivery = deliveries.removeValue(forKey: name) else { return }
        body(&delivery)
        deliveries[name] = delivery
    }
}
