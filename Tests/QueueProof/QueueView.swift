internal import Messages
package import Queues

/// All that can be seen of the messages of a proof, so that two queues can be compared.
package struct QueueView: Hashable, Sendable {
    package var messages: [MessageView] = []
    package var dead: [DeliveryName] = []
    package var created = 0
    package var difference = 0
    package var counts = Counts()

    /// How many deliveries stand how.
    package struct Counts: Hashable, Sendable {
        package var open = 0
        package var dead = 0
        package var completed = 0
        package var cancelled = 0
        package var discarded = 0
        package var expired = 0
    }

    /// A message as it can be seen.
    package struct MessageView: Hashable, Sendable {
        package var name: MessageName
        package var acceptedAt: Int64
        package var cancelledBy: MessageName?
        package var isWrongPatient = false
        package var deliveries: [DeliveryView] = []
    }

    /// A delivery as it can be seen.
    package struct DeliveryView: Hashable, Sendable {
        package var place: Int
        package var state: DeliveryState
        package var firstAvailableAt: Int64
        package var firstOfferedAt: Int64?
        package var settledAt: Int64?
        package var diedAt: Int64?
        package var redrivenAt: Int64?
        package var death: DeathCause?
        package var attempts: [AttemptView] = []
    }

    /// An attempt as it can be seen.
    package struct AttemptView: Hashable, Sendable {
        package var offer: Int
        package var outcome: AttemptOutcome
        package var offeredAt: Int64
        package var endedAt: Int64?
    }

    /// A delivery that waits for a time: when that has come, it only waits, whether anybody has looked or not.
    static func waiting(until due: Int64, isHeld: Bool, at now: Int64) -> DeliveryState {
        if due <= now { return .waiting }
        let time = Timestamp(microseconds: due)
        return isHeld ? .held(until: time) : .retrying(at: time)
    }

    /// What is different in another view; nil when nothing is.
    package func difference(from expected: QueueView) -> String? {
        guard self != expected else { return nil }
        var parts: [String] = []
        let mine = Dictionary(uniqueKeysWithValues: messages.map { ($0.name, $0) })
        let theirs = Dictionary(uniqueKeysWithValues: expected.messages.map { ($0.name, $0) })
        for name in Set(mine.keys).union(theirs.keys).sorted() where mine[name] != theirs[name] {
            parts.append(
                "\(name) is \(mine[name].map { "\($0)" } ?? "absent")"
                    + " and should be \(theirs[name].map { "\($0)" } ?? "absent")")
        }
        if dead != expected.dead { parts.append("dead letters \(dead), should be \(expected.dead)") }
        if created != expected.created { parts.append("\(created) deliveries made, should be \(expected.created)") }
        if counts != expected.counts { parts.append("\(counts), should be \(expected.counts)") }
        if difference != expected.difference { parts.append("conservation differs by \(difference)") }
        return parts.isEmpty ? "the order of acceptance" : parts.joined(separator: "\n")
    }
}
