internal import Messages

/// The deliveries that were given up while the disk gave nothing of their messages.
///
/// What became of such a delivery stands here and not with its message. When the disk gives that after all, from a file put
/// back for one, it is told with it; and when the message then changes, with it alone.
struct LossRegister: Sendable {
    /// By the message's record.
    private var lost: [UInt64: [LostDelivery]] = [:]
    /// Counts what has changed in it.
    private(set) var changes: UInt64 = 0

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

    /// Notes one, in the place of what was noted of it before.
    mutating func note(_ delivery: LostDelivery) {
        changes += 1
        lost[delivery.loss.delivery.message]?.removeAll { $0.loss.delivery == delivery.loss.delivery }
        lost[delivery.loss.delivery.message, default: []].append(delivery)
    }

    mutating func change(_ id: DeliveryID, _ body: (inout LostDelivery) -> Void) {
        guard var deliveries = lost[id.message],
            let index = deliveries.firstIndex(where: { $0.loss.delivery == id })
        else { return }
        let before = deliveries[index]
        body(&deliveries[index])
        guard deliveries[index] != before else { return }
        changes += 1
        lost[id.message] = deliveries
    }

    /// Forgets those of a message that tells itself what became of them, or is wholly gone.
    mutating func forget(_ message: UInt64) {
        if lost.removeValue(forKey: message) != nil { changes += 1 }
    }

    /// Messages of which nothing is a dead letter any more, but only told of in case they come back.
    var settledMessages: [UInt64] {
        lost.compactMap { message, deliveries in deliveries.allSatisfy { $0.end != .dead } ? message : nil }
    }

    /// Messages of which people may be told, as of dead letters or as missing, and whose ids have not been found.
    var namelessMessages: Set<UInt64> {
        Set(all.filter { $0.end != .letBe && $0.loss.message == nil }.map(\.loss.delivery.message))
    }

    /// Notes the ids of messages that had none.
    mutating func name(_ ids: [UInt64: MessageID]) {
        for (message, id) in ids {
            for delivery in lost[message] ?? [] where delivery.loss.message == nil {
                change(delivery.loss.delivery) { $0.loss.message = id }
            }
        }
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
        var hadDied = false
        if case .dead = phase { hadDied = true }
        switch lost.end {
        case .dead: phase = .dead(.unreadable, at: lost.at)
        case .discarded: phase = .discarded(at: lost.endedAt ?? lost.at)
        case .letBe:
            if let completed = replay?.completedAt ?? lost.endedAt { phase = .completed(at: completed) }
            replay = nil
            lane.isReplay = false
            return
        }
        // One that had died before its message was damaged did so then.
        if !hadDied { diedAt = lost.at }
        overtakenBy = Array((overtakenBy + lost.overtakenBy).prefix(Limits.listedMessages))
    }
}
