import Digests
import DurableLog
import Glibc
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// What the disk does not give back is never taken for what is not there: not when a message is judged, not when a record
/// is applied, and not at a start.
struct ReadFaultTests {
    private let storage: FaultyStorage
    private let time = ManualClock()
    private let region = UnitID("SE1")
    private let tolvan = PatientKey(digest: Digest128(high: 12, low: 12), isReserve: false)

    init() { self.init(FaultyStorage()) }

    private init(_ storage: FaultyStorage) { self.storage = storage }

    private static let snapshots = "journal/snapshots"

    /// Everything is on disk alone after it: no message and no entry is in memory.
    private func open(
        on storage: FaultyStorage? = nil, backlog: BacklogLimits = BacklogLimits()
    ) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: "journal", storage: storage ?? self.storage, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            backlog: backlog, options: QueueFixture.options,
            snapshots: SnapshotPolicy(changes: 1_000, isInBackground: false), random: { 1 << 63 })
    }

    private func message(_ name: String, in caseID: String?, lane: String = "l") throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: ["a"], lane: lane, size: 64)
        message.caseID = caseID.flatMap { CaseID($0) }
        message.senderOrganisation = region
        message.patient = tolvan
        return message
    }

    private func cancellation(_ name: String, of original: String) throws -> IncomingMessage {
        var message = try message(name, in: nil)
        message.patient = nil
        message.effect = .cancels(QueueFixture.id(original), isWrongPatient: true)
        return message
    }

    private func lease(_ queue: MessageQueue, maximum: Int = 10) async throws -> [LeasedDelivery] {
        try await queue.lease(from: [QueueFixture.destination("a")], by: .tester, maximum: maximum, duration: 60)
    }

    private func isCancelled(_ name: String, _ queue: MessageQueue) throws -> Bool {
        try queue.status(of: QueueFixture.id(name))?.deliveries.first?.state == .cancelled
    }

    /// Flips a bit of a message's bytes in the log.
    private func rot(_ message: IncomingMessage) {
        storage.change(inFolder: "journal/log", ending: ".seg") { bytes in
            let payload = message.payload
            let place = bytes.indices.dropLast(payload.count).first { bytes[$0..<$0 + payload.count] == payload[...] }
            if let place { bytes[place] ^= 1 }
        }
    }

    @Test(arguments: ["cases", "early-cancellations"])
    func `a cancellation is refused while its case or its place cannot be read, and nothing is lost by that`(
        table: String
    ) async throws {
        var queue = try await open()
        _ = try await queue.accept(try message("m1", in: "N-1"))
        _ = try await queue.accept(try cancellation("c9", of: "m9"))
        await queue.close()
        try #require(storage.rotTable(table, inFolder: Self.snapshots) != nil)
        queue = try await open()
        let later = table == "cases" ? try cancellation("c1", of: "m1") : try message("m9", in: nil)
        await #expect(throws: QueueFailure.self) { _ = try await queue.accept(later) }
        #expect(try queue.status(of: later.id) == nil && queue.failure == nil)
        #expect(queue.damagedSnapshotFiles == 1)
        await queue.close()
        // The log tells all of it.
        queue = try await open()
        #expect(queue.startReport.snapshot == nil && queue.startReport.unsoundSnapshots.count >= 1)
        _ = try await queue.accept(later)
        #expect(try isCancelled(table == "cases" ? "m1" : "m9", queue))
        let cases = try queue.cases(named: #require(CaseID("N-1")))
        #expect(cases.map { $0.messages.count } == [table == "cases" ? 2 : 1])
        await queue.close()
    }

    @Test func `a cancellation settles what it cancels or is refused, whichever read fails`() async throws {
        let queue = try await open()
        _ = try await queue.accept(try message("m1", in: "N-1"))
        _ = try await queue.accept(try message("m2", in: "N-1"))
        await queue.close()
        let image = storage.image
        var refusals = 0
        for times in [1, 3] {
            for passes in 0..<200 {
                let disk = image.storage()
                let queue = try await open(on: disk)
                for _ in 0..<times { disk.fail(.read, after: passes, with: EIO) }
                let outcome = try? await queue.accept(try cancellation("c1", of: "m1"))
                let isHit = disk.mend() < times
                if outcome == nil { refusals += 1 }
                #expect(queue.failure == nil, "after \(passes)")
                #expect(try isCancelled("m1", queue) == (outcome != nil), "after \(passes)")
                if outcome == nil { _ = try await queue.accept(try cancellation("c1", of: "m1")) }
                #expect(try isCancelled("m1", queue))
                #expect(try queue.cases(named: #require(CaseID("N-1"))).map { $0.messages.count } == [3])
                await queue.close()
                if !isHit { break }
            }
        }
        #expect(refusals > 2)
    }

    @Test func `a fault while a record is applied stops the queues, and nothing of it is kept`() async throws {
        var queue = try await open()
        _ = try await queue.accept(try message("m1", in: "N-1"))
        await queue.close()
        queue = try await open()
        storage.fail(.read, with: EIO, forever: true)
        let cancellation = try cancellation("c1", of: "m1")
        await #expect(throws: QueueFailure.self) {
            try await queue.store(
                [.accepted(cancellation, at: queue.now())], as: RecordGroup([.accepted(cancellation, at: queue.now())]),
                for: .intake, ending: []
            ) { _ in }
        }
        storage.mend()
        #expect(queue.failure != nil && !queue.isServing)
        await #expect(throws: QueueFailure.self) { _ = try await queue.accept(try message("m2", in: nil)) }
        let covered = queue.keeper?.coveredThrough
        await queue.close()
        #expect(queue.keeper?.coveredThrough == covered)
        // The record is on disk: a start applies it.
        queue = try await open()
        #expect(try isCancelled("m1", queue) && queue.failure == nil)
    }

    @Test func `a dead letter that cannot be read holds up nobody who passes it`() async throws {
        var queue = try await open()
        let first = try message("m1", in: nil)
        _ = try await queue.accept(first)
        _ = try await queue.accept(try message("m2", in: nil))
        let lease = try #require(try await lease(queue).first)
        let fault = DeliveryFault(code: "no", reason: "never")
        _ = try await queue.reject(lease.lease, by: .tester, failure: fault, permanent: true, receipt: { _ in nil })
        await queue.close()
        rot(first)
        queue = try await open()
        let next = try #require(try await self.lease(queue).first)
        #expect(try await queue.complete(next.lease, by: .tester, receipt: { _ in nil }) == .settled)
        #expect(queue.failure == nil && queue.failedReads > 0)
        #expect(queue.conservation().dead == 1 && queue.conservation().completed == 1)
        await queue.close()
        queue = try await open()
        #expect(queue.failure == nil && queue.conservation().dead == 1)
    }

    @Test func `a leased message that cannot be read at a start holds up its own lane only`() async throws {
        var queue = try await open()
        let first = try message("m1", in: nil, lane: "1")
        _ = try await queue.accept(first)
        #expect(try await lease(queue).count == 1)
        _ = try await queue.accept(try message("m2", in: nil, lane: "2"))
        await queue.close()
        rot(first)
        queue = try await open()
        #expect(queue.failure == nil && queue.startReport.unreadDeliveries == 1)
        let leased = try await lease(queue)
        #expect(leased.map(\.facts.message) == [QueueFixture.id("m2")])
        #expect(try await queue.complete(leased[0].lease, by: .tester, receipt: { _ in nil }) == .settled)
        _ = try await queue.accept(try message("m3", in: nil, lane: "3"))
        #expect(queue.conservation().created == 3 && queue.conservation().difference == 0)
        await queue.close()
    }

    @Test func `a rotten block that a start needs makes it read the log`() async throws {
        var queue = try await open()
        _ = try await queue.accept(try message("m1", in: "N-1"))
        #expect(try await lease(queue).count == 1)
        await queue.close()
        queue = try await open()
        let leased = try #require(try await lease(queue).first)
        #expect(try await queue.complete(leased.lease, by: .tester, receipt: { _ in nil }) == .settled)
        let crashed = storage.crashed(.everything)
        try #require(crashed.rotTable("progress", inFolder: Self.snapshots) != nil)
        let again = try await open(on: crashed)
        #expect(again.startReport.snapshot == nil && !again.startReport.unsoundSnapshots.isEmpty)
        #expect(again.conservation().completed == 1 && again.failure == nil)
        await again.close()
    }

    @Test func `what is refused for a fault takes no room in its queue`() async throws {
        var queue = try await open()
        _ = try await queue.accept(try message("m1", in: nil))
        await queue.close()
        queue = try await open(backlog: BacklogLimits(perUnit: 2))
        storage.fail(.read, with: EIO, forever: true)
        for _ in 0..<5 {
            await #expect(throws: QueueFailure.self) { _ = try await queue.accept(try cancellation("c1", of: "m1")) }
        }
        storage.mend()
        guard case .accepted = try await queue.accept(try cancellation("c1", of: "m1")) else {
            Issue.record("there is room")
            return
        }
    }
}
