import LinuxSystem
import Messages
import TestSupport
import Testing

@testable import DurableLog
@testable import Queues

/// What is taken care of when a message is given up: only what is damaged for certain, once, and all that counted it.
struct LossCareTests {
    private static let days14 = 14 * 86_400.0

    /// Messages in one lane for `a`, each in pages of its own, with a snapshot behind them.
    private func bench(
        _ names: [String], _ change: (inout IncomingMessage) -> Void = { _ in }
    ) async throws -> QueueFixture {
        let bench = try await QueueFixture()
        for name in names {
            var message = try QueueFixture.message(name, for: ["a"])
            message.payload = DamagedBench.payload(name)
            change(&message)
            _ = try await bench.queue.accept(message)
        }
        try await bench.queue.takeSnapshot()
        return bench
    }

    private func delivery(_ name: String, _ bench: QueueFixture) throws -> DeliveryID {
        try #require(try bench.queue.status(of: QueueFixture.id(name))?.deliveries.first?.delivery)
    }

    /// Has snapshots taken until a message that is under way is in memory no more.
    private func forget(_ id: DeliveryID, _ bench: QueueFixture) async throws {
        for round in 0..<2 {
            for number in 0..<6 {
                let name = "\(round)\(number)"
                try await bench.accept(name, for: ["b"], lane: name)
            }
            await bench.queue.keeper?.idle()
        }
        try #require(bench.queue.guarded.withLock { !$0.state.messages.isInMemory(id.message) })
    }

    @Test func `only what is damaged for certain is given up by where it stands`() {
        let damage = JournalDamage(file: "1.seg", offset: 0, firstLost: 1, lastKnown: 1)
        #expect(ReadMessage.Miss.failed(.unreadable(.damaged(damage))).isCertainDamage)
        // Retention, or a file that is put back, may be behind these.
        for miss in [ReadMessage.Miss.gone, .failed(.unreadable(.noExtent(first: 1)))] {
            #expect(miss.isDamage && !miss.isCertainDamage)
        }
        #expect(!ReadMessage.Miss.failed(.unreadableSnapshot("index")).isCertainDamage)
    }

    @Test func `what can be read again is not given up`() async throws {
        let bench = try await bench(["m1", "m2"])
        let id = try delivery("m1", bench)
        try await DamagedBench.reopen(bench)
        // The first look has found damage; the file is put back before its id is found.
        #expect(await !bench.queue.giveUpUnread([id]))
        #expect(bench.queue.takeLostLetters().isEmpty && bench.queue.conservation().dead == 0)
        #expect(try await bench.lease("a") == ["m1"])
    }

