/// What the senders and pollers have been promised, held against what the gateway does.
struct Ledger: Sendable {
    /// Where a message stands: its lane, and its place in the order of sending.
    private struct Place {
        let lane: Int
        let index: Int
    }

    private var places: [String: Place] = [:]
    private var lanes: [Int: [String]] = [:]
    /// Answered 202, or 200 on a resend.
    private(set) var acknowledged: Set<String> = []
    /// A completion was asked for, whatever came of it.
    private var settling: Set<String> = []
    /// Answered 204.
    private(set) var completed: Set<String> = []
    /// Deliveries that were leased more than once, as crashes make it.
    private(set) var offers: [String: Int] = [:]
    /// What the gateway must not have done.
    private(set) var faults: [String] = []

    /// A message is sent for the first time; in a lane the next is sent only when this one was acknowledged.
    mutating func send(_ id: String, lane: Int) {
        places[id] = Place(lane: lane, index: lanes[lane, default: []].count)
        lanes[lane, default: []].append(id)
    }

    /// The gateway says that the disk has the message.
    mutating func acknowledge(_ id: String) { acknowledged.insert(id) }

    /// A poller got the message.
    mutating func offer(_ id: String) {
        guard let place = places[id] else { return faults.append("\(id) was never sent") }
        offers[id, default: 0] += 1
        if completed.contains(id) { faults.append("\(id) was offered again after its completion was answered 204") }
        let earlier = lanes[place.lane, default: []].prefix(place.index)
        for id in earlier where !settling.contains(id) {
            faults.append(
                "number \(place.index) of lane \(place.lane) was offered before \(id), which nobody completed")
        }
    }

    /// A poller asks for a completion; until the answer it is not known what comes of it.
    mutating func settle(_ id: String) { settling.insert(id) }

    /// The gateway says that the disk has the completion.
    mutating func complete(_ id: String) {
        if !completed.insert(id).inserted { faults.append("\(id) was completed twice by different leases") }
    }

    /// Something else that must not be.
    mutating func fault(_ text: String) { faults.append(text) }
}
