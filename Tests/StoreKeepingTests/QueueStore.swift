import Digests
import DurableLog
import LinuxSystem
import Messages
import Queues
import StoreKeeping
import Testing
import TestSupport

/// A store on the real disk that queues have written, with snapshots often and segments of a few records.
struct QueueStore {
    static let policy = RetentionPolicy(payloadDays: 30, headDays: 400, graceDays: 0, share: 0.01)

    let fixture: StoreFixture
    let time: ManualClock

    init() throws {
        fixture = try StoreFixture()
        time = ManualClock()
    }

    /// Opens the queues in a folder, the store's own unless told otherwise.
    func open(_ path: String? = nil, readingOnly: Bool = false, inBackground: Bool = false) async throws -> MessageQueue
    {
        try await MessageQueue.open(
            at: path ?? fixture.journal, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: StoreFixture.options,
            snapshots: SnapshotPolicy(changes: 8, records: 20, isInBackground: inBackground), random: { 1 << 63 },
            readingOnly: readingOnly)
    }

    /// A message for one unit, in a lane of its own.
    static func message(_ number: Int, size: Int = 2_000) throws -> IncomingMessage {
        IncomingMessage(
            id: id(number), transmissionID: nil, digest: Digest128(high: 1, low: UInt64(number)),
            type: "GeneralMessage", version: 1, senderUnit: try #require(UnitID("S")), senderSystem: system,
            lane: LaneKey(UInt64(number)), sentAt: Timestamp(microseconds: 1),
            recipients: [Recipient(destination: try unit, name: "a", why: "addressed", state: .queued)],
            form: .json, contentType: "application/json", payload: [UInt8](repeating: UInt8(number % 251), count: size))
    }

    static func id(_ number: Int) -> MessageID { MessageID(UUIDBytes(high: 9, low: UInt64(number))) }

    static var unit: Destination { get throws { Destination(try #require(UnitID("A"))) } }

    static let system = SystemID("tester") ?? .gateway

    /// Accepts messages of some numbers.
    static func accept(_ numbers: Range<Int>, on queue: MessageQueue) async throws {
        for number in numbers { _ = try await queue.accept(try message(number)) }
    }

    /// Takes so many deliveries.
    static func complete(_ count: Int, on queue: MessageQueue) async throws {
        for leased in try await queue.lease(from: [try unit], by: system, maximum: count, duration: 60) {
            _ = try await queue.complete(leased.lease, by: system, receipt: { _ in nil })
        }
    }

    /// What the queues tell of some messages.
    static func shown(_ numbers: Range<Int>, on queue: MessageQueue) -> [String] {
        numbers.map { number in
            guard let status = try? queue.status(of: id(number)) else { return "\(number) unknown" }
            return "\(number) \(status.deliveries.map { "\($0.state) \($0.attempts.count)" })"
        }
    }

    /// A store of 60 messages, closed in order: 30 were taken and are out of their time, 30 wait; with two snapshots.
    static func retained() async throws -> QueueStore {
        let store = try QueueStore()
        let queue = try await store.open()
        try await accept(0..<60, on: queue)
        try await complete(30, on: queue)
        store.time.advance(seconds: 31 * 86_400)
        let report = try await queue.retain(by: policy)
        #expect(report.rewritten > 1 && report.bytesFreed > 0)
        await queue.close()
        return store
    }

    /// A store of so many messages that waits, closed in order, with two snapshots and the whole log.
    static func plain(_ count: Int = 40) async throws -> QueueStore {
        let store = try QueueStore()
        let queue = try await store.open()
        try await accept(0..<count, on: queue)
        await queue.close()
        return store
    }

    /// The names of the snapshots' files with an ending, oldest first.
    func snapshots(_ ending: String = ".snapshot") throws -> [String] {
        try FileBytes.names(in: "\(fixture.journal)/snapshots").filter { $0.hasSuffix(ending) }.sorted()
    }

    /// The names of the log's files with an ending, in order.
    func log(_ ending: String) throws -> [String] {
        try FileBytes.names(in: "\(fixture.journal)/log").filter { $0.hasSuffix(ending) }.sorted()
    }
}