    @Test func `two who meet the same damage give it up once`() async throws {
        let bench = try await bench(["m1", "m2"])
        let id = try delivery("m1", bench)
        try await DamagedBench.reopen(bench)
        try DamagedBench.flip("m1", bench)
        let queue = bench.queue
        bench.storage.holdSyncs()
        async let first = queue.giveUpUnread([id])
        await bench.storage.waitForHeldSync()
        let answer = Lock<Bool?>(nil)
        let second = Task {
            let hasGivenUp = await queue.giveUpUnread([id])
            answer.withLock { $0 = hasGivenUp }
        }
        // It waits for no disk; one that did would be let go on after a while.
        for _ in 0..<500 where answer.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(1)) }
        bench.storage.releaseSyncs()
        await second.value
        #expect(await first)
        #expect(answer.withLock { $0 } == false)
        #expect(queue.takeLostLetters().count == 1)
        // And is free for another time: nothing is left of having been given up.
        #expect(queue.guarded.withLock { $0.givingUp.isEmpty })
        #expect(queue.conservation().dead == 1 && queue.conservation().difference == 0)
    }

    @Test(arguments: [false, true])
    func `an offer that was on its way brings no dead letter back`(isReadAnew: Bool) async throws {
        let bench = try await bench(["m1", "m2"])
        let id = try delivery("m1", bench)
        let lane = try #require(bench.queue.guarded.withLock { $0.state.delivery(id)?.lane })
        let now = Timestamp(microseconds: bench.time.clock.wallMicroseconds())
        let loss = Loss(delivery: id, lane: lane, message: QueueFixture.id("m1"))
        let offer = LeaseID(delivery: id, offer: 1)
        let records: [QueueRecord] = [.lost(loss, at: now), .offered(offer, to: .tester, at: now)]
        try await bench.queue.store(records, as: RecordGroup(records), for: .settlement, ending: []) { _ in }
        if isReadAnew { try await bench.crash(.everything) }
        #expect(try await bench.dead("a") == ["m1"])
        #expect(bench.queue.openLeases(of: .tester) == 0)
        let counts = bench.queue.conservation()
        #expect(counts.dead == 1 && counts.leased == 0 && counts.waiting == 1 && counts.difference == 0)
        #expect(try await bench.lease("a") == ["m2"])
    }

    @Test func `a dead letter that can be read no more is none that is not there`() async throws {
        let bench = try await bench(["m1"])
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.reject("m1 at a", permanent: true)
        let id = try #require(bench.deliveries["m1 at a"])
        await bench.queue.close()
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        let queue = bench.queue
        #expect(await queue.deadLetters(limit: 9).unreadable == [id])
        await #expect(throws: QueueFailure.self) { try await queue.retryDeadLetter(id, by: .tester) }
        #expect(queue.conservation().dead == 1)
        #expect(
            try await queue.discard(DeliveryID(message: 999, recipient: 1), by: .tester, reason: "none") == .notDead)
    }

    @Test(arguments: [false, true])
    func `a dead letter that can be read no more can be put aside, and tells so when it can`(isCompulsory: Bool)
        async throws
    {
        let bench = try await bench(["m1", "m2"]) { $0.isCompulsory = isCompulsory }
        let a = try QueueFixture.destination("a")
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.reject("m1 at a", permanent: true)
        let id = try #require(bench.deliveries["m1 at a"])
        let died = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.diedAt)
        let whole = try #require(bench.queue.figures(of: [a]).first?.volume.heldBytes)
        await bench.queue.close()
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        bench.time.advance(seconds: 60)
        #expect(await bench.queue.damagedDeadLetter(id)?.message == QueueFixture.id("m1"))
        #expect(try await bench.queue.discard(id, by: .tester, reason: "the disk has lost it") == .discarded)
        #expect(try await bench.queue.discard(id, by: .tester, reason: "again") == .notDead)
        for isClosed in [false, true, true] {
            let counts = bench.queue.conservation()
            #expect(counts.dead == 0 && counts.discarded == 1 && counts.waiting == 1 && counts.difference == 0)
            let figures = try #require(bench.queue.figures(of: [a]).first)
            #expect(figures.counts.dead == 0 && figures.counts.discarded == 1)
            #expect(abs(figures.volume.heldBytes - whole / 2) < 100)
            let others = try #require(bench.queue.figures(of: [a], sparingCompulsoryAt: [a]).first?.counts)
            #expect(others.dead == 0)
            #expect(bench.queue.guarded.withLock { $0.state.dead.isEmpty && $0.state.reserved.isEmpty })
            let leased = try await bench.queue.lease(from: [a], by: .tester, maximum: 9, duration: 60)
            #expect(leased.map(\.facts.message) == [QueueFixture.id("m2")])
            #expect(leased.map(\.missingBefore) == [[QueueFixture.id("m1")]])
            if isClosed { await bench.queue.close() }
            try await bench.crash(.everything)
        }
        await bench.queue.close()
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        let delivery = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first)
        #expect(delivery.state == .discarded && delivery.diedAt == died)
    }

    @Test func `a lease whose message is given up frees its system's place`() async throws {
        let bench = try await bench(["m1", "m2"])
        #expect(try await bench.lease("a") == ["m1"] && bench.queue.openLeases(of: .tester) == 1)
        let id = try #require(bench.deliveries["m1 at a"])
        try await forget(id, bench)
        try DamagedBench.flip("m1", bench)
        bench.time.advance(seconds: 61)
        _ = try await bench.queue.settleLapsed { _ in nil }
        #expect(bench.queue.conservation().dead == 1 && bench.queue.conservation().leased == 0)
        #expect(bench.queue.openLeases(of: .tester) == 0)
        #expect(try await bench.lease("a") == ["m2"] && bench.queue.openLeases(of: .tester) == 1)
    }

    @Test func `an overdue receipt that is lost does not expire when the disk gives it after all`() async throws {
        let bench = try await bench(["r1"]) { $0.isReceipt = true }
        bench.time.advance(seconds: Self.days14)
        #expect(try await bench.lease("a") == ["r1"])
        // Found to be overdue, and left alone while it is out.
        #expect(try await bench.queue.expireReceipts(after: Self.days14) == 0)
        let id = try #require(bench.deliveries["r1 at a"])
        #expect(bench.queue.guarded.withLock { $0.state.overdueReceipts == [id] })
        try await forget(id, bench)
        try DamagedBench.flip("r1", bench)
        bench.time.advance(seconds: 61)
        _ = try await bench.queue.settleLapsed { _ in nil }
        #expect(bench.queue.conservation().dead == 1)
        try DamagedBench.flip("r1", bench)
        #expect(await bench.queue.isReadable(id))
        #expect(try await bench.queue.expireReceipts(after: Self.days14) == 0)
        let counts = bench.queue.conservation()
        #expect(counts.dead == 1 && counts.expired == 0 && counts.difference == 0)
    }

    @Test func `leases that a start ends are counted as attempts to come, though all could be read`() async throws {
        let bench = try await bench(["m1", "m2"])
        #expect(try await bench.lease("a") == ["m1"])
        var state = bench.queue.guarded.withLock { $0.state }
        try #require(state.unresumed.isEmpty && state.lent.count == 1)
        state.countUnresumed()
        let a = try QueueFixture.destination("a")
        for counts in [state.conservation(), try #require(state.tallies[a])] {
            #expect(counts.leased == 0 && counts.retrying == 1 && counts.waiting == 1 && counts.difference == 0)
        }
        #expect(state.lent.isEmpty)
    }

    @Test func `compulsory care that a start could not read leaves the figures of the others as they are`() async throws
    {
        let bench = try await bench(["m1", "m2"]) { $0.isCompulsory = true }
        #expect(try await bench.lease("a") == ["m1"])
        await bench.queue.close()
        try DamagedBench.flip("m1", bench)
        try await bench.crash(.everything)
        let a = try QueueFixture.destination("a")
        #expect(try await bench.lease("a") == ["m2"])
        let whole = try #require(bench.queue.figures(of: [a]).first?.counts)
        #expect(whole.dead == 1 && whole.leased == 1 && whole.retrying == 0 && whole.waiting == 0)
        let others = try #require(bench.queue.figures(of: [a], sparingCompulsoryAt: [a]).first?.counts)
        #expect(others.dead == 0 && others.leased == 0 && others.retrying == 0 && others.waiting == 0)
        #expect(bench.queue.restrictedFigures(of: [a]).depth == 1)
    }

    @Test(.timeLimit(.minutes(30))) func `bytes of a message that is not lent after all are let go`() async throws {
        // Without snapshots nothing is read but the message itself.
        let bench = try await QueueFixture()
        await bench.queue.close()
        bench.queue = try await MessageQueue.open(
            at: "journal", storage: bench.storage, clock: bench.wall.clock, policy: bench.policy,
            options: QueueFixture.options, random: { 1 << 63 })
        var message = try QueueFixture.message("m1", for: ["a"])
        message.senderOrganisation = message.senderUnit
        _ = try await bench.queue.accept(message)
        let held = Lock(0)
        let room = LeasingRoom(
            hold: { bytes in
                held.withLock { $0 += bytes }
                return true
            }, letGo: { bytes in held.withLock { $0 -= bytes } })
        let (queue, a) = (bench.queue, try QueueFixture.destination("a"))
        bench.storage.holdReads()
        async let leased = queue.lease(from: [a], by: .tester, maximum: 1, duration: 60, room: room)
        await bench.storage.waitForHeld()
        var cancellation = try QueueFixture.message("c1", for: ["b"])
        cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: true)
        cancellation.senderOrganisation = message.senderUnit
        _ = try await queue.accept(cancellation)
        bench.storage.releaseHeld()
        #expect(try await leased.isEmpty)
        #expect(held.withLock { $0 } == 0)
        #expect(try queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.state == .cancelled)
    }
}
