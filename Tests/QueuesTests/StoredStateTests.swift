import Digests
import DurableLog
import Foundation
import LinuxSystem
import Messages
@testable import Queues
import Synchronization
import Testing
import TestSupport

/// Queues that earlier programs wrote are opened for ever, and show the same state.
///
/// `Tests/QueuesTests/Stores` holds stores with records of every kind as text, and beside each what the queues must show.
/// New ones are written by `VAXEL_RECORD_STORES=1 swift test --filter StoredStateTests`; old ones stay as they are.
struct StoredStateTests {
    static let folder = "Tests/QueuesTests/Stores"
    static let names = RepositoryFiles.names(in: folder).filter { $0.hasSuffix(".store") }

    private let temporary = TemporaryFolder()
    /// The messages that the kept stores may hold; `m1` is that of `FormerRecordTests`.
    private static let messages = (1...9).map { ("m\($0)", QueueFixture.id("m\($0)")) }

    private static func text(_ path: String) throws -> String {
        String(decoding: try RepositoryFiles.bytes(path), as: UTF8.self)
    }

    private func open(_ path: String, _ time: ManualClock = ManualClock()) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: path, storage: DiskStorage(), clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: QueueFixture.options, random: { 1 << 63 })
    }

    /// What the queues show of every message, one line for each delivery.
    private func shown(_ path: String) async throws -> String {
        let queue = try await open(path)
        var text = ""
        for (name, id) in Self.messages {
            guard let status = try queue.status(of: id) else { continue }
            text += "\(name) record \(status.sequence) \(status.type) version \(status.version)"
            text += " cancelled \(status.cancellation != nil) case \(status.caseID?.text ?? "none")\n"
            for delivery in status.deliveries {
                let outcomes = delivery.attempts.map { "\($0.outcome)" }.joined(separator: " ")
                text += "  \(delivery.delivery) to \(delivery.destination.name): \(delivery.state)"
                text += " death \(delivery.death.map { "\($0)" } ?? "none") attempts [\(outcomes)]"
                text += " reference \(delivery.reference ?? "none")\n"
            }
            text += "  payload \(try await queue.payload(of: id)?.bytes.count ?? -1) bytes\n"
        }
        let dead = await queue.deadLetters(limit: 100).letters.map(\.facts.delivery.description)
        text += "dead \(dead) difference \(queue.conservation().difference)\n"
        await queue.close()
        return text
    }

    @Test func `there are stores to open`() {
        #expect(!Self.names.isEmpty)
    }

    @Test(arguments: names) func `kept queues show what they always have, at every start`(name: String) async throws {
        let path = "\(temporary.path)/journal"
        try StoreImage(text: try Self.text("\(Self.folder)/\(name)")).write(to: path)
        let expected = try Self.text("\(Self.folder)/\(name.dropLast(6)).expected")
        #expect(try await shown(path) == expected)
        #expect(try await shown(path) == expected, "at the second start")
    }

    @Test(arguments: names) func `every record of kept queues is understood, and told without its message`(
        name: String
    ) async throws {
        let path = "\(temporary.path)/journal"
        try StoreImage(text: try Self.text("\(Self.folder)/\(name)")).write(to: path)
        let kinds = Kinds()
        let journal = try await Journal.open(at: path, options: QueueFixture.options) { record in
            kinds.add(RecordSummary(record)?.kind ?? "not understood")
        }
        await journal.close()
        let told = kinds.all
        #expect(!told.contains("not understood"))
        for kind in [
            "accepted", "offered", "completed", "returned", "died", "redriven", "discarded", "resent", "expired",
        ] {
            #expect(told.contains(kind), "\(kind)")
        }
    }

    // MARK: Recording

    @Test(.enabled(if: ProcessInfo.processInfo.environment["VAXEL_RECORD_STORES"] != nil))
    func `new stores are recorded, and old ones left as they are`() async throws {
        let target = RepositoryFiles.root.appending(path: "\(Self.folder)/v1-every-kind").path
        guard !FileBytes.exists("\(target).store") else { return }
        let path = "\(temporary.path)/every-kind"
        try await writeFormerRecord(to: path)
        try await writeEveryKind(to: path)
        let image = try StoreImage(folder: path, omitting: ["LOCK", ".tmp"])
        let remark = "records of every kind: 1 (former), 2 to 10"
        try FileBytes.replace("\(target).store", with: Array(image.text(remark: remark).utf8), mode: 0o644)
        try FileBytes.replace("\(target).expected", with: Array(try await shown(path).utf8), mode: 0o644)
    }

    private func writeFormerRecord(to path: String) async throws {
        let journal = try await Journal.open(at: path, options: QueueFixture.options) { _ in }
        var group = RecordGroup()
        group.append(kind: 1, body: FormerRecordTests.bytesOfFormer)
        _ = try await journal.append(group, for: .intake)
        await journal.close()
    }

    private func writeEveryKind(to path: String) async throws {
        let time = ManualClock()
        let queue = try await open(path, time)
        for number in 2...6 {
            var message = try QueueFixture.message(
                "m\(number)", for: number == 2 ? ["a", "b"] : ["a"], lane: "l\(number)")
            message.senderOrganisation = UnitID("O")
            message.transmissionID = TransmissionID(UUIDBytes(high: 3, low: UInt64(number)))
            _ = try await queue.accept(message)
            // The same under another transmission id.
            message.transmissionID = TransmissionID(UUIDBytes(high: 4, low: UInt64(number)))
            if number == 2 { _ = try await queue.accept(message) }
        }
        let fault = DeliveryFault(code: "no", reason: "not now")
        let a = try QueueFixture.destination("a")
        for step in 1...5 {
            guard let delivery = try await queue.lease(from: [a], by: .tester, maximum: 1, duration: 60).first else {
                continue
            }
            time.advance(seconds: 1)
            let none: ReceiptBuilder = { _ in nil }
            switch step {
            case 1: _ = try await queue.complete(delivery.lease, by: .tester, reference: "R-1", receipt: none)
            case 2, 3:
                _ = try await queue.reject(delivery.lease, by: .tester, failure: fault, permanent: true, receipt: none)
            case 4: _ = try await queue.release(delivery.lease, by: .tester, delay: 30)
            default:
                _ = try await queue.reject(delivery.lease, by: .tester, failure: fault, permanent: false, receipt: none)
            }
        }
        let dead = await queue.deadLetters(limit: 10).letters.map(\.facts.delivery)
        _ = try await queue.retryDeadLetter(try #require(dead.first), by: .other)
        _ = try await queue.discard(try #require(dead.last), by: .other, reason: "sent anew")
        let receipt = IncomingMessage(
            id: QueueFixture.id("m7"), transmissionID: nil, digest: Digest128(high: 1, low: 7),
            type: "ApplicationReceipt",
            version: 1, senderUnit: try #require(UnitID("S")), senderSystem: .tester, lane: LaneKey(7),
            sentAt: Timestamp(microseconds: 1),
            recipients: [Recipient(destination: a, name: "a", why: "addressed", state: .queued)], form: .json,
            contentType: "application/json", payload: [1, 2, 3], isReceipt: true)
        _ = try await queue.accept(receipt)
        time.advance(seconds: 100)
        _ = try await queue.expireReceipts(after: 50)
        var cancellation = try QueueFixture.message("m8", for: [])
        cancellation.senderOrganisation = UnitID("O")
        cancellation.effect = .cancels(QueueFixture.id("m6"), isWrongPatient: false)
        _ = try await queue.accept(cancellation)
        await queue.close()
    }

    private final class Kinds: Sendable {
        private let seen = Mutex<Set<String>>([])
        var all: Set<String> { seen.withLock { $0 } }
        func add(_ kind: String) { _ = seen.withLock { $0.insert(kind) } }
    }
}
