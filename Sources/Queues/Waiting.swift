internal import Messages

/// Callers that sleep until something happens, by what they wait for.
struct Waiting {
    /// What a caller may wait for.
    enum Reason: Hashable {
        /// A message id is being stored.
        case message(MessageID)
        /// A transmission id is being stored.
        case transmission(TransmissionID)
        /// A case is being opened under an id.
        case opening(CaseID)
        /// Something that another message says of a message is being stored.
        case effect(MessageID)
        /// A step of a delivery is being stored.
        case delivery(DeliveryID)
        /// Something done with a queue as a whole is being stored.
        case act(Destination)
        /// A destination gets something to offer.
        case ready(Destination)
        /// What a system is being lent is lent, or not.
        case lending(SystemID)
        /// The dead letters change.
        case deadLetters

        /// Whether it comes by somebody else's doing, not by the end of a write that is under way.
        var mayNeverCome: Bool {
            switch self {
            case .ready, .deadLetters: true
            case .message, .transmission, .opening, .effect, .delivery, .act, .lending: false
            }
        }
    }

    typealias Sleeper = CheckedContinuation<Void, Never>

    private var sleepers: [UInt64: (sleeper: Sleeper, reasons: [Reason])] = [:]
    private var byReason: [Reason: Set<UInt64>] = [:]

    mutating func add(_ sleeper: Sleeper, _ number: UInt64, for reasons: [Reason]) {
        sleepers[number] = (sleeper, reasons)
        for reason in reasons { byReason[reason, default: []].insert(number) }
    }

    /// Takes one caller out, to be resumed outside the lock; nil when it has been taken before.
    mutating func take(_ number: UInt64) -> Sleeper? {
        guard let entry = sleepers.removeValue(forKey: number) else { return nil }
        for reason in entry.reasons {
            byReason[reason]?.remove(number)
            if byReason[reason]?.isEmpty == true { byReason[reason] = nil }
        }
        return entry.sleeper
    }

    /// Takes all that wait for a reason, to be resumed outside the lock.
    mutating func take(all reason: Reason) -> [Sleeper] {
        (byReason[reason] ?? []).compactMap { take($0) }
    }

    /// Takes those who wait for something that may never come: deliveries, dead letters.
    mutating func takeFollowers() -> [Sleeper] {
        byReason.keys.filter(\.mayNeverCome).flatMap { take(all: $0) }
    }

    /// Takes everybody.
    mutating func takeAll() -> [Sleeper] {
        Array(sleepers.keys).compactMap { take($0) }
    }
}
