import Messages
@testable import Queues
import Testing

/// What is believed of a wall clock that anybody may set.
struct BelievedTimeTests {
    private static let hour: Int64 = 3_600
    private static let day: Int64 = 86_400

    /// Seconds of the wall clock and of the boot clock in, seconds out.
    private struct Bench {
        var time: BelievedTime

        init(wall: Int64, boot: Int64, after acceptance: Int64?) {
            time = BelievedTime(
                wall: wall * 1_000_000, boot: UInt64(boot) * 1_000_000_000,
                after: acceptance.map { Timestamp(microseconds: $0 * 1_000_000) })
        }

        mutating func now(_ wall: Int64, _ boot: Int64) -> Int64 {
            time.now(wall: wall * 1_000_000, boot: UInt64(boot) * 1_000_000_000).microseconds / 1_000_000
        }

        mutating func age(_ wall: Int64, _ boot: Int64) -> Int64 {
            time.agingTime(wall: wall * 1_000_000, boot: UInt64(boot) * 1_000_000_000).microseconds / 1_000_000
        }

        mutating func retention(_ wall: Int64, _ boot: Int64) -> Int64 {
            time.retentionTime(wall: wall * 1_000_000, boot: UInt64(boot) * 1_000_000_000).microseconds / 1_000_000
        }
    }

    private static let start: Int64 = 1_000 * 86_400

    @Test func `ages go on from the right time when a clock that was ahead at the start is put right`() {
        var bench = Bench(wall: Self.start + 10 * Self.day, boot: 0, after: Self.start)
        #expect(bench.age(Self.start + 10 * Self.day + 5, 5) == Self.start + 10 * Self.day + 5)
        #expect(bench.age(Self.start + 60, 60) == Self.start + 60 && bench.time.setBacks == 1)
        #expect(bench.now(Self.start + 70, 70) == bench.age(Self.start + 70, 70))
    }

    @Test func `a clock that was right at the start moves no age, whatever it shows later`() {
        var bench = Bench(wall: Self.start, boot: 0, after: nil)
        for wall in [40 * Self.day, 20, -3 * Self.day, 40] {
            #expect(bench.age(Self.start + wall, 40) == Self.start + 40)
        }
    }

    @Test func `times stand still for an hour and go back by more`() {
        var bench = Bench(wall: Self.start, boot: 5, after: Self.start + Self.hour)
        #expect(bench.now(Self.start, 5) == Self.start + Self.hour)
        #expect(bench.now(Self.start - 1, 6) == Self.start - 1)
        #expect(bench.time.setBacks == 1)
        #expect(bench.now(Self.start - 2, 7) == Self.start - 1)
    }

    @Test func `times stand still for a day while the wall clock is behind what is believed`() {
        var bench = Bench(wall: Self.start, boot: 0, after: nil)
        let wrong = Self.start - 30 * Self.day
        #expect(bench.now(wrong, 0) == Self.start)
        #expect(bench.now(wrong + Self.day - 1, Self.day - 1) == Self.start && bench.time.setBacks == 0)
        #expect(bench.now(wrong + Self.day, Self.day) == wrong + Self.day && bench.time.setBacks == 1)
    }

    @Test func `a wall clock far from what is believed is believed when it has been so for a day`() {
        for shift in [40 * Self.day, -40 * Self.day] {
            var bench = Bench(wall: Self.start, boot: 0, after: nil)
            let wrong = Self.start + shift
            #expect(bench.retention(wrong, 0) == min(wrong, Self.start))
            #expect(bench.retention(wrong + Self.day - 1, Self.day - 1) == min(wrong, Self.start) + Self.day - 1)
            #expect(bench.time.isDoubted)
            #expect(bench.retention(wrong + Self.day, Self.day) == wrong + Self.day)
            #expect(!bench.time.isDoubted)
        }
    }

    @Test func `a day of doubt begins anew when the clock was right in between`() {
        var bench = Bench(wall: Self.start, boot: 0, after: nil)
        _ = bench.now(Self.start + 40 * Self.day, 0)
        _ = bench.now(Self.start + Self.hour, Self.hour)
        #expect(!bench.time.isDoubted)
        #expect(bench.retention(Self.start + 41 * Self.day, Self.day) == Self.start + Self.day)
    }

    @Test func `a start goes on from the last acceptance when the wall clock is more than a day ahead of it`() {
        var near = Bench(wall: Self.start + Self.day, boot: 0, after: Self.start)
        #expect(near.retention(Self.start + Self.day, 0) == Self.start + Self.day)
        var far = Bench(wall: Self.start + Self.day + 1, boot: 0, after: Self.start)
        #expect(far.retention(Self.start + Self.day + 1, 0) == Self.start)
        #expect(far.retention(Self.start + 2 * Self.day + 1, Self.day) == Self.start + 2 * Self.day + 1)
        // What was accepted by a clock that ran ahead makes nothing out of its time.
        var ahead = Bench(wall: Self.start, boot: 0, after: Self.start + 40 * Self.day)
        #expect(ahead.retention(Self.start, 0) == Self.start)
    }
}
