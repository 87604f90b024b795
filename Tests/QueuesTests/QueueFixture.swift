import Digests
import DurableLog
import LinuxSystem
import Messages
import Queues
import Synchronization
import Testing
import TestSupport

/// A queue on a faulty disk with a held clock, and short names for what tests do with it.
final class QueueFixture {
    let time: ManualClock
    let wall: ShiftedWall
    var storage: FaultyStorage
    var queue: MessageQueue
    let policy: DeliveryPolicy
    let backlog: BacklogLimits
    var leases: [String: LeaseID] = [:]
    var deliveries: [String: DeliveryID] = [:]

    static let options = JournalOptions(
        segmentBytes: 64 << 10, pendingIntakeBytes: 1 << 20, preparesSpare: false, idleSeconds: nil)
    static let system = SystemID.tester

    init(
        policy: DeliveryPolicy = DeliveryPolicy(jitter: 0), backlog: BacklogLimits = BacklogLimits(),
        storage: FaultyStorage = FaultyStorage(), time: ManualClock = ManualClock()
    ) async throws {
        self.time = time
        self.policy = policy
        self.backlog = backlog
        self.storage = storage
        wall = ShiftedWall(over: time)
        queue = try await Self.open(storage, wall.clock, policy, backlog)
    }

    static func open(
        _ storage: FaultyStorage, _ clock: SystemClock, _ policy: DeliveryPolicy,
        _ backlog: BacklogLimits = BacklogLimits()
    ) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: "journal", storage: storage, clock: clock, policy: policy, backlog: backlog, options: options,
            snapshots: SnapshotPolicy(changes: 3, records: 5), random: { 1 << 63 })
    }

    /// Goes on with what the disk keeps for certain.
    func crash(_ survival: FaultyStorage.Survival = .nothing) async throws {
        storage = storage.crashed(survival)
        queue = try await Self.open(storage, wall.clock, policy, backlog)
    }

    /// `m7` in lane `l` for destinations `a`, `b`.
    static func message(
        _ name: String, for destinations: [String], lane: String = "l", size: Int = 20, sender: String = "S"
    ) throws -> IncomingMessage {
        IncomingMessage(
            id: id(name), transmissionID: nil, digest: Digest128(high: 1, low: number(name)), type: "GeneralMessage",
            version: 1, senderUnit: try #require(UnitID(sender)), senderSystem: .tester,
            lane: LaneKey(number(lane)), sentAt: Timestamp(microseconds: 1),
            recipients: try destinations.map {
                Recipient(destination: try destination($0), name: $0, why: "addressed", state: .queued)
            },
            form: .json, contentType: "application/json",
            payload: (0..<size).map { UInt8(truncatingIfNeeded: $0 + Int(number(name))) })
    }

    static func id(_ name: String) -> MessageID { MessageID(UUIDBytes(high: 7, low: number(name))) }

    static func destination(_ name: String) throws -> Destination { Destination(try #require(UnitID(name))) }

    static func number(_ name: String) -> UInt64 {
        name.utf8.reduce(0) { $0 << 8 | UInt64($1) }
    }

    func name(of id: MessageID) -> String {
        var low = id.bytes.low
        var characters: [UInt8] = []
        while low > 0 {
            characters.insert(UInt8(truncatingIfNeeded: low), at: 0)
            low >>= 8
        }
        return String(decoding: characters, as: UTF8.self)
    }

    @discardableResult
    func accept(_ name: String, for destinations: [String], lane: String = "l") async throws -> AcceptOutcome {
        try await queue.accept(try Self.message(name, for: destinations, lane: lane))
    }

    /// The names of the messages leased.
    @discardableResult
    func lease(_ destination: String, maximum: Int = 10, duration: Int = 60) async throws -> [String] {
        let leased = try await queue.lease(
            from: [try Self.destination(destination)], by: .tester, maximum: maximum, duration: duration)
        await queue.finishGivingUp()
        return leased.map { delivery in
            let name = name(of: delivery.facts.message)
            leases["\(name) at \(destination)"] = delivery.lease
            deliveries["\(name) at \(destination)"] = delivery.facts.delivery
            return name
        }
    }

    func complete(_ what: String) async throws -> SettleOutcome {
        try await queue.complete(try #require(leases[what]), by: .tester, receipt: { _ in nil })
    }

    func reject(_ what: String, permanent: Bool) async throws -> SettleOutcome {
        try await queue.reject(
            try #require(leases[what]), by: .tester, failure: DeliveryFault(code: "no", reason: "not now"),
            permanent: permanent, receipt: { _ in nil })
    }

    func dead(_ destination: String) async throws -> [String] {
        let destination = try Self.destination(destination)
        return await queue.deadLetters(limit: 100) { $0.facts.destination == destination }.letters
            .map { name(of: $0.facts.message) }
    }
}

extension SystemID {
    /// A system that leases in tests.
    static let tester: SystemID = SystemID("tester") ?? .gateway
    /// Another one.
    static let other: SystemID = SystemID("other") ?? .gateway
}
