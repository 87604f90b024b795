internal import Queues

extension ReferenceQueue {
    mutating func follow(
        acceptanceOf name: MessageName, at places: [Int], lane: Int, transmission: Int?, answer: StepAnswer
    ) -> String? {
        if messages[name] != nil { return follow(repetitionOf: name, transmission: transmission, answer: answer) }
        if let transmission, transmissions.contains(transmission) {
            return expect(.conflict(.transmissionSeen), answer)
        }
        if let complaint = expect(.accepted, answer) { return complaint }
        if let transmission { transmissions.insert(transmission) }
        take(name, at: places, lane: lane)
        return nil
    }

    mutating func follow(
        repetitionOf name: MessageName, transmission: Int?, answer: StepAnswer
    ) -> String? {
        guard messages[name] != nil else { return expect(.skipped, answer) }
        if let complaint = expect(.duplicate, answer) { return complaint }
        if let transmission { transmissions.insert(transmission) }
        return nil
    }

    mutating func follow(
        cancellationBy name: MessageName, of original: MessageName, at places: [Int], lane: Int, isWrongPatient: Bool,
        answer: StepAnswer
    ) -> String? {
        if messages[name] != nil { return expect(.duplicate, answer) }
        if let complaint = expect(.accepted, answer) { return complaint }
        // It must not overtake what it cancels, and takes that one's lane.
        take(name, at: places, lane: messages[original]?.lane ?? lane)
        messages[name]?.original = original
        let cancellation = Cancellation(by: name, at: now, isWrongPatient: isWrongPatient)
        if messages[original] == nil {
            early[original] = merged(early[original], cancellation)
        } else {
            cancel(original, cancellation)
        }
        return nil
    }

    /// Stores a message; its deliveries stand at the end of their lanes.
    mutating func take(_ name: MessageName, at places: [Int], lane: Int) {
        messages[name] = Accepted(order: order.count, at: now, lane: lane, places: places)
        order.append(name)
        for place in places {
            let delivery = DeliveryName(message: name, place: place)
            let lane = LaneName(lane: lane, place: place)
            deliveries[delivery] = ReferenceDelivery(name: delivery, lane: lane, availableAt: now)
            lanes[lane, default: []].append(delivery)
            // What is held at the head of the lane is looked at again, if it can be read.
            if let head = lanes[lane]?.first, case .retrying(_, true)? = deliveries[head]?.phase,
                !damaged.contains(head.message)
            {
                deliveries[head]?.phase = .waiting
            }
        }
        if let cancellation = early.removeValue(forKey: name) { cancel(name, cancellation) }
    }

    private mutating func cancel(_ original: MessageName, _ cancellation: Cancellation) {
        let standing = merged(messages[original]?.cancellation, cancellation)
        messages[original]?.cancellation = standing
        for place in messages[original]?.places ?? [] {
            let name = DeliveryName(message: original, place: place)
            guard let delivery = deliveries[name] else { continue }
            switch delivery.phase {
            case .waiting, .retrying:
                if delivery.history.isEmpty || cancellation.isWrongPatient {
                    settleCancelled(name, at: cancellation.at)
                }
            case .dead:
                if cancellation.isWrongPatient { settleCancelled(name, at: cancellation.at) }
            case .leased, .completed, .cancelled, .discarded, .expired: break
            }
        }
    }

    private func merged(_ first: Cancellation?, _ second: Cancellation) -> Cancellation {
        guard let first else { return second }
        return !first.isWrongPatient && second.isWrongPatient ? second : first
    }

    func expect(_ expected: StepAnswer, _ answer: StepAnswer) -> String? {
        expected == answer ? nil : "answered \(answer), should be \(expected)"
    }
}
