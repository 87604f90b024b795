internal import TestSupport

/// Draws steps that mean something to a queue as its reference stands.
package struct StepMaker: Sendable {
    private var random: SeededRandom
    private var nextMessage = 1
    private var nextTransmission = 1
    private let lanes: Int
    private let crashes: Bool
    private let damages: Bool

    /// - Parameters:
    ///   - seed: the same steps come of it for the same answers.
    ///   - lanes: how many lanes messages are spread over.
    ///   - crashes: whether the power is taken away now and then, and not only the queue opened anew.
    ///   - damages: whether the disk damages messages.
    package init(seed: UInt64, lanes: Int = 4, crashes: Bool = true, damages: Bool = false) {
        random = SeededRandom(seed: seed)
        self.lanes = lanes
        self.crashes = crashes
        self.damages = damages
    }

    /// A number from a range, of the same source.
    package mutating func number(in range: Range<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    package mutating func next(_ reference: ReferenceQueue) -> QueueStep {
        if damages, number(in: 0..<10) == 0 { return damage(reference) }
        return switch number(in: 0..<105) {
        case 0..<22: accept()
        case 22..<27: repetition(reference)
        case 27..<32: cancellation(reference)
        case 32..<50: lease()
        case 50..<72: answer(reference)
        case 72..<76: lateAnswer(reference)
        case 76..<79: renewal(reference)
        case 79..<85: .lapse
        case 85..<89: deadLetter(reference)
        case 89..<94: .wait(seconds: [1, 6, 15, 61, 700][number(in: 0..<5)])
        case 94..<97: .retain
        case 97..<100: restart()
        case 100..<103: stop(reference)
        default: expiry(reference)
        }
    }

    /// A message that nobody has sent before.
    package mutating func accept() -> QueueStep {
        let name = MessageName(nextMessage)
        nextMessage += 1
        return .accept(name, at: places(), lane: number(in: 0..<lanes), transmission: transmission())
    }

    private mutating func lease() -> QueueStep {
        // Receipts are fetched too, or they would only pile up.
        let place = number(in: 0..<Place.names.count)
        let maximum = number(in: 0..<3) == 0 ? number(in: 1..<3) : 100
        return .lease(at: place, maximum: maximum, seconds: [20, 60, 600][number(in: 0..<3)])
    }

    /// An answer to a lease that runs.
    private mutating func answer(_ reference: ReferenceQueue) -> QueueStep {
        let open = reference.deliveries.values.compactMap(\.openOffer).sorted {
            reference.isBefore($0.delivery, $1.delivery)
        }
        guard let offer = open.randomElement(using: &random) else { return lease() }
        return answer(offer)
    }

    private mutating func answer(_ offer: OfferName) -> QueueStep {
        switch number(in: 0..<20) {
        case 0..<10: .complete(offer, byOther: false)
        case 10: .complete(offer, byOther: true)
        case 11..<14: .fail(offer)
        case 14..<17: .reject(offer)
        case 17..<19: .release(offer, delay: [0, 0, 30][number(in: 0..<3)])
        default: .hold(offer, seconds: 30)
        }
    }

    /// An answer to any offer ever made, and now and then to one that was not.
    private mutating func lateAnswer(_ reference: ReferenceQueue) -> QueueStep {
        guard let delivery = delivery(reference, where: { !$0.history.isEmpty }) else { return lease() }
        let count = reference.deliveries[delivery]?.history.count ?? 0
        return answer(OfferName(delivery: delivery, offer: number(in: 1..<count + 2)))
    }

    private mutating func renewal(_ reference: ReferenceQueue) -> QueueStep {
        guard let delivery = delivery(reference, where: { !$0.history.isEmpty }) else { return lease() }
        let count = reference.deliveries[delivery]?.history.count ?? 0
        return .renew(OfferName(delivery: delivery, offer: max(count - number(in: 0..<2), 1)), seconds: 60)
    }

    private mutating func deadLetter(_ reference: ReferenceQueue) -> QueueStep {
        guard let delivery = delivery(reference, where: \.isDead) ?? delivery(reference, where: { _ in true }) else {
            return accept()
        }
        return number(in: 0..<3) == 0 ? .discard(delivery) : .retry(delivery)
    }

    private mutating func repetition(_ reference: ReferenceQueue) -> QueueStep {
        guard let name = message(reference) else { return accept() }
        return number(in: 0..<3) == 0 ? .alter(name) : .again(name, transmission: transmission())
    }

    private mutating func cancellation(_ reference: ReferenceQueue) -> QueueStep {
        let name = MessageName(nextMessage)
        nextMessage += 1
        // Now and then of a message that comes later.
        let isEarly = number(in: 0..<5) == 0
        let original = isEarly ? MessageName(nextMessage) : message(reference) ?? MessageName(nextMessage)
        return .cancel(
            name, original: original, at: reference.messages[original]?.places ?? places(),
            lane: number(in: 0..<lanes), isWrongPatient: number(in: 0..<2) == 0)
    }

    /// A pause, or mostly the end of one.
    private mutating func stop(_ reference: ReferenceQueue) -> QueueStep {
        guard let place = reference.paused.sorted().randomElement(using: &random), number(in: 0..<3) > 0 else {
            return .pause(number(in: 0..<Place.names.count))
        }
        return .resume(place)
    }

    /// The end of receipts; not while some of them cannot be read, which expire or do not.
    private mutating func expiry(_ reference: ReferenceQueue) -> QueueStep {
        reference.damaged.contains(where: \.isReceipt) ? lease() : .expire(seconds: 60)
    }

    private mutating func restart() -> QueueStep {
        switch number(in: 0..<(crashes ? 3 : 2)) {
        case 0: return .restart(isClosed: true)
        case 1: return .restart(isClosed: false)
        default: return .crash(seed: random.next())
        }
    }

    /// Damage to a message of which something is to be delivered, mostly, or the end of all damage.
    private mutating func damage(_ reference: ReferenceQueue) -> QueueStep {
        if number(in: 0..<12) == 0 { return .putBack }
        let isOfOpen = number(in: 0..<6) > 0
        // Receipts may share a batch, all of which is lost with one of it where the segment has no index yet; and what a start
        // cancels is cancelled by each start anew.
        let messages = reference.order.filter { name in
            !reference.damaged.contains(name) && !name.isReceipt
                && reference.messages[name]?.cancellation?.isWrongPatient != true
                && (!isOfOpen || reference.lanes.values.contains { $0.contains { $0.message == name } })
        }
        guard let name = messages.randomElement(using: &random) else { return accept() }
        return .damage(name, isRemembered: number(in: 0..<3) == 0)
    }

    /// A message that was sent, and no receipt.
    private mutating func message(_ reference: ReferenceQueue) -> MessageName? {
        reference.order.filter { !$0.isReceipt }.randomElement(using: &random)
    }

    private mutating func delivery(
        _ reference: ReferenceQueue, where isMeant: (ReferenceDelivery) -> Bool
    ) -> DeliveryName? {
        reference.deliveries.values.filter(isMeant).map(\.name).sorted(by: reference.isBefore)
            .randomElement(using: &random)
    }

    private mutating func places() -> [Int] {
        let first = number(in: 0..<Place.sender)
        let second = number(in: 0..<Place.sender)
        return first == second || number(in: 0..<2) == 0 ? [first] : [first, second]
    }

    private mutating func transmission() -> Int? {
        guard number(in: 0..<4) == 0 else { return nil }
        // Now and then one that came before, with another message.
        if nextTransmission > 1, number(in: 0..<6) == 0 { return number(in: 1..<nextTransmission) }
        nextTransmission += 1
        return nextTransmission - 1
    }
}
