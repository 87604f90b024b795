import Delivery
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
}
