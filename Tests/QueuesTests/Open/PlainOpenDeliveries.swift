import Messages

@testable import Queues

/// The index of open deliveries as lists and sets: right at a glance, and slow.
struct PlainOpenDeliveries {
    private(set) var lanes: [LaneID: [DeliveryID]] = [:]
    private(set) var busy: Set<DeliveryID> = []
    private(set) var lines: [LineID: [DeliveryID]] = [:]
    private var receipts: Set<DeliveryID> = []
    private var ready: Set<DeliveryID> = []

    var count: Int { lanes.values.reduce(0) { $0 + $1.count } }

    mutating func append(_ id: DeliveryID, to lane: LaneID, isReceipt: Bool) -> Bool {
        lanes[lane, default: []].append(id)
        if isReceipt { receipts.insert(id) }
        return lanes[lane]?.count == 1
    }

    func deliveries(in lane: LaneID) -> [DeliveryID] { lanes[lane] ?? [] }

    mutating func remove(_ id: DeliveryID, from lane: LaneID) -> Bool {
        guard let place = lanes[lane]?.firstIndex(of: id) else { return false }
        lanes[lane]?.remove(at: place)
        if lanes[lane]?.isEmpty == true { lanes[lane] = nil }
        busy.remove(id)
        receipts.remove(id)
        ready.remove(id)
        lines[lane.line]?.removeAll { $0 == id }
        return true
    }

    mutating func setBusy(_ isBusy: Bool, _ id: DeliveryID, in lane: LaneID) {
        guard deliveries(in: lane).contains(id) else { return }
        if isBusy {
            busy.insert(id)
            ready.remove(id)
        } else {
            busy.remove(id)
        }
    }

    mutating func lineUp(_ lane: LaneID) -> Bool {
        guard let first = lanes[lane]?.first, !busy.contains(first), ready.insert(first).inserted else { return false }
        if lines[lane.line]?.contains(first) != true { lines[lane.line, default: []].append(first) }
        return true
    }

    mutating func firstInLine(_ line: LineID) -> DeliveryID? {
        while let first = lines[line]?.first, !ready.contains(first) { lines[line]?.removeFirst() }
        return lines[line]?.first
    }

    mutating func popFirst(of line: LineID) -> DeliveryID? {
        guard let first = firstInLine(line) else { return nil }
        lines[line]?.removeFirst()
        ready.remove(first)
        return first
    }

    func hasReady(_ line: LineID) -> Bool { lines[line]?.contains(where: ready.contains) ?? false }

    func receipts(through sequence: UInt64, maximum: Int) -> [DeliveryID] {
        Array(receipts.filter { $0.message <= sequence }.sorted().prefix(maximum))
    }

    mutating func forgetReceipt(_ id: DeliveryID) { receipts.remove(id) }
}
