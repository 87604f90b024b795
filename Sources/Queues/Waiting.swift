internal import Messages

/// Callers that sleep until something happens, by what they wait for: first come, first served.
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
        /// A destination gets something to offer, of compulsory care or of other.
        case ready(Destination, isCompulsory: Bool)
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

    private var sleepers: [UInt64: (sleeper: Sleeper, system: SystemID?, reasons: [Reason])] = [:]
    /// The numbers of those who wait for a reason, sorted: a smaller number came before.
    private var byReason: [Reason: [UInt64]] = [:]
    private var deadlines = SleepDeadlines()

    /// When the first of them wakes by itself.
    var firstDeadline: UInt64? { deadlines.first }

    /// How many of them wake by themselves.
    var deadlineCount: Int { deadlines.count }

    /// Adds a caller who sleeps until one of these reasons, or until a deadline.
    mutating func add(
        _ sleeper: Sleeper, _ number: UInt64, of system: SystemID?, for reasons: [Reason], until deadline: UInt64?
    ) {
        sleepers[number] = (sleeper, system, reasons)
        for reason in reasons { byReason[reason, default: []].insertSorted(number) }
        if let deadline { deadlines.insert(number, at: deadline) }
    }

    /// Whether anybody waits for a reason.
    func isAwaited(_ reason: Reason) -> Bool {
        byReason[reason] != nil
    }

    /// Takes one caller out, to be resumed outside the lock; nil when it has been taken before.
    mutating func take(_ number: UInt64) -> Sleeper? {
        guard let entry = sleepers.removeValue(forKey: number) else { return nil }
        deadlines.remove(number)
        for reason in entry.reasons {
            byReason[reason]?.removeSorted(number)
            if byReason[reason]?.isEmpty == true { byReason[reason] = nil }
        }
        return entry.sleeper
    }

    /// Takes the one who has waited longest for a reason, calls of one system left out.
    mutating func take(firstFor reason: Reason, besides system: SystemID? = nil) -> Sleeper? {
        guard let system else { return byReason[reason]?.first.flatMap { take($0) } }
        return byReason[reason]?.first { sleepers[$0]?.system != system }.flatMap { take($0) }
    }

    /// Takes all that wait for a reason, to be resumed outside the lock.
    mutating func take(all reason: Reason) -> [Sleeper] {
        (byReason.removeValue(forKey: reason) ?? []).compactMap { take($0) }
    }

    /// Takes those who wait for something that may never come: deliveries, dead letters.
    mutating func takeFollowers() -> [Sleeper] {
        byReason.keys.filter(\.mayNeverCome).flatMap { take(all: $0) }
    }

    /// Takes those whose time is over.
    mutating func takeDue(at now: UInt64) -> [Sleeper] {
        deadlines.takeDue(at: now).compactMap { take($0) }
    }

    /// Takes everybody.
    mutating func takeAll() -> [Sleeper] {
        byReason = [:]
        return Array(sleepers.keys).compactMap { take($0) }
    }
}

extension [UInt64] {
    /// Mostly at the end, since later callers have larger numbers.
    fileprivate mutating func insertSorted(_ number: UInt64) {
        insert(number, at: place(of: number))
    }

    fileprivate mutating func removeSorted(_ number: UInt64) {
        let place = place(of: number)
        if place < count, self[place] == number { remove(at: place) }
    }

    private func place(of number: UInt64) -> Int {
        if let last, last < number { return count }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
