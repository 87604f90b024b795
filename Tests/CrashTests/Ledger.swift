/// What the senders and pollers have been promised, held against what the gateway does.
struct Ledger: Sendable {
    /// Where a message stands: its lane, and its place in the order of sending.
    private struct Place {
        let lane: Int
        let index: Int
    }

    /// A lane's messages in the order of sending, and how many from its front somebody asked to complete.
    private struct Lane {
        var ids: [String] = []
        var settling = 0
    }

    private var places: [String: Place] = [:]
    private var lanes: [Int: Lane] = [:]
    /// Answered 202, or 200 on a resend.
    private(set) var acknowledged: Set<String> = []
    /// A completion was asked for, whatever came of it.
    private var settling: Set<String> = []
    /// Answered 204.
    private(set) var completed: Set<String> = []
    /// How often each message was leased: more than once, as crashes make it.
    private(set) var offers: [String: Int] = [:]
    /// The ids of the receipts that came for each message.
    private(set) var receipts: [String: Set<String>] = [:]
    /// Receipts whose completion was answered 204.
    private var completedReceipts: Set<String> = []
    /// Reasons of readings that were answered, so that the audit trail must have them.
    private(set) var readings: Set<String> = []
    /// What the gateway must not have done.
    private(set) var faults: [String] = []

    /// A message is sent for the first time; in a lane the next is sent only when this one was acknowledged.
    mutating func send(_ id: String, lane: Int) {
        places[id] = Place(lane: lane, index: lanes[lane, default: Lane()].ids.count)
        lanes[lane, default: Lane()].ids.append(id)
    }

    /// The gateway says that the disk has the message.
    mutating func acknowledge(_ id: String) { acknowledged.insert(id) }

    /// A poller got the message.
    mutating func offer(_ id: String) {
        guard let place = places[id], var lane = lanes[place.lane] else { return faults.append("\(id) was never sent") }
        offers[id, default: 0] += 1
        if completed.contains(id) { faults.append("\(id) was offered again after its completion was answered 204") }
        while lane.settling < lane.ids.count, settling.contains(lane.ids[lane.settling]) { lane.settling += 1 }
        lanes[place.lane] = lane
        if lane.settling < place.index {
            faults.append(
                """
                number \(place.index) of lane \(place.lane) was offered before \(lane.ids[lane.settling]), which nobody \
                completed
                """)
        }
    }

    /// A poller asks for a completion; until the answer it is not known what comes of it.
    mutating func settle(_ id: String) { settling.insert(id) }

    /// The gateway says that the disk has the completion.
    mutating func complete(_ id: String) {
        if !completed.insert(id).inserted { faults.append("\(id) was completed twice by different leases") }
    }

    /// A receipt came for a message.
    mutating func offerReceipt(_ receipt: String, for message: String) {
        receipts[message, default: []].insert(receipt)
        if !settling.contains(message) { faults.append("\(message) has a receipt, and nobody completed it") }
        if completedReceipts.contains(receipt) {
            faults.append("the receipt \(receipt) was offered after its completion")
        }
    }

    /// The gateway says that the disk has a receipt's completion.
    mutating func completeReceipt(_ receipt: String) { completedReceipts.insert(receipt) }

    /// A reading was answered with the message's bytes.
    mutating func read(_ reason: String) { readings.insert(reason) }

    /// Something else that must not be.
    mutating func fault(_ text: String) { faults.append(text) }
}
