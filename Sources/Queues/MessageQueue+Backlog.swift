internal import Messages

/// How many deliveries a unit may have open, held exactly also while messages are being stored.
extension MessageQueue.Guarded {
    /// The first receiver of a message that has no room for another delivery; nil when all have.
    ///
    /// Receipts and cancellations need no room: what a receiver waits for, and what must not be read any more, is told
    /// however much is waiting.
    func full(
        for message: IncomingMessage, to destinations: [Destination], _ limits: BacklogLimits
    ) -> Destination? {
        guard message.needsRoom else { return nil }
        return destinations.first { destination in
            guard let limit = limits.limit(at: destination) else { return false }
            return state.depth(of: destination) + (storing[destination] ?? 0) >= limit
        }
    }

    /// Counts a message that is being stored.
    mutating func reserveRoom(at destinations: [Destination]) {
        for destination in destinations { storing[destination, default: 0] += 1 }
    }

    /// Counts it no more: it is stored, or was not.
    mutating func releaseRoom(at destinations: [Destination]) {
        for destination in destinations {
            storing[destination, default: 0] -= 1
            if storing[destination] == 0 { storing[destination] = nil }
        }
    }
}

extension QueueState {
    /// Deliveries that are neither settled nor given up.
    func depth(of destination: Destination) -> Int { tallies[destination]?.open ?? 0 }
}

extension IncomingMessage {
    fileprivate var needsRoom: Bool {
        if case .cancels = effect { false } else { !isReceipt }
    }

    /// Where deliveries of it go.
    var queuedDestinations: [Destination] {
        var destinations: [Destination] = []
        destinations.reserveCapacity(recipients.count)
        for recipient in recipients where recipient.state == .queued { destinations.append(recipient.destination) }
        return destinations
    }
}
