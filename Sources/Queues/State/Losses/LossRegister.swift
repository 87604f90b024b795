internal import Messages

/// The deliveries that were given up while the disk gave nothing of their messages.
///
/// What became of such a delivery stands here and not with its message. When the disk gives that after all, from a file put
/// back for one, it is told with it; and when the message then changes, with it alone.
struct LossRegister: Hashable, Sendable {
    /// By the message's record.
    private var lost: [UInt64: [LostDelivery]] = [:]

    /// Whether something of a message was lost.
    func tells(of message: UInt64) -> Bool { !lost.isEmpty && lost[message] != nil }

    /// All of them, in order.
    var all: [LostDelivery] {
        lost.values.joined().sorted { $0.loss.delivery < $1.loss.delivery }
    }

    init() {}

    init(_ all: [LostDelivery]) {
        for delivery in all { note(delivery) }
    }

    subscript(id: DeliveryID) -> LostDelivery? {
        lost[id.message]?.first { $0.loss.delivery == id }
    }

    mutating func note(_ delivery: LostDelivery) {
        lost[delivery.loss.delivery.message, default: []].append(delivery)
    }

    mutating func change(_ id: DeliveryID, _ body: (inout LostDelivery) -> Void) {
        guard var deliveries = lost[id.message],
            let index = deliveries.firstIndex(where: { $0.loss.delivery == id })
        else { return }
        body(&deliveries[index])
        lost[id.message] = deliveries
    }

    /// Forgets those of a message that tells itself what became of them, or is wholly gone.
    mutating func forget(_ message: UInt64) {
        lost[message] = nil
    }

    /// Has a message tell what became of those of its deliveries that were lost.
    func apply(to entry: inout MessageEntry) {
        for delivery in lost[entry.sequence] ?? [] {
            guard let index = entry.index(of: delivery.loss.delivery) else { continue }
            entry.deliveries[index].take(delivery)
        }
    }
}

extension Delivery {
    /// Takes over what became of it while its message could not be read.
    fileprivate mutating func take(_ lost: LostDelivery) {
        isHeld = false
        switch lost.end {
        case .dead: phase = .dead(.unreadable, at: lost.at)
        case .discarded: phase = .discarded(at: lost.endedAt ?? lost.at)
        case .letBe:
            if let replay { phase = .completed(at: replay.completedAt) }
            replay = nil
            lane.isReplay = false
            return
        }
        diedAt = lost.at
        overtakenBy = Array((overtakenBy + lost.overtakenBy).prefix(Limits.listedMessages))
    }
}
