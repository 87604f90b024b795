import DurableLog
import LinuxSystem
import Messages
@testable import Operations
import Queues
import SampleWorld
import Telemetry
import Testing
import TestSupport

/// The watch over what is stored, by a clock of its own.
final class RetentionWatchTests: Sendable {
    private let storage = FaultyStorage()
    private let time = ManualClock()
    /// Seconds that the wall clock is ahead.
    private let shift = Lock<Int64>(0)
    private let lines = Lock<[String]>([])

    private func open() async throws -> MessageQueue {
        let clock = time.clock
        return try await MessageQueue.open(
            at: "journal", storage: storage,
            clock: SystemClock(
                wallMicroseconds: { clock.wallMicroseconds() + self.shift.withLock { $0 } * 1_000_000 },
                bootNanoseconds: clock.bootNanoseconds),
            options: JournalOptions(segmentBytes: 1 << 20, preparesSpare: false, idleSeconds: nil))
    }

    /// Runs the watch for so many minutes, each begun with something, and gives the names of the events told.
    private func run(
        _ queue: MessageQueue, minutes: Int, each: @escaping @Sendable (Int) -> Void = { _ in }
    ) async -> [String] {
        let passed = Tally()
        let log = Log(
            minimum: .info, sink: { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } },
            now: { 0 })
        await RetentionWatch(queue: queue, policy: RetentionPolicy(), log: log) { seconds in
            each(passed.count)
            passed.add()
            self.time.advance(seconds: seconds)
            if passed.count > minutes { queue.endWaiting() }
        }.run()
        return lines.withLock { lines in
            lines.compactMap { line in
                line.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("event=") }.map {
                    String($0.dropFirst(6))
                }
            }
        }
    }

    @Test func `room is given back once a day, and each hour at the floor`() async throws {
        let queue = try await open()
        let day = 1_440
        let told = await run(queue, minutes: 2 * day - 1) { minute in
            if minute == day { self.storage.setFreeBytes(0) }
        }
        #expect(told.allSatisfy { $0 == "retention-done" })
        // At minutes 1, 1,441, and each hour from then on.
        #expect(told.count == 2 + 23)
    }

    @Test func `a disk that comes to its floor while all is read through gets room first, and then all is read`()
        async throws
    {
        let (queue, scratch) = (try await open(), try await ScratchQueue())
        for number in 10..<22 {
            var message = scratch.incoming(
                try ValidSample.read("GeneralMessage")
                    .head("messageId", .text("00000000-0000-4000-8000-0000000000\(number)")),
                to: [Destination(.socialService)], lane: "\(number)")
            message.payload = [UInt8](repeating: 7, count: 300_000)
            _ = try await queue.accept(message)
        }
        let segments = storage.names(inFolder: "journal/log").filter { $0.hasSuffix(".seg") }
        try #require(segments.count > 3)
        storage.change(segments[2], inFolder: "journal/log") { $0[100_000] ^= 1 }
        let (storage, time) = (storage, time)
        let told = await run(queue, minutes: 2) { minute in
            guard minute == 0 else { return }
            storage.holdReads()
            Task {
                await storage.waitForHeld()
                storage.setFreeBytes(0)
                time.advance(seconds: 1)
                storage.releaseHeld()
            }
        }
        #expect(told == ["retention-done", "journal-damaged"])
    }

    @Test func `what cannot be read through is told, and room is given back all the same`() async throws {
        let queue = try await open()
        storage.fail(.names, with: 5)
        #expect(await run(queue, minutes: 1) == ["verification-failed", "retention-done"])
    }

    @Test func `a wall clock that is ahead is told once, and again when it is put right`() async throws {
        let queue = try await open()
        let told = await run(queue, minutes: 30) { minute in
            if minute == 10 {
                self.shift.withLock { $0 = 40 * 86_400 }
                // Somebody asks what time it is.
                _ = queue.figures(of: [.publisher1177])
            }
            if minute == 20 {
                self.shift.withLock { $0 = 0 }
                _ = queue.figures(of: [.publisher1177])
            }
        }
        #expect(told == ["retention-done", "clock-doubted", "clock-set-back"])
        #expect(lines.withLock { $0.last }?.contains("times=1") == true)
    }
}
