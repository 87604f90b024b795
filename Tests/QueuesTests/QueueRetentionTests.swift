import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// What is given up of settled messages in its time, and what is never.
struct QueueRetentionTests {
    private static let policy = RetentionPolicy(payloadDays: 30, headDays: 400, graceDays: 0, share: 0.01)

    /// Messages of day 0 in every state there is, and enough of others behind them that their file is sealed and covered.
    ///
    /// `done` and `gone` were completed, `half` by one of two; `early` was cancelled, `away` put aside; `open` waits, `out`
    /// is leased, `soon` waits for a retry, `kept` is held, and `dead` was given up.
    private func everyState() async throws -> QueueFixture {
        let bench = try await QueueFixture(policy: DeliveryPolicy(firstDelay: 1_000, longestDelay: 1_000, jitter: 0))
        for name in ["done", "gone", "half", "early", "away", "out", "soon", "kept", "dead", "open"] {
            var message = try QueueFixture.message(name, for: name == "half" ? ["a", "b"] : ["a"], lane: name)
            message.senderOrganisation = UnitID("O")
            _ = try await bench.queue.accept(message)
        }
        var cancellation = try QueueFixture.message("c", for: [], lane: "c")
        cancellation.senderOrganisation = UnitID("O")
        cancellation.effect = .cancels(QueueFixture.id("early"), isWrongPatient: false)
        _ = try await bench.queue.accept(cancellation)
        try await bench.lease("a", maximum: 8, duration: 3_600)
        for name in ["done", "gone", "half"] { #expect(try await bench.complete("\(name) at a") == .settled) }
        for name in ["away", "dead"] { #expect(try await bench.reject("\(name) at a", permanent: true) == .settled) }
        #expect(try await bench.reject("soon at a", permanent: false) == .settled)
        let held = try await bench.queue.hold(
            try #require(bench.leases["kept at a"]), by: .tester, fault: DeliveryFault(code: "no", reason: "not now"),
            seconds: 3_600)
        #expect(held == .settled)
        let away = try #require(bench.deliveries["away at a"])
        _ = try await bench.queue.discard(away, by: .tester, reason: "of no use")
        try await fill(bench, 20)
        return bench
    }

    /// Puts records behind what is there, until its file is sealed and held by two snapshots.
    private func fill(_ bench: QueueFixture, _ count: Int = 20) async throws {
        for number in 0..<count {
            try await bench.accept("z\(number)\(bench.time.clock.wallMicroseconds() / 1_000_000 % 1_000)", for: ["z"])
            let leased = try await bench.lease("z")
            for name in leased { _ = try await bench.complete("\(name) at z") }
            await bench.queue.keeper?.idle()
        }
    }

    private func payload(_ name: String, _ bench: QueueFixture) async throws -> Int? {
        try await bench.queue.payload(of: QueueFixture.id(name))?.bytes.count
    }

    private func bytesLeft(_ bench: QueueFixture) async throws -> [String] {
        var left: [String] = []
        for name in ["done", "gone", "half", "early", "away", "out", "soon", "kept", "dead", "open"]
        where try await payload(name, bench) == 20 { left.append(name) }
        return left
    }

    @Test(arguments: [false, true]) func `bytes go after their days and heads after theirs, of what is settled alone`(
        crashes: Bool
    ) async throws {
        let bench = try await everyState()
        let before = try bench.queue.status(of: QueueFixture.id("done"))
        bench.time.advance(seconds: 29 * 86_400)
        #expect(try await bench.queue.retain(by: Self.policy).rewritten == 0, "not yet")
        bench.time.advance(seconds: 2 * 86_400)
        let report = try await bench.queue.retain(by: Self.policy)
        #expect(report.rewritten > 0 && report.bytesFreed > 0)
        let kept = ["half", "out", "soon", "kept", "dead", "open"]
        #expect(try await bytesLeft(bench) == kept)
        if crashes { try await bench.crash() }
        #expect(try await bytesLeft(bench) == kept)
        #expect(try bench.queue.status(of: QueueFixture.id("done"))?.deliveries == before?.deliveries)
        #expect(try await bench.queue.accept(QueueFixture.message("done", for: ["a"])) != .conflict(.otherContent))
        // The same once more changes nothing.
        #expect(try await bench.queue.retain(by: Self.policy).bytesFreed == 0)

        // Just before and after 400 days from acceptance.
        bench.time.advance(seconds: 368 * 86_400)
        _ = try await bench.queue.retain(by: Self.policy)
        #expect(try bench.queue.status(of: QueueFixture.id("gone")) != nil, "day 399")
        bench.time.advance(seconds: 2 * 86_400)
        _ = try await bench.queue.retain(by: Self.policy)
        if crashes { try await bench.crash() }
        for name in ["done", "gone", "early", "away"] {
            #expect(try bench.queue.status(of: QueueFixture.id(name)) == nil, "\(name) on day 401")
        }
        #expect(try await bytesLeft(bench) == kept)
        #expect(bench.queue.conservation().difference == 0)
        #expect(try await bench.dead("a") == ["dead"])
        // All of it can still be worked on.
        bench.time.advance(seconds: 4_000)
        _ = try await bench.queue.settleLapsed { _ in nil }
        bench.time.advance(seconds: 4_000)
        #expect(Set(try await bench.lease("a")).isSuperset(of: ["soon", "kept", "open"]))
        #expect(try await bench.lease("b") == ["half"])
        #expect(try await bench.complete("half at b") == .settled)
    }

    @Test func `one snapshot is not enough: no start may need what was given up`() async throws {
        let bench = try await everyState()
        await bench.queue.keeper?.idle()
        bench.time.advance(seconds: 40 * 86_400)
        _ = try await bench.queue.retain(by: Self.policy)
        let manifests = try bench.storage.openFolder("journal/snapshots").names().filter { $0.hasSuffix(".snapshot") }
        let newest = try #require(manifests.last)
        let before = try await bytesLeft(bench)
        await bench.queue.close()
        // The newest rots: the older one and the log behind it are the same.
        let other = bench.storage.crashed(.nothing)
        let last = try #require(other.names(inFolder: "journal/snapshots").last { $0.hasSuffix(".snapshot") })
        #expect(last >= newest)
        other.change(last, inFolder: "journal/snapshots") { $0[40] ^= 1 }
        bench.queue = try await QueueFixture.open(other, bench.wall.clock, bench.policy)
        bench.storage = other
        #expect(bench.queue.startReport.unsoundSnapshots == [last] && bench.queue.startReport.snapshot != nil)
        #expect(try await bytesLeft(bench) == before)
        await bench.queue.close()
        // Both do: the log does not reach back, which is said and not passed over.
        for name in other.names(inFolder: "journal/snapshots") where name.hasSuffix(".snapshot") {
            other.change(name, inFolder: "journal/snapshots") { $0[40] ^= 1 }
        }
        let names = other.names(inFolder: "journal/log")
        await #expect {
            _ = try await QueueFixture.open(other, bench.wall.clock, bench.policy)
        } throws: { error in
            if case .notOpened(.thinned)? = error as? QueueFailure { true } else { false }
        }
        #expect(other.names(inFolder: "journal/log") == names)
    }

    @Test func `what comes before the older snapshot is examined, and nothing behind it`() async throws {
        let bench = try await QueueFixture()
        bench.storage.fail(.rename, with: 5, forever: true)
        for number in 0..<15 { try await bench.accept("m\(number)", for: ["a"]) }
        bench.storage.mend()
        bench.time.advance(seconds: 40 * 86_400)
        // A segment may be begun, and no snapshot be named.
        bench.storage.fail(.rename, after: 2, with: 5, forever: true)
        let report = try await bench.queue.retain(by: Self.policy)
        #expect(report.examined == 0 && report.rewritten == 0 && report.uncovered > 0, "there is no snapshot")
        bench.storage.mend()
        #expect(try await bench.queue.retain(by: Self.policy).examined > 0, "they were taken for this")
    }

    @Test func `messages of listed types keep their bytes as long as their heads`() async throws {
        let bench = try await everyState()
        await bench.queue.close()
        let listing = try await MessageQueue.open(
            at: "journal", storage: bench.storage, clock: bench.wall.clock, policy: bench.policy,
            options: QueueFixture.options, snapshots: SnapshotPolicy(changes: 3, records: 5),
            listing: ["GeneralMessage"], random: { 1 << 63 })
        bench.time.advance(seconds: 31 * 86_400)
        _ = try await listing.retain(by: Self.policy)
        #expect(try await listing.payload(of: QueueFixture.id("done"))?.bytes.count == 20)
        bench.time.advance(seconds: 400 * 86_400)
        _ = try await listing.retain(by: Self.policy)
        #expect(try await listing.payload(of: QueueFixture.id("done")) == nil)
    }

    @Test func `a crash behind any change of a retention leaves all that was to be kept`() async throws {
        let bench = try await everyState()
        bench.time.advance(seconds: 31 * 86_400)
        // A start after a standstill goes on a day later.
        try await bench.accept("today", for: ["z"])
        await bench.queue.keeper?.idle()
        let recording = bench.storage.record()
        let report = try await bench.queue.retain(by: Self.policy)
        try #require(report.rewritten > 1 && recording.count > 10)
        var thinned = 0
        for change in 0...recording.count {
            let image = recording.image(after: change)
            let survivals: [FaultyStorage.Survival] = [.nothing, .everything, .anything(seed: UInt64(change))]
            for survival in survivals {
                let again = try await QueueFixture(
                    policy: bench.policy, storage: image.crashed(survival).storage(), time: bench.time)
                let left = try await bytesLeft(again)
                #expect(Set(left).isSuperset(of: ["half", "out", "soon", "kept", "dead", "open"]), "change \(change)")
                for name in ["done", "gone", "early", "away"] {
                    #expect(
                        try again.queue.status(of: QueueFixture.id(name))?.deliveries.count == 1, "\(name), \(change)")
                }
                #expect(again.queue.conservation().difference == 0)
                #expect(try await again.dead("a") == ["dead"])
                #expect(try await again.queue.verifyLog().isEmpty)
                if !left.contains("done") { thinned += 1 }
                // What was begun is finished.
                await again.queue.keeper?.idle()
                _ = try await again.queue.retain(by: Self.policy)
                #expect(try await payload("done", again) == nil, "change \(change)")
            }
        }
        #expect(thinned > 3, "some crashes came after the change was made")
    }

