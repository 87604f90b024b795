import Digests
import DurableLog
import LinuxSystem
import Messages
@testable import Queues
import SnapshotFiles
import Testing
import TestSupport

/// What is known of patients goes with the heads of their messages, and not before.
struct PatientForgettingTests {
    private static let day = 86_400.0
    private static let policy = RetentionPolicy(payloadDays: 10, headDays: 40)
    private static let options = JournalOptions(
        segmentBytes: 256 << 10, pendingIntakeBytes: 1 << 20, preparesSpare: false, idleSeconds: nil, floorBytes: 0)

    private let storage = FaultyStorage()
    private let time = ManualClock()
    private let cases = Tally()

    private func open(_ storage: FaultyStorage? = nil) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: "journal", storage: storage ?? self.storage, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: Self.options, snapshots: SnapshotPolicy(ledgerDays: 40, isInBackground: false),
            random: { [cases] in
                cases.add()
                return UInt64(cases.count)
            })
    }

    /// A number that nothing else has.
    private func mark(_ patient: String) -> UInt64 { 0xFA7E_5EED_0000_0000 | QueueFixture.number(patient) }

    private func isOnDisk(_ patient: String) -> Bool {
        let bytes = withUnsafeBytes(of: mark(patient).littleEndian) { Array($0) }
        return ["journal/log", "journal/snapshots"].contains { storage.holds(bytes, inFolder: $0) }
    }

    private func message(_ name: String, of patient: String, _ effect: MessageEffect? = nil) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: ["a"], lane: patient)
        message.caseID = CaseID("N-\(patient)")
        message.senderOrganisation = UnitID("SE1")
        message.patient = PatientKey(digest: Digest128(high: 1, low: mark(patient)), isReserve: false)
        message.effect = effect
        message.sentAt = Timestamp(microseconds: time.clock.wallMicroseconds())
        return message
    }

    private func settle(_ message: IncomingMessage, on queue: MessageQueue, isTaken: Bool = true) async throws {
        _ = try await queue.accept(message)
        for leased in try await queue.lease(
            from: [try QueueFixture.destination("a")], by: .tester, maximum: 1, duration: 60)
        {
            if isTaken {
                _ = try await queue.complete(leased.lease, by: .tester, reference: "R", receipt: { _ in nil })
            } else {
                _ = try await queue.reject(
                    leased.lease, by: .tester, failure: DeliveryFault(code: "no", reason: "never"), permanent: true,
                    receipt: { _ in nil })
            }
        }
    }

    private func entries(_ table: String, _ queue: MessageQueue) -> Int {
        queue.keeper?.snapshot?.table(table).count ?? 0
    }

    /// `p1` is through; `p2` has a case that goes on, `p3` a dead letter, `p4` a delivery that nobody fetches.
    @Test func `no id of a patient outlives the heads of the messages, unless something is open or dead or goes on`()
        async throws
    {
        var queue = try await open()
        let yes = MessageEffect.registersConsent(Consent([.sharing], isGiven: true))
        try await settle(try message("m1", of: "p1"), on: queue)
        try await settle(try message("r1", of: "p1", yes), on: queue)
        let end = Timestamp(microseconds: time.clock.wallMicroseconds())
        try await settle(try message("w1", of: "p1", .withdrawsConsent(QueueFixture.id("r1"), from: end)), on: queue)
        try await settle(try message("m2", of: "p2", yes), on: queue)
        try await settle(try message("m3", of: "p3"), on: queue, isTaken: false)
        _ = try await queue.accept(try QueueFixture.message("e", for: ["z"]))
        var early = try message("c9", of: "p1", .cancels(QueueFixture.id("m9"), isWrongPatient: false))
        early.recipients = []
        _ = try await queue.accept(early)
        var unread = try message("m4", of: "p4")
        unread.recipients = try QueueFixture.message("m4", for: ["b"]).recipients
        _ = try await queue.accept(unread)
        for day in 0..<45 {
            if day == 30 { try await settle(try message("n2", of: "p2"), on: queue) }
            _ = try await queue.retain(by: Self.policy)
            if day == 39 { for patient in ["p1", "p2", "p3", "p4"] { #expect(isOnDisk(patient), "\(patient)") } }
            time.advance(seconds: Self.day)
        }
        #expect(!isOnDisk("p1"))
        for patient in ["p2", "p3", "p4"] { #expect(isOnDisk(patient), "\(patient) is still needed") }
        for crashes in [false, true] {
            if crashes { queue = try await open(storage.crashed(.nothing)) }
            let cases = try ["p1", "p2", "p3", "p4"].map { try queue.cases(named: #require(CaseID("N-\($0)"))).count }
            #expect(cases == [0, 1, 1, 1])
            #expect(try queue.status(of: QueueFixture.id("m1")) == nil)
            #expect(try queue.status(of: QueueFixture.id("n2")) != nil)
            #expect(try queue.status(of: QueueFixture.id("m3"))?.deliveries.first?.state == .dead)
            #expect(try queue.status(of: QueueFixture.id("m4"))?.deliveries.first?.state == .waiting)
            #expect(queue.conservation().difference == 0 && queue.conservation().dead == 1)
        }
        #expect(entries("early-cancellations", queue) == 0 && entries("consent-withdrawals", queue) == 0)
        #expect(entries("consents", queue) == 1 && entries("case-consents", queue) == 1)
        #expect(entries("case-names", queue) == 3 && entries("cases", queue) == 3 && entries("progress", queue) == 2)
    }
}
