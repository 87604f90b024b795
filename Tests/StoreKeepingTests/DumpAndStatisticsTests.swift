import DurableLog
import LinuxSystem
import MessageFormats
import Messages
import StoreKeeping
import Testing
import TestSupport

/// `vaxel store dump` and `vaxel store stats`.
struct DumpAndStatisticsTests {
    private func lines(
        of fixture: StoreFixture, _ range: ClosedRange<UInt64> = 1...UInt64.max
    ) throws -> (lines: [String], isWhole: Bool) {
        var lines: [String] = []
        let isWhole = try fixture.store().dump(range) { line in
            lines.append(line.text)
            return true
        }
        return (lines, isWhole)
    }

    @Test func `a dump tells each record's kind, time and ids in order`() throws {
        let fixture = try StoreFixture(kept: "QueuesTests/Stores/v1-every-kind")
        let (lines, isWhole) = try lines(of: fixture)
        #expect(isWhole)
        let words = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(words.map { Int($0[0]) ?? 0 } == words.map { Int($0[0]) ?? 0 }.sorted())
        #expect(Set(words.map { $0[1] }).isSuperset(of: ["accepted", "offered", "completed", "died", "redriven"]))
        let first = try #require(lines.first { $0.contains("deliveries 3-0 3-1") })
        #expect(first.contains("accepted 2026-11-22T") && first.contains("by tester"))
    }

    @Test func `a dump holds nothing of what messages and people say`() throws {
        let fixture = try StoreFixture(kept: "QueuesTests/Stores/v1-every-kind")
        let text = try lines(of: fixture).lines.joined()
        for word in ["R-1", "not now", "sent anew", "GeneralMessage", "N-1", "{}"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test func `a dump goes past damage and says where it is, and only when it was asked for that range`() async throws
    {
        let fixture = try StoreFixture()
        try await fixture.fill(20)
        try fixture.change("log/00000000000000000001.seg", at: 4096 * 5 + 500)
        let (all, isWhole) = try lines(of: fixture)
        #expect(!isWhole && all.count == 20)
        #expect(all[4].hasPrefix("DAMAGED") && all[3].hasPrefix("4 ") && all[5].hasPrefix("6 "))
        let (part, isPartWhole) = try lines(of: fixture, 7...9)
        #expect(isPartWhole && part.map { $0.prefix(2) } == ["7 ", "8 ", "9 "])
    }

    @Test func `a dump ends when it is told to`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(5)
        var count = 0
        _ = try fixture.store().dump(1...UInt64.max) { _ in
            count += 1
            return count < 2
        }
        #expect(count == 2)
    }

    @Test func `figures count records by kind, and know the room and the age`() throws {
        let fixture = try StoreFixture(kept: "QueuesTests/Stores/v1-every-kind")
        let figures = try fixture.store().statistics(at: Timestamp(microseconds: 1_795_334_400_000_000))
        #expect(figures.recordsByKind["accepted"] == 8 && figures.recordsByKind["discarded"] == 1)
        #expect(figures.log.segments == 2 && figures.freeBytes > 0 && figures.daysToFull == nil)
        let oldest = try #require(figures.oldestMessageAt)
        let newest = try #require(figures.newestMessageAt)
        #expect(oldest < newest)
        #expect(figures.text.contains("vaxel queues"))
        #expect(figures.value["recordsByKind"]?["accepted"]?.integer == 8)
    }
}
