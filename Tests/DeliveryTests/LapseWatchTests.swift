import Delivery
import DurableLog
import Messages
import Queues
import SampleWorld
import Synchronization
import Telemetry
import TestSupport
import Testing

/// What the watch over leases and receipts does without being asked.
struct LapseWatchTests {
    @Test func `a replay goes on by itself until all has come`() async throws {
        let scratch = try await ScratchQueue()
        let queue = scratch.queue
        let unit = Destination(.ward)
        try await scratch.accept(try ValidSample.read("GeneralMessage"), to: [unit])
        let leased = try #require(try await scratch.lease(unit))
        _ = try await queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
        _ = try await queue.replay(
            ReplayOrder(
                destination: unit, from: Timestamp(microseconds: 0), to: scratch.now(), by: .operations, reason: "r"))
        let receipts = ApplicationReceipts(
            gatewayUnit: .gateway, fingerprints: scratch.fingerprints, unitName: { _ in nil }, now: scratch.now)
        let watch = Task { await LapseWatch(queue: queue, receipts: receipts, log: .silent).run() }
        await until { queue.figures(of: [unit]).first?.replay?.open == 1 }
        watch.cancel()
        await watch.value
        #expect(try await scratch.lease(unit)?.isReplayed == true)
    }

    @Test func `a receipt that nobody has fetched in fourteen days expires, with its count in the log`() async throws {
        let scratch = try await ScratchQueue()
        try await scratch.accept(try ValidSample.read("ApplicationReceipt"), to: [Destination(.ward)])
        try await scratch.accept(try ValidSample.read("GeneralMessage"), to: [Destination(.ward)], lane: "other")
        scratch.time.advance(seconds: 15 * 86_400)
        let now = scratch.now
        let lines = Mutex<[String]>([])
        let log = Log(
            minimum: .info, sink: { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } },
            now: { now().microseconds })
        let receipts = ApplicationReceipts(
            gatewayUnit: .gateway, fingerprints: scratch.fingerprints, unitName: { _ in nil }, now: now)
        let watch = Task { await LapseWatch(queue: scratch.queue, receipts: receipts, log: log).run() }
        await until { scratch.queue.conservation().expired == 1 }
        watch.cancel()
        await watch.value
        #expect(scratch.queue.conservation().waiting == 1, "of deliveries only receipts expire")
        #expect(lines.withLock { $0.contains { $0.contains("receipts-expired") && $0.contains("count=1") } })
    }

    @Test func `a message that the disk has damaged is told of in the log, once, by its id`() async throws {
        let (disk, time) = (FaultyStorage(), ManualClock())
        let unit = Destination(.ward)
        let open = {
            try await MessageQueue.open(
                at: "journal", storage: disk, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
                options: JournalOptions(segmentBytes: 1 << 20, preparesSpare: false, idleSeconds: nil),
                snapshots: SnapshotPolicy(changes: 1, records: 1), random: { 1 << 63 })
        }
        let scratch = try await ScratchQueue()
        let message = scratch.incoming(try ValidSample.read("GeneralMessage"), to: [unit])
        let before = try await open()
        _ = try await before.accept(message)
        await before.close()
        disk.change(inFolder: "journal/log", ending: ".seg") { bytes in
            let place = bytes.indices.first { bytes[$0...].starts(with: message.payload) }
            if let place { bytes[place] ^= 1 }
        }
        let queue = try await open()
        #expect(try await queue.lease(from: [unit], by: .municipal, maximum: 1, duration: 60).isEmpty)
        let lines = Mutex<[String]>([])
        let now = scratch.now
        let log = Log(
            minimum: .error, sink: { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } },
            now: { now().microseconds })
        let receipts = ApplicationReceipts(
            gatewayUnit: .gateway, fingerprints: scratch.fingerprints, unitName: { _ in nil }, now: now)
        let watch = Task { await LapseWatch(queue: queue, receipts: receipts, log: log).run() }
        await until { lines.withLock { !$0.isEmpty } }
        watch.cancel()
        await watch.value
        let lost = lines.withLock { $0.filter { $0.contains("message-lost") } }
        #expect(lost.count == 1 && queue.takeLostLetters().isEmpty)
        #expect(lost.allSatisfy { $0.contains("message=\(message.id)") && $0.contains("unit=\(unit.name)") })
        #expect(queue.conservation().dead == 1)
    }
}
