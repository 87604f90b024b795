import DurableLog
import Glibc
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// A replay goes on behind what the disk does not give back, and tells what that was.
struct ReplayDamageTests {
    private func ordered(_ count: Int, _ bench: QueueFixture) async throws {
        for number in 0..<count {
            var message = try QueueFixture.message("m\(number)", for: ["a"], lane: "\(number)")
            message.payload = Array("<the bytes of m\(number)>".utf8)
            _ = try await bench.queue.accept(message)
            #expect(try await bench.lease("a") == ["m\(number)"])
            _ = try await bench.complete("m\(number) at a")
        }
        await bench.queue.keeper?.idle()
        let now = Timestamp(microseconds: bench.time.clock.wallMicroseconds())
        _ = try await bench.queue.replay(
            ReplayOrder(
                destination: try QueueFixture.destination("a"), from: Timestamp(microseconds: 0), to: now, by: .tester,
                reason: "restored"))
    }

    private func progress(_ bench: QueueFixture) throws -> ReplayProgress {
        try #require(bench.queue.figures(of: [try QueueFixture.destination("a")]).first?.replay)
    }

    private func rot(_ name: String, _ bench: QueueFixture) throws {
        let bytes = Array("<the bytes of \(name)>".utf8)
        for file in bench.storage.names(inFolder: "journal/log") where file.hasSuffix(".seg") || file.hasSuffix(".kept")
        {
            bench.storage.change(file, inFolder: "journal/log") { all in
                let place = all.indices.dropLast(bytes.count).first {
                    all[$0] == bytes[0] && all[$0..<$0 + bytes.count] == bytes[...]
                }
                if let place { all[place] ^= 1 }
            }
        }
    }

    /// In a sealed segment, in the one that is written to, and in a file that retention has written anew.
    @Test(arguments: [("m0", false), ("m11", false), ("m1", true)])
    func `what is damaged does not come again, and all behind it does`(name: String, isThinned: Bool) async throws {
        let bench = try await QueueFixture()
        try await ordered(12, bench)
        if isThinned {
            let extent = try #require(bench.queue.journal.extents.first)
            _ = try bench.queue.journal.rewrite(extent.first) { _ in .whole }
        }
        let sequence = try #require(try bench.queue.status(of: QueueFixture.id(name))?.sequence)
        try rot(name, bench)
        var told: [ClosedRange<UInt64>] = []
        var released = 0
        for _ in 0..<3 { released += try await bench.queue.advanceReplays { told.append($1) } }
        let lost = told.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 }
        #expect(told.count == 1 && told.first?.contains(sequence) ?? false && lost < 40)
        // In a kept file what lies in one range of its index with it is lost too.
        #expect(isThinned ? (6..<12).contains(released) : released == 11)
        #expect(try progress(bench).unread == told && (try progress(bench).released) == released)
    }

    @Test func `what the disk refuses is tried again before it is passed over`() async throws {
        let bench = try await QueueFixture()
        try await ordered(4, bench)
        bench.storage.fail(.read, with: EIO, forever: true)
        for _ in 0..<3 { await #expect(throws: QueueFailure.self) { try await bench.queue.advanceReplays() } }
        bench.storage.mend()
        #expect(try await bench.queue.advanceReplays() == 4)
        #expect(try progress(bench).unread.isEmpty)
        #expect(Set(try await bench.lease("a")) == ["m0", "m1", "m2", "m3"])
        for number in 0..<4 { _ = try await bench.complete("m\(number) at a") }
        #expect(try progress(bench).endedAt != nil)
    }

    /// Goes on after a start, so that no file of the log is open, and takes the first one away.
    private func takeFirstFileAway(_ bench: QueueFixture) async throws -> UInt64 {
        await bench.queue.close()
        try await bench.crash(.everything)
        let first = try #require(bench.queue.journal.extents.first)
        bench.storage.remove(
            try #require(bench.storage.names(inFolder: "journal/log").filter { $0.hasSuffix(".seg") }.min()),
            inFolder: "journal/log")
        return first.last
    }

    @Test func `a file that cannot be opened is told as a whole, and what lies behind it comes again`() async throws {
        let bench = try await QueueFixture()
        try await ordered(24, bench)
        let last = try await takeFirstFileAway(bench)
        var told: [ClosedRange<UInt64>] = []
        for _ in 0..<3 {
            await #expect(throws: QueueFailure.self) { try await bench.queue.advanceReplays { told.append($1) } }
        }
        #expect(told.isEmpty)
        let released = try await bench.queue.advanceReplays { told.append($1) }
        #expect(told == [1...last] && (1..<24).contains(released))
        #expect(try progress(bench).unread == told && (try progress(bench).released) == released)
    }

    @Test func `a program that has no more files to open takes no file for lost`() async throws {
        let bench = try await QueueFixture()
        try await ordered(24, bench)
        await bench.queue.close()
        try await bench.crash(.everything)
        bench.storage.fail(.open, with: EMFILE, forever: true)
        for _ in 0..<6 { await #expect(throws: QueueFailure.self) { try await bench.queue.advanceReplays() } }
        bench.storage.mend()
        #expect(try await bench.queue.advanceReplays() == 24)
        #expect(try progress(bench).unread.isEmpty)
    }

    @Test func `what the disk refuses for one queue holds up no other's replay`() async throws {
        let bench = try await QueueFixture()
        try await ordered(4, bench)
        try await bench.accept("other", for: ["b"], lane: "other")
        #expect(try await bench.lease("b") == ["other"])
        _ = try await bench.complete("other at b")
        let (b, now) = (try QueueFixture.destination("b"), Timestamp(microseconds: bench.time.clock.wallMicroseconds()))
        _ = try await bench.queue.replay(
            ReplayOrder(destination: b, from: Timestamp(microseconds: 0), to: now, by: .tester, reason: "restored"))
        // The first to read is the first queue's.
        bench.storage.fail(.read, with: EIO)
        await #expect(throws: QueueFailure.self) { try await bench.queue.advanceReplays() }
        #expect(try progress(bench).released == 0)
        #expect(bench.queue.figures(of: [b]).first?.replay?.released == 1)
    }

    @Test func `ranges that touch are one, and too many become one at the end`() {
        let ranges: [ClosedRange<UInt64>] = [1...2, 3...4, 7...9]
        #expect(ranges.joined(with: [9...12, 20...20]) == [1...2, 3...4, 7...12, 20...20])
        #expect([ClosedRange<UInt64>]().joined(with: ranges) == [1...4, 7...9])
        let many = (0..<200).map { UInt64($0) * 3...UInt64($0) * 3 }
        let joined = [ClosedRange<UInt64>]().joined(with: many)
        #expect(joined.count == Limits.unreadRanges && joined.last?.upperBound == 597)
    }
}
