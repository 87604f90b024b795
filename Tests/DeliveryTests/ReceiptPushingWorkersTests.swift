import Delivery
import Glibc
import LinuxSystem
import MessageFormats
import Messages
import Queues
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// The workers that push receipts: when one begins, pauses and ends, and what is told of it.
@Suite(.timeLimit(.minutes(30)))
struct ReceiptPushingWorkersTests {
    private static let way = Destination.receipts(of: .ehr)
    private let storage = FaultyStorage()
    private let scratch: ScratchQueue
    private let lines = Lines()

    init() async throws {
        scratch = try await ScratchQueue(policy: DeliveryPolicy(jitter: 0, attempts: 2), storage: storage)
    }

    /// What the log was told, and how many failures in a row there had been at each pause.
    private final class Lines: Sendable {
        private let all = Lock<[String]>([])
        private let failures = Lock<[Int]>([])

        var failuresAtPauses: [Int] { failures.withLock { $0 } }

        func count(_ text: String) -> Int {
            all.withLock { $0.count { $0.contains(text) } }
        }

        func add(_ line: String, during outage: DestinationOutage?) {
            all.withLock { $0.append(line) }
            if line.contains("receipts-paused") { failures.withLock { $0.append(outage?.failures ?? 0) } }
        }
    }

    private func pushing(pausing seconds: Double = 0.001) -> ReceiptPushing {
        let (lines, queue) = (lines, scratch.queue)
        let log = Log(
            minimum: .warning,
            sink: { line in
                let outage = queue.figures(of: [Self.way]).first?.outage
                lines.add(String(decoding: line, as: UTF8.self), during: outage)
            }, now: { 0 })
        return ReceiptPushing(
            queue: scratch.queue, documents: scratch.documents, retry: RetryPace(first: seconds, longest: seconds),
            now: scratch.now, log: log)
    }

    private func address(_ service: ServiceDouble) -> PushAddress {
        PushAddress(endpoint: service.endpoint, path: "/", form: .json)
    }

    private func receipt(_ number: Int) throws -> Message {
        try ValidSample.read("ReadReceipt").head("messageId", .text("00000000-0000-4000-8000-00000000000\(number)"))
    }

    private var outage: DestinationOutage? { scratch.queue.figures(of: [Self.way]).first?.outage }

    /// When a worker has last asked for what waits there.
    private func polled(_ way: Destination) -> Timestamp? { scratch.queue.figures(of: [way]).first?.lastPolledAt }

    /// Long enough for whoever may do something wrong to do it.
    private func wait() async throws {
        try await Task.sleep(for: .milliseconds(200))
    }

    @Test func `while a pause lasts nothing is tried, also after a reload that changes nothing, and the end ends it`()
        async throws
    {
        let service = try ServiceDouble(answering: [503])
        try await scratch.accept(try receipt(1), to: [Self.way])
        let pushing = pushing(pausing: 3_600)
        pushing.serve([.ehr: address(service)])
        await until { outage != nil }
        pushing.serve([.ehr: address(service)])
        try await wait()
        #expect(service.requests.count == 1 && outage?.failures == 1)
        #expect(lines.count("receipts-not-taken system=ehr status=503") == 1)
        await pushing.stop()
        #expect(outage == nil, "nobody is there any more for whom it is out")
        await service.stop()
    }

    @Test(arguments: [200, 422])
    func `an outage ends with the first answer, also a refusal, and not with the worker`(status: Int) async throws {
        let service = try ServiceDouble(answering: [503, status])
        try await scratch.accept(try receipt(1), to: [Self.way])
        let pushing = pushing()
        pushing.serve([.ehr: address(service)])
        await until { scratch.hasSettled(1) }
        #expect(outage == nil && scratch.queue.conservation().dead == (status == 200 ? 0 : 1))
        await pushing.stop()
        #expect(lines.failuresAtPauses == [1])
        await service.stop()
    }

    @Test func `a receipt that cannot be read says nothing of the system, whose outage goes on`() async throws {
        let service = try ServiceDouble(answering: [503])
        try await scratch.accept(try receipt(1), to: [Self.way], lane: "1")
        let pushing = pushing()
        pushing.serve([.ehr: address(service)])
        await until { lines.failuresAtPauses.count >= 2 }
        var broken = scratch.incoming(try receipt(2), to: [Self.way], lane: "2")
        broken.payload = Array("{".utf8)
        _ = try await scratch.queue.accept(broken)
        await until { scratch.queue.conservation().dead == 1 }
        let count = lines.failuresAtPauses.count
        await until { lines.failuresAtPauses.count >= count + 2 }
        await pushing.stop()
        #expect(lines.failuresAtPauses == Array(1...lines.failuresAtPauses.count))
        await service.stop()
    }

