import Messages
import TestSupport

@testable import Queues

/// A history of the index of open deliveries, held against the plain lists step by step.
///
/// A step says what is done and, by a number, to what; what that is depends on what there is then, so that a history from
/// which steps were taken is a history, too.
struct OpenDeliveriesTrial {
    struct Step: CustomStringConvertible {
        enum Kind: CaseIterable {
            case append, appendMany, appendAgain, remove, removeFirst, busy, idle, lineUp, first, pop, receipts
            case forgetReceipt, wrong, save, saveInVain, load
        }

        let kind: Kind
        let choice: UInt64

        var description: String { "\(kind)(\(choice))" }
    }

    /// What a snapshot on a disk would hold.
    struct Image {
        var header: [UInt8] = []
        var pages: [[UInt32]] = []

        mutating func apply(_ changes: OpenDeliveries.Changes) {
            header = changes.header
            while pages.count < changes.pageCount { pages.append([]) }
            for page in changes.pages { pages[page.number] = page.words }
        }
    }

    /// Something that was removed, and may come again.
    private struct Former {
        let id: DeliveryID
        let lane: LaneID
    }

    private(set) var index = OpenDeliveries()
    private var plain = PlainOpenDeliveries()
    private var image = Image()
    private var former: [Former] = []
    private var sequence: UInt64
    private var recipient: UInt32 = 0
    private let lanes: [LaneID]

    init(laneCount: Int, firstSequence: UInt64) throws {
        sequence = firstSequence
        lanes = try (0..<laneCount).map { number in
            let destination = try Self.destination(number % 3)
            return LaneID(
                key: LaneKey(UInt64(number) << (number % 2 == 0 ? 0 : 16)), destination: destination,
                isCompulsory: number % 5 == 4)
        }
    }

    private static func destination(_ number: Int) throws -> Destination {
        struct NoDestination: Error {}
        guard let destination = Destination(name: "SE0000000002-\(number)") else { throw NoDestination() }
        return destination
    }

    /// Steps by a seed: mostly few lanes with much going on, sometimes very many.
    static func steps(seed: UInt64, count: Int, many: Bool = false) -> [Step] {
        var random = SeededRandom(seed: seed)
        // The kinds are weighted anew for each history, so that some grow, some shrink and some stand still.
        let kinds = Step.Kind.allCases.filter { many || $0 != .appendMany }
            .flatMap { kind in Array(repeating: kind, count: Int.random(in: 1...9, using: &random)) }
        return (0..<count).map { _ in
            Step(kind: kinds[Int(random.next() % UInt64(kinds.count))], choice: random.next() >> 16)
        }
    }

    /// Takes the steps; what went wrong, or nil.
    mutating func run(_ steps: [Step]) throws -> String? {
        for (number, step) in steps.enumerated() {
            if let difference = try take(step) { return "step \(number), \(step): \(difference)" }
        }
        return difference(of: index)
    }

    private mutating func take(_ step: Step) throws -> String? {
        let lane = lanes[Int(step.choice % UInt64(lanes.count))]
        let rest = step.choice / UInt64(lanes.count)
        let there = plain.deliveries(in: lane)
        let chosen = there.isEmpty ? nil : there[Int(rest % UInt64(there.count))]
        switch step.kind {
        case .append: return append(lane, rest)
        case .appendMany:
            for number in 0..<UInt64(700) {
                let lane = lanes[Int((step.choice &+ number &* 7) % UInt64(lanes.count))]
                if let difference = append(lane, rest &+ number) { return difference }
            }
            return nil
        case .appendAgain:
            guard !former.isEmpty else { return nil }
            let again = former.remove(at: Int(step.choice % UInt64(former.count)))
            return same(
                index.append(again.id, to: again.lane, isReceipt: rest % 2 == 0),
                plain.append(again.id, to: again.lane, isReceipt: rest % 2 == 0))
        case .remove: return chosen.flatMap { remove($0, lane) }
        case .removeFirst: return there.first.flatMap { remove($0, lane) }
        case .busy, .idle:
            guard let id = rest % 4 == 0 ? chosen : there.first else { return nil }
            index.setBusy(step.kind == .busy, id, in: lane)
            plain.setBusy(step.kind == .busy, id, in: lane)
            return same(index.isBusy(id, in: lane), plain.busy.contains(id))
        case .lineUp: return same(index.lineUp(lane), plain.lineUp(lane)) ?? look(at: lane)
        case .first: return same(index.firstInLine(lane.line), plain.firstInLine(lane.line))
        case .pop: return pop(lane.line, becomesBusy: rest % 2 == 0)
        case .receipts:
            let through = rest % 3 == 0 ? UInt64.max : sequence - min(sequence, rest % 40)
            let maximum = Int(rest % 7)
            return same(
                index.receipts(through: through, maximum: maximum), plain.receipts(through: through, maximum: maximum))
        case .forgetReceipt:
            guard let chosen else { return nil }
            index.forgetReceipt(chosen, in: lane)
            plain.forgetReceipt(chosen)
            return nil
        case .wrong: return askForWhatIsNotThere(lane, rest)
        case .save:
            image.apply(index.takeChanges())
            return same(index.takeChanges().pages.count, 0)
        case .saveInVain:
            index.putBack(index.takeChanges())
            return nil
        case .load:
            image.apply(index.takeChanges())
            let loaded = try OpenDeliveries(header: image.header, pages: image.pages)
            if let difference = difference(of: loaded) { return difference }
            // It goes on with what was loaded, or with what was saved.
            if rest % 2 == 0 { index = loaded }
            return nil
        }
    }

