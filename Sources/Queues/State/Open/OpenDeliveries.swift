internal import Messages

/// The deliveries that are neither settled nor dead, in their lanes, and the lanes that have something to offer, in their lines.
///
/// A delivery belongs to one lane and is asked for in that lane only.
struct OpenDeliveries: Sendable {
    /// Why a message cannot be held: too large a number for the index.
    enum Refusal: Error, Hashable {
        case sequence, recipients, lines, deliveries
    }

    /// What changed since the changes were last taken: pages are shared with the index until it writes to them again.
    struct Changes: Sendable {
        let header: [UInt8]
        let pageCount: Int
        let pages: [(number: Int, words: [UInt32])]
    }

    private var lanes: [LaneID: [DeliveryID]] = [:]
    private var busy: Set<DeliveryID> = []
    private var receipts: Set<DeliveryID> = []
    private var lines: [LineID: [DeliveryID]] = [:]
    private var linedUp: Set<DeliveryID> = []
    private(set) var count = 0

    /// What hinders a message from being held that is to get a sequence number of about this size and these lanes, by
    /// the receivers' places; nil when nothing does.
    func refusal(of lanes: [LaneID], sequence: UInt64) -> Refusal? { nil }

    /// Adds a delivery at the end of its lane; true when it is the lane's first.
    mutating func append(_ id: DeliveryID, to lane: LaneID, isReceipt: Bool) -> Bool {
        count += 1
        lanes[lane, default: []].append(id)
        if isReceipt { receipts.insert(id) }
        return lanes[lane]?.count == 1
    }

    func first(in lane: LaneID) -> DeliveryID? { lanes[lane]?.first }

    func contains(_ id: DeliveryID, in lane: LaneID) -> Bool { lanes[lane]?.contains(id) ?? false }

    /// A lane's deliveries in order.
    func deliveries(in lane: LaneID) -> [DeliveryID] { lanes[lane] ?? [] }

    /// Takes a delivery out, wherever in its lane it stands; true when it was there.
    mutating func remove(_ id: DeliveryID, from lane: LaneID) -> Bool {
        guard let place = lanes[lane]?.firstIndex(of: id) else { return false }
        lanes[lane]?.remove(at: place)
        if lanes[lane]?.isEmpty == true { lanes[lane] = nil }
        count -= 1
        busy.remove(id)
        receipts.remove(id)
        linedUp.remove(id)
        return true
    }

    /// Notes whether a delivery is leased, waits for a retry, or has its next step on its way to the disk.
    ///
    /// A busy one leaves its line at once; `lineUp` puts it there again when it is busy no more.
    mutating func setBusy(_ isBusy: Bool, _ id: DeliveryID, in lane: LaneID) {
        guard contains(id, in: lane) else { return }
        if isBusy {
            busy.insert(id)
            linedUp.remove(id)
        } else {
            busy.remove(id)
        }
    }

    func isBusy(_ id: DeliveryID, in lane: LaneID) -> Bool { busy.contains(id) }

    /// Puts a lane's first in its line, unless it is busy or stands there; true when it was put there.
    ///
    /// It stands at the end; one that left the line because it was busy, and that nobody has passed over since, where it stood.
    mutating func lineUp(_ lane: LaneID) -> Bool {
        guard let first = first(in: lane), !busy.contains(first), linedUp.insert(first).inserted else { return false }
        if lines[lane.line]?.contains(first) != true { lines[lane.line, default: []].append(first) }
        return true
    }

    /// What stands first in a line and may be offered; those that were removed or are busy are passed over and let go.
    mutating func firstInLine(_ line: LineID) -> DeliveryID? {
        while let first = lines[line]?.first {
            if linedUp.contains(first) { return first }
            lines[line]?.removeFirst()
        }
        return nil
    }

    /// Takes what stands first in a line out of the line.
    mutating func popFirst(of line: LineID) -> DeliveryID? {
        guard let first = firstInLine(line) else { return nil }
        lines[line]?.removeFirst()
        linedUp.remove(first)
        return first
    }

    /// Whether a line has something to offer.
    func hasReady(_ line: LineID) -> Bool { lines[line]?.contains(where: linedUp.contains) ?? false }

    /// The earliest receipts up to a sequence number, in order.
    mutating func receipts(through sequence: UInt64, maximum: Int) -> [DeliveryID] {
        Array(receipts.filter { $0.message <= sequence }.sorted().prefix(maximum))
    }

    /// Makes a receipt a delivery like any other, so that it is not found as a receipt again.
    mutating func forgetReceipt(_ id: DeliveryID, in lane: LaneID) { receipts.remove(id) }

    /// What changed since this was last asked, to be written; to be put back when it could not be written.
    mutating func takeChanges() -> Changes { Changes(header: [], pageCount: 0, pages: []) }

    /// Has what could not be written taken again the next time.
    mutating func putBack(_ changes: Changes) {}

    /// About how many bytes `takeChanges` would hand over now.
    var changedBytes: Int { 0 }

    init() {}

    /// Takes over what a snapshot holds: the header and all pages in the order of their numbers.
    init(header: [UInt8], pages: [[UInt32]]) throws(RecordDecoder.Mismatch) { throw RecordDecoder.Mismatch() }
}
