import Dispatch
import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Many damaged messages at once, of which nothing is in memory.
struct ManyLostTests {
    private static let log = "journal/log"

    private static func payload(_ name: String) -> [UInt8] { Array("<the bytes of \(name)>".utf8) }

    /// Queues behind a start, with messages for `a` in lanes of which some are damaged.
    private func bench(_ names: [String], damaged: Set<String>, lane: (String) -> String) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        for name in names {
            var message = try QueueFixture.message(name, for: ["a"], lane: lane(name))
            message.payload = Self.payload(name)
            _ = try await bench.queue.accept(message)
        }
        _ = try await bench.queue.accept(QueueFixture.message("s1", for: ["b"], lane: "s", size: 20_000))
        try await bench.queue.takeSnapshot()
        await bench.queue.close()
        for file in bench.storage.names(inFolder: Self.log) where file.hasSuffix(".seg") {
            bench.storage.change(file, inFolder: Self.log) { bytes in
                // Each in one pass: there are many.
                var place = 0
                let mark = Array("<the bytes of ".utf8)
                while place + mark.count < bytes.count {
                    guard bytes[place] == mark[0], bytes[place..<place + mark.count] == mark[...] else {
                        place += 1
                        continue
                    }
                    place += mark.count
                    let name = String(decoding: bytes[place...].prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
                    if damaged.contains(name) { bytes[place - 3] ^= 1 }
                }
            }
        }
        try await bench.crash(.everything)
        return bench
    }

    private func lease(_ bench: QueueFixture, maximum: Int = 9) async throws -> [LeasedDelivery] {
        try await bench.queue.lease(
            from: [QueueFixture.destination("a")], by: .tester, maximum: maximum, duration: 60)
    }

    @Test func `a lane that begins with many of them is through with one lease, and they are looked for once`()
        async throws
    {
        let names = (1000..<1400).map { "m\($0)" }
        let bench = try await bench(names, damaged: Set(names.dropLast(2))) { _ in "l" }
        let before = bench.queue.journal.figures.batches
        let leased = try await lease(bench)
        #expect(leased.map(\.facts.message) == [QueueFixture.id("m1398")])
        #expect(leased.first?.missingBefore == names.prefix(100).map { QueueFixture.id($0) })
        // All of them together, and the offer.
        #expect(bench.queue.journal.figures.batches - before == 2)
        #expect(bench.queue.takeLostLetters().map(\.message) == names.dropLast(2).map { QueueFixture.id($0) })
        let counts = bench.queue.conservation()
        #expect(counts.dead == 398 && counts.leased == 1 && counts.waiting == 2 && counts.difference == 0)
        #expect(bench.queue.guarded.withLock { $0.givingUp.isEmpty && $0.state.picked.isEmpty })
    }

    @Test func `what stands between them is given up neither, nor handed out of turn`() async throws {
        let names = (1000..<1100).map { "m\($0)" }
        let sound: Set = ["m1003", "m1017", "m1099"]
        let bench = try await bench(names, damaged: Set(names).subtracting(sound)) { _ in "l" }
        for name in sound.sorted() {
            let leased = try await lease(bench)
            #expect(leased.map(\.facts.message) == [QueueFixture.id(name)])
            for one in leased {
                #expect(try await bench.queue.complete(one.lease, by: .tester, receipt: { _ in nil }) == .settled)
            }
        }
        #expect(try await lease(bench).isEmpty)
        let counts = bench.queue.conservation()
        #expect(counts.dead == 97 && counts.completed == 3 && counts.difference == 0)
        #expect(
            await bench.queue.deadLetters(limit: 99).lost.map(\.message)
                == names.filter { !sound.contains($0) }.map { QueueFixture.id($0) })
    }

    @Test func `many lanes that begin with one go on together`() async throws {
        let names = (1000..<1300).map { "m\($0)" }
        let damaged = Set(names.filter { QueueFixture.number($0) % 2 == 0 })
        let bench = try await bench(names, damaged: damaged) { "l\(QueueFixture.number($0) / 2)" }
        let leased = try await lease(bench, maximum: 200)
        #expect(leased.map(\.facts.message) == names.filter { !damaged.contains($0) }.map { QueueFixture.id($0) })
        #expect(leased.allSatisfy { $0.missingBefore.count == 1 })
        #expect(bench.queue.conservation().dead == 150 && bench.queue.conservation().difference == 0)
    }

    @Test func `no lease waits for what is given up beside it`() async throws {
        let bench = try await bench(["m1000", "m1001"], damaged: ["m1000"]) { $0 }
        let (queue, a) = (bench.queue, try QueueFixture.destination("a"))
        let answer = Lock<[LeasedDelivery]?>(nil)
        queue.searching.suspend()
        let lease = Task {
            let leased = try await queue.lease(from: [a], by: .tester, maximum: 9, duration: 60)
            answer.withLock { $0 = leased }
        }
        // One that waited would be let go on after a while.
        for _ in 0..<3_000 where answer.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(1)) }
        let leased = answer.withLock { $0 }
        #expect(queue.conservation().dead == 0)
        queue.searching.resume()
        try await lease.value
        #expect(leased?.map(\.facts.message) == [QueueFixture.id("m1001")])
        await queue.finishGivingUp()
        #expect(queue.takeLostLetters().map(\.message) == [QueueFixture.id("m1000")])
        #expect(queue.guarded.withLock { $0.givingUpLater == nil && $0.unread.isEmpty && $0.givingUp.isEmpty })
        #expect(queue.conservation().dead == 1 && queue.conservation().leased == 1)
    }

    @Test func `a lease gives up no more than it may hold for each of its turns, and the next goes on`() async throws {
        let names = (10_000..<11_050).map { "m\($0)" }
        let bench = try await bench(names, damaged: Set(names.dropLast())) { _ in "l" }
        let before = bench.queue.journal.figures.batches
        let leased = try await lease(bench)
        // One in front and a thousand behind it, the rest, and the offer.
        #expect(bench.queue.journal.figures.batches - before == 3)
        #expect(leased.map(\.facts.message) == [QueueFixture.id("m11049")])
        #expect(bench.queue.conservation().dead == 1_049)
    }

    @Test func `a lane is found for every open delivery, wherever in it that stands`() throws {
        var random = SeededRandom(seed: 4)
        var open = OpenDeliveries()
        var lanes: [DeliveryID: LaneID] = [:]
        for number in 1...400 {
            let destination = try QueueFixture.destination(["a", "b"][number % 2])
            let lane = LaneID(
                key: LaneKey(UInt64.random(in: 1...60, using: &random)), destination: destination,
                isCompulsory: number % 3 == 0, isReplay: false)
            let id = DeliveryID(message: UInt64(number), recipient: 0)
            _ = open.append(id, to: lane, isReceipt: false)
            lanes[id] = lane
        }
        for id in lanes.keys.sorted().filter({ $0.message % 5 == 0 }) {
            let lane = try #require(lanes[id])
            lanes[id] = nil
            let isRemoved = open.remove(id, from: lane)
            #expect(isRemoved)
        }
        let all = (1...401).map { DeliveryID(message: UInt64($0), recipient: 0) }
        #expect(open.lanes(of: Dictionary(uniqueKeysWithValues: all.map { ($0, nil) })) == lanes)
        for (id, lane) in lanes {
            let whole = open.deliveries(in: lane)
            let place = try #require(whole.firstIndex(of: id))
            #expect(open.deliveries(in: lane, behind: id, maximum: 3) == Array(whole[(place + 1)...].prefix(3)))
            #expect(open.lane(of: id) == lane)
        }
    }
}