    private mutating func append(_ lane: LaneID, _ rest: UInt64) -> String? {
        // Now and then a message has another receiver instead of being a new one.
        (sequence, recipient) = rest % 4 == 0 && recipient < 65_535 ? (sequence, recipient + 1) : (sequence + 1, 0)
        let id = DeliveryID(message: sequence, recipient: recipient)
        let isReceipt = rest % 3 == 0
        return same(index.append(id, to: lane, isReceipt: isReceipt), plain.append(id, to: lane, isReceipt: isReceipt))
            ?? same(index.contains(id, in: lane), true) ?? same(index.count, plain.count)
    }

    private mutating func remove(_ id: DeliveryID, _ lane: LaneID) -> String? {
        former.append(Former(id: id, lane: lane))
        return same(index.remove(id, from: lane), plain.remove(id, from: lane))
            ?? same(index.contains(id, in: lane), false) ?? same(index.count, plain.count) ?? look(at: lane)
    }

    private mutating func pop(_ line: LineID, becomesBusy: Bool) -> String? {
        let (found, expected) = (index.popFirst(of: line), plain.popFirst(of: line))
        guard becomesBusy, let expected, let lane = lanes.first(where: { plain.lanes[$0]?.first == expected })
        else { return same(found, expected) }
        index.setBusy(true, expected, in: lane)
        plain.setBusy(true, expected, in: lane)
        return same(found, expected)
    }

    private mutating func askForWhatIsNotThere(_ lane: LaneID, _ rest: UInt64) -> String? {
        let id = former.isEmpty ? DeliveryID(message: sequence + 1, recipient: 0) : former[Int(rest) % former.count].id
        guard !plain.lanes.values.contains(where: { $0.contains(id) }) else { return nil }
        index.setBusy(true, id, in: lane)
        index.forgetReceipt(id, in: lane)
        return same(index.contains(id, in: lane), false) ?? same(index.isBusy(id, in: lane), false)
            ?? same(index.remove(id, from: lane), false)
    }

    private func look(at lane: LaneID) -> String? {
        same(index.first(in: lane), plain.deliveries(in: lane).first)
            ?? same(index.hasReady(lane.line), plain.hasReady(lane.line))
    }

    /// Everything that can be asked, of an index that is to be what the lists are.
    private func difference(of index: OpenDeliveries) -> String? {
        if let difference = same(index.count, plain.count) { return difference }
        for lane in lanes {
            let expected = plain.deliveries(in: lane)
            if let difference = same(index.deliveries(in: lane), expected)
                ?? same(index.first(in: lane), expected.first)
                ?? same(expected.filter { index.isBusy($0, in: lane) }, expected.filter(plain.busy.contains))
            {
                return difference
            }
        }
        var (index, plain) = (index, plain)
        let receipts = index.receipts(through: .max, maximum: .max)
        if let difference = same(receipts, plain.receipts(through: .max, maximum: .max)) { return difference }
        for line in Set(lanes.map(\.line)) {
            if let difference = same(index.hasReady(line), plain.hasReady(line)) { return difference }
            while let expected = plain.popFirst(of: line) {
                if let difference = same(index.popFirst(of: line), expected) { return difference }
            }
            if let difference = same(index.popFirst(of: line), nil) { return difference }
        }
        return nil
    }

    private func same<Value: Equatable>(_ found: Value, _ expected: Value) -> String? {
        found == expected ? nil : "\(found) instead of \(expected)"
    }
}
