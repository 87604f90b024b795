import Messages
@testable import Queues
import Testing
import TestSupport

/// What queues take of the disk, and how fast.
struct VolumeTests {
    private let unit: Destination = UnitID("A").map { Destination($0) } ?? .publisher1177
    private let hour = 3_600.0
    private let start = Timestamp(microseconds: 1_795_334_400_000_000)

    @Test func `the faster of the day's and the week's pace counts`() {
        var ledger = VolumeLedger()
        for number in 0..<(7 * 24) { ledger.note(100, for: [unit], at: start.adding(seconds: Double(number) * hour)) }
        let end = start.adding(seconds: (7 * 24 - 1) * hour)
        #expect((2_400...2_430).contains(ledger.volume(of: unit, at: end).bytesPerDay))
        // A busy day is faster than its week.
        for _ in 0..<10 { ledger.note(1_000, for: [unit], at: end) }
        #expect((12_400...12_450).contains(ledger.volume(of: unit, at: end).bytesPerDay))
        // After two quiet days the week is faster than its last day.
        let later = end.adding(seconds: 48 * hour)
        #expect((3_000...3_300).contains(ledger.volume(of: unit, at: later).bytesPerDay))
        #expect(ledger.volume(of: unit, at: end.adding(seconds: 30 * 24 * hour)).bytesPerDay == 0)
    }

    @Test func `what has been seen for an hour at least is the pace, and nothing is none`() {
        var ledger = VolumeLedger()
        #expect(ledger.bytesPerDay(at: start) == 0)
        ledger.note(100, for: [unit, .publisher1177], at: start)
        #expect(ledger.bytesPerDay(at: start.adding(seconds: 60)) == 2_400)
        #expect(ledger.volume(of: .publisher1177, at: start).bytesPerDay == 2_400)
        #expect(ledger.volume(of: unit, at: start.adding(seconds: 4 * hour)).bytesPerDay == 600)
        let room = JournalRoom(journalBytes: 0, freeBytes: 1_200, floorBytes: 1, bytesPerDay: 600)
        #expect(room.daysToFull == 2 && room.days(at: 0) == nil)
    }

    @Test func `a clock that ran ahead and came back hides nothing`() {
        var ledger = VolumeLedger()
        ledger.note(100, for: [unit], at: start)
        ledger.note(100, for: [unit], at: start.adding(seconds: 1_000 * hour))
        ledger.note(100, for: [unit], at: start.adding(seconds: hour))
        #expect(ledger.volume(of: unit, at: start.adding(seconds: hour)).bytesPerDay >= 2_400)
    }

    @Test(arguments: [false, true]) func `a queue holds what is not taken, dead letters too`(crashes: Bool) async throws
    {
        let bench = try await QueueFixture()
        let destination = try QueueFixture.destination("a")
        func held() -> Int { bench.queue.figures(of: [destination]).first?.volume.heldBytes ?? -1 }
        #expect(held() == 0)
        try await bench.accept("m1", for: ["a", "b"])
        let one = held()
        #expect(one > 20)
        try await bench.accept("m2", for: ["a"], lane: "other")
        #expect(held() == 2 * one || held() > one)
        let both = held()
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        if crashes { try await bench.crash() }
        #expect(held() == both)
        _ = try await bench.complete("m2 at a")
        #expect(held() == one)
        let id = try #require(bench.deliveries["m1 at a"])
        _ = try await bench.queue.discard(id, by: .tester, reason: "r")
        if crashes { try await bench.crash() }
        #expect(held() == 0)
    }
}