    @Test(arguments: [false, true])
    func `the end waits for what is under way, and is told as no pause`(isGoneBefore: Bool) async throws {
        let storage = storage
        let service = try ServiceDouble { _, _ in
            // What is said of the receipt waits for the disk.
            storage.holdSyncs()
            return 503
        }
        let message = try receipt(1)
        try await scratch.accept(message, to: [Self.way])
        let pushing = pushing()
        pushing.serve([.ehr: address(service)])
        await until { lines.count("receipts-not-taken") == 1 }
        if isGoneBefore { pushing.serve([:]) }
        let ends = Tally()
        let end = Task {
            await pushing.stop()
            ends.add()
        }
        try await wait()
        #expect(ends.count == 0)
        storage.releaseSyncs()
        await end.value
        let attempts = try scratch.queue.status(of: message.id)?.deliveries.first?.attempts
        #expect(attempts?.map(\.outcome) == [.released])
        #expect(lines.count("receipts-paused") == 0)
        await service.stop()
    }

    @Test func `a new worker of a system begins when the one before it has ended, and not before`() async throws {
        let storage = storage
        let former = try ServiceDouble { _, _ in
            // What is said of the receipt waits for the disk, and the worker with it.
            storage.holdSyncs()
            return 503
        }
        let later = try ServiceDouble(answering: [200])
        let other = Destination.receipts(of: .municipal)
        for (number, way) in [(1, Self.way), (2, Self.way), (3, other)] {
            try await scratch.accept(try receipt(number), to: [way], lane: "\(number)")
        }
        let pushing = pushing()
        pushing.serve([.ehr: address(former)])
        await until { lines.count("receipts-not-taken") == 1 }
        scratch.time.advance(seconds: 1)
        pushing.serve([.ehr: address(later)])
        // Begins after it, and asks for its receipt though the disk holds it up.
        pushing.serve([.ehr: address(later), .municipal: address(later)])
        await until { polled(other) == scratch.now() }
        #expect(polled(Self.way) != scratch.now())
        storage.releaseSyncs()
        await until { scratch.hasSettled(3) }
        #expect(former.requests.count == 1 && later.requests.count == 3 && polled(Self.way) == scratch.now())
        await pushing.stop()
        for service in [former, later] { await service.stop() }
    }

    @Test func `nothing begins after the end`() async throws {
        let service = try ServiceDouble(answering: [200])
        let pushing = pushing()
        await pushing.stop()
        pushing.serve([.ehr: address(service)])
        try await scratch.accept(try receipt(1), to: [Self.way])
        try await wait()
        #expect(try await scratch.lease(Self.way) != nil && service.requests.isEmpty)
        await service.stop()
    }

    @Test func `where the full disk lends nothing it is told, and tried again after a while only`() async throws {
        let service = try ServiceDouble(answering: [200])
        try await scratch.accept(try receipt(1), to: [Self.way], lane: "1")
        try await scratch.accept(try receipt(2), to: [Destination(.socialService)], lane: "2")
        storage.fail(.open, with: ENOSPC, forever: true)
        // Leases and their ends write on until not even the reserve is left.
        await #expect(throws: QueueFailure.diskFull) {
            while let leased = try await scratch.lease(Destination(.socialService)) {
                _ = try await scratch.queue.release(leased.lease, by: .municipal, delay: 0)
            }
        }
        let pushing = pushing()
        pushing.serve([.ehr: address(service)])
        await until { lines.count("receipts-nothing-lent system=ehr") > 0 }
        try await wait()
        #expect(lines.count("receipts-nothing-lent") == 1 && service.requests.isEmpty)
        await pushing.stop()
        await service.stop()
    }

    @Test func `one that is not to be reached is told of, and so is a receipt that fails alone`() async throws {
        let gone = try ServiceDouble(answering: [200])
        await gone.stop()
        let broken = try receipt(1)
        let id = broken.id.description
        let service = try ServiceDouble { request, _ in request.header("vaxel-message-id") == id ? 500 : 200 }
        try await scratch.accept(broken, to: [Self.way], lane: "1")
        let pushing = pushing()
        pushing.serve([.ehr: address(gone)])
        await until { lines.count("receipts-unreachable system=ehr") > 0 }
        pushing.serve([.ehr: address(service)])
        await until { service.requests.count >= 1 }
        try await scratch.accept(try receipt(2), to: [Self.way], lane: "2")
        await until { lines.count("receipt-fails-alone system=ehr message=\(id)") == 1 }
        await pushing.stop()
        await service.stop()
    }
}
