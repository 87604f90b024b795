import Messages
import TestSupport
import Testing

@testable import Queues

/// What the index of open deliveries takes of memory, and what it has no room for.
struct OpenDeliveriesRoomTests {
    @Test(arguments: [(1, 26.5), (2, 39.5), (3, 35.5), (100, 26.8)])
    func `a delivery takes less than 40 bytes, and than 27 alone in its lane`(perLane: Int, most: Double) throws {
        let index = try OpenFixture.index(60_000, perLane: perLane)
        #expect(Double(OpenFixture.bytes(of: index)) / 60_000 < most)
    }

    @Test func `room is used again`() throws {
        var index = try OpenFixture.index(5_000)
        let bytes = OpenFixture.bytes(of: index)
        for number in UInt64(0)..<20_000 {
            _ = index.remove(OpenFixture.id(number + 1), from: try OpenFixture.lane(number))
            _ = index.append(OpenFixture.id(number + 5_001), to: try OpenFixture.lane(number + 5_000), isReceipt: false)
            _ = index.lineUp(try OpenFixture.lane(number + 5_000))
        }
        // What has left is let go a little later, since it stands in line.
        #expect(OpenFixture.bytes(of: index) <= bytes + bytes / 3)
    }

    @Test(arguments: 1...4)
    func `what left a line that nobody asks never takes more room than what is in it`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let index = try OpenFixture.index(4_000)
        var left = index
        for (gone, number) in (1...UInt64(4_000)).shuffled(using: &random).enumerated() {
            _ = left.remove(OpenFixture.id(number), from: try OpenFixture.lane(number - 1))
            guard gone % 100 == 0 else { continue }
            let nodes = (1..<left.nodes.used).map { left.nodes.kind(of: NodeNumber($0)) }
            #expect(nodes.count { $0 == .left } <= left.count / 2 + 8)
        }
        #expect(left.count == 0)
        #expect(left.lines.count == 0)
        #expect((1..<left.nodes.used).allSatisfy { left.nodes.kind(of: NodeNumber($0)) == .free })
    }

    @Test func `the largest numbers come back as they went in`() throws {
        var index = OpenDeliveries()
        let lane = try OpenFixture.lane(.max, isCompulsory: true)
        let ids = [
            OpenFixture.id(Limits.largestOpenSequence, 65_535), OpenFixture.id(1 << 32), OpenFixture.id(0, 65_535),
        ]
        for id in ids { _ = index.append(id, to: lane, isReceipt: false) }
        #expect(index.deliveries(in: lane) == ids)
        #expect(ids.allSatisfy { index.contains($0, in: lane) })
        #expect(!index.contains(OpenFixture.id(1 << 40, 65_535), in: lane))
        #expect(!index.contains(OpenFixture.id(0, 65_536), in: lane))
    }

    @Test func `lanes that agree in 48 bits are one lane, and others are not`() throws {
        var index = OpenDeliveries()
        let (lane, same) = (try OpenFixture.lane(1), try OpenFixture.lane(1 << 48 | 1))
        let outcome1 = index.append(OpenFixture.id(1), to: lane, isReceipt: false)
        #expect(outcome1)
        let outcome2 = index.append(OpenFixture.id(2), to: same, isReceipt: false)
        #expect(!outcome2)
        #expect(index.first(in: same) == OpenFixture.id(1))
        for other in [
            try OpenFixture.lane(1 << 47 | 1), try OpenFixture.lane(1, at: 2),
            try OpenFixture.lane(1, isCompulsory: true),
        ] {
            let outcome3 = index.append(OpenFixture.id(3), to: other, isReceipt: false)
            #expect(outcome3)
        }
    }

    @Test func `what is too much is refused before it is stored`() throws {
        let index = try OpenFixture.index(10)
        let lane = try OpenFixture.lane(1)
        func refusal(_ lanes: [LaneID], recipients: Int = 1, sequence: UInt64 = 1) -> OpenDeliveries.Refusal? {
            index.refusal(of: lanes, recipients: recipients, sequence: sequence)
        }
        #expect(refusal([lane]) == nil)
        #expect(refusal([lane], recipients: 65_536) == nil)
        #expect(refusal([lane], recipients: 65_537) == .recipients)
        let last = Limits.largestOpenSequence - UInt64(Limits.openReserve)
        #expect(refusal([lane], sequence: last) == nil)
        #expect(refusal([lane], sequence: last + 1) == .sequence)
        // Each receiver a destination of its own; the index has one already.
        let room = Limits.openLines - Limits.openReserve
        let lanes = try (1...room).map { try OpenFixture.lane(1, at: $0) }
        #expect(refusal(lanes, recipients: room) == nil)
        #expect(refusal(lanes + [try OpenFixture.lane(1, at: 0)], recipients: room + 1) == .lines)
    }

    @Test func `as many lines are held as there are numbers, and a number is given again`() throws {
        var table = LineTable()
        let lines = try (0...Limits.openLines).map { try OpenFixture.lane(1, at: $0).line }
        for line in lines.dropLast() { #expect(table.makeNumber(of: line) != nil) }
        let last = try #require(lines.last)
        #expect(table.makeNumber(of: last) == nil)
        let free = try #require(table.number(of: lines[7]))
        table.releaseIfEmpty(free)
        #expect(table.number(of: lines[7]) == nil)
        #expect(table.makeNumber(of: last) == free)
        table[free].open = 1
        table.releaseIfEmpty(free)
        #expect(table.number(of: last) == free)
    }
}
