package import Queues

/// A queue so small that it is right at a glance: lists, and a phase for each delivery.
///
/// It is told what a real queue answered to a step, says whether that was right, and goes on from there. Times are
/// microseconds.
package struct ReferenceQueue: Sendable {
    package struct LaneName: Hashable, Sendable {
        package let lane: Int
        package let place: Int
    }

    package struct Accepted: Hashable, Sendable {
        package let order: Int
        package let at: Int64
        package let lane: Int
        package let places: [Int]
        package var cancellation: Cancellation?
        /// What it cancels.
        package var original: MessageName?
    }

    package struct Cancellation: Hashable, Sendable {
        package let by: MessageName
        package let at: Int64
        package let isWrongPatient: Bool
    }

    package static let policy = DeliveryPolicy(
        firstDelay: 10, longestDelay: 40, jitter: 0, attempts: 3, age: 600)
    static let second: Int64 = 1_000_000

    package internal(set) var now: Int64
    package internal(set) var messages: [MessageName: Accepted] = [:]
    package internal(set) var order: [MessageName] = []
    package internal(set) var deliveries: [DeliveryName: ReferenceDelivery] = [:]
    /// Open deliveries by lane; only the first may be leased.
    package internal(set) var lanes: [LaneName: [DeliveryName]] = [:]
    /// Deliveries that were given up once, by lane, in that order.
    var buried: [LaneName: [DeliveryName]] = [:]
    var transmissions: Set<Int> = []
    var early: [MessageName: Cancellation] = [:]
    /// Places that offer nothing, and when others were last resumed.
    package internal(set) var paused: Set<Int> = []
    var resumedAt: [Int: Int64] = [:]
    /// Messages that the disk has damaged.
    package internal(set) var damaged: Set<MessageName> = []
    /// Whether some were damaged before, and are not any more.
    var hasPutBack = false

    package init(now: Int64) {
        self.now = now
    }

    /// Whether one delivery was accepted before another.
    func isBefore(_ left: DeliveryName, _ right: DeliveryName) -> Bool {
        rank(left) < rank(right)
    }

    /// The place of a delivery in the order of acceptance.
    func rank(_ name: DeliveryName) -> (Int, Int) {
        guard let message = messages[name.message] else { return (.max, .max) }
        return (message.order, message.places.firstIndex(of: name.place) ?? .max)
    }

    /// What may be leased at a place: the first of each lane, when it waits or its time has come.
    package func leasable(at place: Int) -> [DeliveryName] {
        guard !paused.contains(place) else { return [] }
        return lanes.filter { $0.key.place == place }.compactMap { _, queue in
            guard let first = queue.first else { return nil }
            switch deliveries[first]?.phase {
            case .waiting: return first
            case .retrying(let due, _): return due <= now ? first : nil
            default: return nil
            }
        }
    }

    /// Leases whose time is over.
    package var lapsed: [DeliveryName] {
        deliveries.values.compactMap { delivery in
            if case .leased(let until) = delivery.phase, until <= now { delivery.name } else { nil }
        }
    }

    /// The queue after a restart: every lease is ended, its attempt stays begun, and what was held is looked at again.
    package func restarted() -> ReferenceQueue {
        var next = self
        for (name, delivery) in deliveries {
            switch delivery.phase {
            case .leased:
                guard let cancellation = messages[name.message]?.cancellation, cancellation.isWrongPatient else {
                    next.deliveries[name]?.phase = .waiting
                    continue
                }
                // That it is cancelled shows when its message can be read.
                if damaged.contains(name.message) {
                    next.deliveries[name]?.phase = .leased(until: 0)
                } else {
                    next.settleCancelled(name, at: cancellation.at)
                }
            case .retrying(_, let isHeld) where isHeld: next.deliveries[name]?.phase = .waiting
            case .retrying, .waiting, .dead, .completed, .cancelled, .discarded, .expired: break
            }
        }
        return next
    }

    /// Everything that can be seen, at the time of the reference or another; of what is damaged only that it is accounted for.
    package func view(at time: Int64? = nil) -> QueueView {
        var view = QueueView()
        for name in order {
            guard let message = messages[name], !damaged.contains(name) else { continue }
            view.messages.append(
                .init(
                    name: name, acceptedAt: message.at, cancelledBy: message.cancellation?.by,
                    isWrongPatient: message.cancellation?.isWrongPatient ?? false,
                    deliveries: message.places.compactMap {
                        deliveries[DeliveryName(message: name, place: $0)]?.view(at: time ?? now)
                    }))
        }
        view.dead = deliveries.values.filter(\.isDead).map(\.name).sorted(by: isBefore)
        view.created = deliveries.count
        for delivery in deliveries.values {
            switch delivery.phase {
            case .waiting, .leased, .retrying: view.counts.open += 1
            case .dead: view.counts.dead += 1
            case .completed: view.counts.completed += 1
            case .cancelled: view.counts.cancelled += 1
            case .discarded: view.counts.discarded += 1
            case .expired: view.counts.expired += 1
            }
        }
        return view
    }

    mutating func settleCancelled(_ name: DeliveryName, at time: Int64) {
        deliveries[name]?.phase = .cancelled(at: time)
        leave(name)
    }

    /// Takes a delivery out of its lane.
    mutating func leave(_ name: DeliveryName) {
        guard let lane = deliveries[name]?.lane else { return }
        lanes[lane]?.removeAll { $0 == name }
        if deliveries[name]?.isMissing == false { buried[lane]?.removeAll { $0 == name } }
    }
}