    @Test func `retention goes on while messages come and go`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let (a, time) = (try QueueFixture.destination("a"), bench.time)
        let rounds = 60
        let worker = Task {
            for number in 0..<rounds {
                for part in 0..<3 {
                    _ = try await queue.accept(
                        try QueueFixture.message("t\(number)-\(part)", for: ["a"], lane: "\(part)"))
                }
                // The third of each round stays.
                for leased in try await queue.lease(from: [a], by: .tester, maximum: 2, duration: 60) {
                    #expect(leased.payload.count == 20)
                    _ = try await queue.complete(leased.lease, by: .tester, receipt: { _ in nil })
                }
                time.advance(seconds: 86_400)
            }
        }
        var rewritten = 0
        while queue.conservation().created < 3 * rounds {
            rewritten += try await queue.retain(by: Self.policy).rewritten
            await Task.yield()
        }
        try await worker.value
        rewritten += try await queue.retain(by: Self.policy).rewritten
        #expect(rewritten > 2)
        #expect(queue.conservation().difference == 0 && queue.conservation().waiting == rounds)
        #expect(try await queue.verifyLog().isEmpty)
        try await bench.crash()
        #expect(bench.queue.conservation().waiting == rounds)
        var taken = 0
        while case let leased = try await bench.queue.lease(from: [a], by: .tester, maximum: 50, duration: 60),
            !leased.isEmpty
        {
            for delivery in leased {
                #expect(delivery.payload.count == 20)
                _ = try await bench.queue.complete(delivery.lease, by: .tester, receipt: { _ in nil })
                taken += 1
            }
        }
        #expect(taken == rounds)
    }

    // MARK: Wrong clocks

    @Test(arguments: [false, true]) func `a wall clock that is ahead for a moment drops nothing, then or later`(
        crashes: Bool
    ) async throws {
        let bench = try await everyState()
        let (jump, all) = (Int64(450 * 86_400), try await bytesLeft(bench))
        bench.wall.shift(seconds: jump)
        // Somebody asks what time it is; or the clock is wrong at the start.
        if crashes { try await bench.crash() } else { try await bench.lease("c") }
        #expect(try await bench.queue.retain(by: Self.policy).rewritten == 0)
        #expect(bench.queue.clockReport().isDoubted)
        bench.wall.shift(seconds: -jump)
        bench.time.advance(seconds: 86_400)
        #expect(try await bench.queue.retain(by: Self.policy).rewritten == 0)
        #expect(try await bytesLeft(bench) == all)
        // For a day nothing can be told from what is right.
        bench.wall.shift(seconds: jump)
        #expect(try await bench.queue.retain(by: Self.policy).rewritten == 0)
        bench.time.advance(seconds: 86_400)
        #expect(try await bench.queue.retain(by: Self.policy).rewritten > 0)
        #expect(try bench.queue.status(of: QueueFixture.id("done")) == nil)
    }

    // MARK: Replays

    private func replay(_ bench: QueueFixture) async throws {
        let now = Timestamp(microseconds: bench.time.clock.wallMicroseconds())
        let order = ReplayOrder(
            destination: try QueueFixture.destination("a"), from: Timestamp(microseconds: 0), to: now, by: .tester,
            reason: "restored")
        _ = try await bench.queue.replay(order)
    }

    private func progress(_ bench: QueueFixture) throws -> ReplayProgress {
        try #require(bench.queue.figures(of: [try QueueFixture.destination("a")]).first?.replay)
    }

    @Test(arguments: [false, true]) func `a replay says how many do not come again since their bytes are gone`(
        crashes: Bool
    ) async throws {
        let bench = try await everyState()
        bench.time.advance(seconds: 31 * 86_400)
        _ = try await bench.queue.retain(by: Self.policy)
        try await bench.accept("new", for: ["a"], lane: "new")
        #expect(try await bench.lease("a", maximum: 20).contains("new"))
        #expect(try await bench.complete("new at a") == .settled)
        try await replay(bench)
        if crashes { try await bench.crash() }
        // Of what was completed at `a`, `half` and `new` have their bytes; `done` and `gone` have not.
        #expect(try await bench.queue.advanceReplays() == 2)
        #expect(try progress(bench).dropped == 2 && (try progress(bench).released) == 2)
        if crashes { try await bench.crash() }
        bench.time.advance(seconds: 5_000)
        _ = try await bench.queue.settleLapsed { _ in nil }
        for _ in 0..<4 {
            for name in try await bench.lease("a", maximum: 20) where name == "half" || name == "new" {
                #expect(try await bench.complete("\(name) at a") == .settled)
            }
            bench.time.advance(seconds: 5_000)
            _ = try await bench.queue.settleLapsed { _ in nil }
        }
        if crashes { try await bench.crash() }
        let end = try progress(bench)
        #expect(end.dropped == 2 && end.completed == 2 && end.open == 0 && end.endedAt != nil)
    }

    @Test func `a replay that finds nothing but what is gone ends and says so, also over a start`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<8 {
            try await bench.accept("m\(number)", for: ["a"], lane: "\(number)")
            #expect(try await bench.lease("a") == ["m\(number)"])
            _ = try await bench.complete("m\(number) at a")
        }
        try await fill(bench)
        bench.time.advance(seconds: 31 * 86_400)
        _ = try await bench.queue.retain(by: Self.policy)
        #expect(try await payload("m0", bench) == nil)
        try await replay(bench)
        #expect(try await bench.queue.advanceReplays() == 0)
        #expect(try progress(bench).dropped == 8 && (try progress(bench).endedAt) != nil)
        try await bench.crash()
        #expect(try progress(bench).dropped == 8 && (try progress(bench).endedAt) != nil)
    }

    @Test func `what a running replay may come to keeps its bytes until it has ended`() async throws {
        let bench = try await QueueFixture()
        for number in 0..<6 {
            try await bench.accept("m\(number)", for: ["a"])
            #expect(try await bench.lease("a") == ["m\(number)"])
            _ = try await bench.complete("m\(number) at a")
        }
        try await fill(bench)
        bench.time.advance(seconds: 31 * 86_400)
        try await replay(bench)
        _ = try await bench.queue.retain(by: Self.policy)
        #expect(try await payload("m5", bench) == 20)
        #expect(try await bench.queue.advanceReplays() == 6)
        for number in 0..<6 {
            #expect(try await bench.lease("a") == ["m\(number)"])
            _ = try await bench.queue.retain(by: Self.policy)
            #expect(try await bench.complete("m\(number) at a") == .settled)
        }
        #expect(try progress(bench).dropped == 0 && (try progress(bench).endedAt) != nil)
        try await fill(bench)
        _ = try await bench.queue.retain(by: Self.policy)
        #expect(try await payload("m5", bench) == nil)
    }
}
