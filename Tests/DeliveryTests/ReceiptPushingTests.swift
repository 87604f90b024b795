import Delivery
import HTTPTransport
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// Receipts on their way to the system that sent what they are about, which is down, busy or of another opinion.
@Suite(.timeLimit(.minutes(30)))
struct ReceiptPushingTests {
    private static let way = Destination.receipts(of: .ehr)
    private let scratch: ScratchQueue

    init() async throws {
        // Two attempts: whatever costs one shows at once.
        scratch = try await ScratchQueue(policy: DeliveryPolicy(jitter: 0, attempts: 2))
    }

    private func pushing(log: Log = .silent) -> ReceiptPushing {
        ReceiptPushing(
            queue: scratch.queue, documents: scratch.documents, retry: RetryPace(first: 0.001, longest: 0.002),
            now: scratch.now, log: log)
    }

    /// Pushes to a service until a condition holds, and lets it end what it has begun.
    private func push(
        to endpoint: HTTPEndpoint, as form: WireForm = .json, log: Log = .silent, until holds: () -> Bool
    ) async {
        let pushing = pushing(log: log)
        pushing.serve([.ehr: PushAddress(endpoint: endpoint, path: "/in?from=vaxel", form: form)])
        await until(holds)
        scratch.queue.endWaiting()
        await pushing.stop()
    }

    private func receipt(_ number: Int = 1) throws -> Message {
        try ValidSample.read("ReadReceipt").head("messageId", .text("00000000-0000-4000-8000-00000000000\(number)"))
    }

    private func delivery(of message: Message) throws -> DeliveryStatus {
        try #require(try scratch.queue.status(of: message.id)?.deliveries.first)
    }

    @Test(arguments: [WireForm.json, .xml])
    func `a receipt is posted as a poller would get it, with its ids and its trace`(form: WireForm) async throws {
        let service = try ServiceDouble(answering: [204])
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let message = try receipt()
        // As the other form it is stored, so that it is not the sender's bytes that go out.
        var incoming = scratch.incoming(message, to: [Self.way], form: form == .xml ? .json : .xml)
        incoming.traceparent = trace
        _ = try await scratch.queue.accept(incoming)
        await push(to: service.endpoint, as: form) { scratch.hasSettled(1) }
        await service.stop()
        let request = try #require(service.requests.first)
        #expect(service.requests.count == 1)
        #expect(request.head.method == "POST" && request.head.target == "/in?from=vaxel")
        let type = form == .xml ? "application/xml; charset=utf-8" : "application/json"
        #expect(request.header("content-type") == type)
        #expect(request.header("vaxel-message-id") == message.id.description)
        let delivery = try delivery(of: message)
        #expect(request.header("idempotency-key") == "\"\(delivery.delivery)\"")
        #expect(request.header("traceparent") == trace)
        #expect(request.header("vaxel-replayed") == nil)
        #expect(try MessageReader().read(request.body, as: form).message.record == message.record)
        #expect(delivery.state == .completed && scratch.queue.conservation().dead == 0)
    }

    @Test func `no receipt is made of a receipt, whatever becomes of it`() async throws {
        let service = try ServiceDouble(answering: [200, 422])
        try await scratch.accept(try receipt(1), to: [Self.way])
        try await scratch.accept(try receipt(2), to: [Self.way])
        await push(to: service.endpoint) { scratch.hasSettled(2) }
        await service.stop()
        let sum = scratch.queue.conservation()
        #expect(sum.completed == 1 && sum.dead == 1 && sum.waiting == 0)
        #expect(try await scratch.lease(Destination(.socialService)) == nil)
    }

    @Test(arguments: [400, 401, 403, 404, 405, 406, 407, 408, 410, 415, 421, 425, 426, 429, 500, 502, 503, 301, 307])
    func `a system that is busy, broken, or not where we thought is asked again until it takes the receipt`(
        status: Int
    ) async throws {
        let service = try ServiceDouble(answering: [status, status, status, 200])
        let message = try receipt()
        try await scratch.accept(message, to: [Self.way])
        await push(to: service.endpoint) { scratch.hasSettled(1) }
        await service.stop()
        let delivery = try delivery(of: message)
        #expect(delivery.attempts.map(\.outcome) == [.released, .released, .released, .completed])
        #expect(Set(service.requests.map { $0.header("idempotency-key") }).count == 1)
        #expect(service.requests.allSatisfy { $0.head.target == "/in?from=vaxel" })
    }

    @Test(arguments: [409, 413, 422])
    func `a system that will not take the receipt makes it a dead letter at once, and the next goes on`(status: Int)
        async throws
    {
        let service = try ServiceDouble(answering: [status, 202])
        let (first, second) = (try receipt(1), try receipt(2))
        try await scratch.accept(first, to: [Self.way], lane: "1")
        try await scratch.accept(second, to: [Self.way], lane: "2")
        let lines = Tally()
        let log = Log(
            minimum: .error,
            sink: { line in
                let text = String(decoding: line, as: UTF8.self)
                if text.contains("receipt-refused system=ehr status=\(status)") { lines.add() }
            }, now: { 0 })
        await push(to: service.endpoint, log: log) { scratch.hasSettled(2) }
        await service.stop()
        let letter = try #require(await scratch.queue.deadLetters(limit: 2).letters.first)
        #expect(letter.facts.message == first.id && letter.facts.destination == Self.way && letter.cause == .rejected)
        #expect(letter.fault.code == RejectionCode.receiptRefused.text)
        #expect(letter.fault.reason.contains("\(status)"))
        #expect(try delivery(of: second).state == .completed)
        #expect(lines.count == 1)
    }

    @Test func `a wish for a pause is heeded, as far as the longest pause goes`() async throws {
        let service = try ServiceDouble(at: .tcp(host: "127.0.0.1", port: 0)) { _, count in
            count > 1
                ? HTTPResponse(status: 200)
                : HTTPResponse(status: 503, headers: HTTPHeaders([("Retry-After", "3600")]))
        }
        try await scratch.accept(try receipt(), to: [Self.way])
        let pauses = Tally()
        let log = Log(
            minimum: .warning,
            sink: { line in
                // The longest is 2 milliseconds; without the wish the first pause would be 1, give or take a fifth.
                if String(decoding: line, as: UTF8.self).contains("milliseconds=2") { pauses.add() }
            }, now: { 0 })
        await push(to: service.endpoint, log: log) { scratch.hasSettled(1) }
        await service.stop()
        #expect(pauses.count == 1)
    }

    @Test func `a system that is down costs no receipt an attempt, and all of them wait as one`() async throws {
        let service = try ServiceDouble(answering: [200])
        let gone = service.endpoint
        await service.stop()
        for number in 1...3 {
            try await scratch.accept(try receipt(number), to: [Self.way], lane: "\(number)")
        }
        let complaints = Tally()
        let queue = scratch.queue
        let log = Log(
            minimum: .warning,
            sink: { line in
                guard String(decoding: line, as: UTF8.self).contains("receipts-paused") else { return }
                if queue.figures(of: [Self.way]).first?.outage != nil { complaints.add() }
            }, now: { 0 })
        await push(to: gone, log: log) { complaints.count >= 9 }
        let sum = scratch.queue.conservation()
        #expect(sum.dead == 0 && sum.completed == 0)
        for number in 1...3 {
            let outcomes = try delivery(of: try receipt(number)).attempts.map(\.outcome)
            #expect(Set(outcomes).isSubset(of: [.released]))
        }
    }

    @Test func `a receipt on which the system breaks while it takes others dies of it`() async throws {
        let broken = try receipt(9)
        let id = broken.id.description
        let service = try ServiceDouble { request, _ in request.header("vaxel-message-id") == id ? 500 : 200 }
        try await scratch.accept(broken, to: [Self.way], lane: "broken")
        let pushing = pushing()
        pushing.serve([.ehr: PushAddress(endpoint: service.endpoint, path: "/", form: .json)])
        // Between its tries another is taken.
        for number in 1...3 {
            try await until { try delivery(of: broken).attempts.count == number }
            try await scratch.accept(try receipt(number), to: [Self.way], lane: "\(number)")
            try await until { try delivery(of: try receipt(number)).state == .completed }
            scratch.time.advance(seconds: 10)
            // Nothing else tells the worker that the time has come.
            _ = try await scratch.queue.settleLapsed { _ in nil }
        }
        await until { scratch.queue.conservation().dead == 1 }
        scratch.queue.endWaiting()
        await pushing.stop()
        await service.stop()
        let letter = try #require(await scratch.queue.deadLetters(limit: 2).letters.first)
        #expect(letter.facts.message == broken.id && letter.cause == .attemptsSpent)
        #expect(letter.fault.code == RejectionCode.receiptRefused.text)
    }

    @Test func `a stored receipt that cannot be read is a dead letter and stops nobody`() async throws {
        let service = try ServiceDouble(answering: [200])
        var broken = scratch.incoming(try receipt(1), to: [Self.way])
        broken.payload = Array("{".utf8)
        _ = try await scratch.queue.accept(broken)
        try await scratch.accept(try receipt(2), to: [Self.way])
        await push(to: service.endpoint) { scratch.hasSettled(2) }
        await service.stop()
        let letter = try #require(await scratch.queue.deadLetters(limit: 1).letters.first)
        #expect(letter.fault.code == RejectionCode.storedMessageUnreadable.text)
        #expect(service.requests.count == 1)
    }

    @Test func `receipts of one message come in their order, also past a failure`() async throws {
        let service = try ServiceDouble(answering: [503, 200])
        let ids = try (1...4).map { try receipt($0).id.description }
        for number in 1...4 { try await scratch.accept(try receipt(number), to: [Self.way], lane: "one") }
        await push(to: service.endpoint) { scratch.hasSettled(4) }
        await service.stop()
        #expect(service.requests.dropFirst().map { $0.header("vaxel-message-id") } == ids)
    }

    @Test func `a receipt that was tried in vain for fourteen days expires, and the next does not`() async throws {
        let service = try ServiceDouble(answering: [503])
        try await scratch.accept(try receipt(1), to: [Self.way])
        await push(to: service.endpoint) { service.requests.count >= 2 }
        await service.stop()
        scratch.time.advance(seconds: 14 * 86_400)
        try await scratch.accept(try receipt(2), to: [Self.way])
        _ = try await scratch.queue.settleLapsed { _ in nil }
        scratch.time.advance(seconds: 120)
        #expect(try await scratch.queue.expireReceipts(after: 14 * 86_400) == 1)
        #expect(try delivery(of: try receipt(1)).state == .expired)
        #expect(try delivery(of: try receipt(2)).state == .waiting)
    }

    @Test func `while an operator has the way paused nothing is sent`() async throws {
        let service = try ServiceDouble(answering: [200])
        _ = try await scratch.queue.pause(Self.way, by: .operations, reason: "prov")
        try await scratch.accept(try receipt(), to: [Self.way])
        let pushing = pushing()
        pushing.serve([.ehr: PushAddress(endpoint: service.endpoint, path: "/", form: .json)])
        #expect(try await scratch.lease(Self.way) == nil && service.requests.isEmpty)
        try await scratch.queue.resume(Self.way, by: .operations)
        await until { scratch.hasSettled(1) }
        scratch.queue.endWaiting()
        await pushing.stop()
        await service.stop()
        #expect(service.requests.count == 1)
    }

    @Test func `one that is replayed says so`() async throws {
        let service = try ServiceDouble(answering: [200])
        try await scratch.accept(try receipt(), to: [Self.way])
        let pushing = pushing()
        pushing.serve([.ehr: PushAddress(endpoint: service.endpoint, path: "/", form: .json)])
        await until { scratch.hasSettled(1) }
        let now = scratch.now()
        _ = try await scratch.queue.replay(
            ReplayOrder(
                destination: Self.way, from: now.adding(seconds: -60), to: now.adding(seconds: 60), by: .operations,
                reason: "prov"))
        #expect(try await scratch.queue.advanceReplays() == 1)
        await until { service.requests.count == 2 }
        scratch.queue.endWaiting()
        await pushing.stop()
        await service.stop()
        #expect(service.requests.map { $0.header("vaxel-replayed") } == [nil, "true"])
    }

    // MARK: Reloading

    @Test func `after a change of address receipts go to the new one, and with none they wait`() async throws {
        let (old, new) = (try ServiceDouble(answering: [503]), try ServiceDouble(answering: [200]))
        let pushing = pushing()
        pushing.serve([.ehr: PushAddress(endpoint: old.endpoint, path: "/", form: .json)])
        try await scratch.accept(try receipt(1), to: [Self.way])
        await until { old.requests.count >= 2 }
        pushing.serve([.ehr: PushAddress(endpoint: new.endpoint, path: "/", form: .xml)])
        await until { scratch.hasSettled(1) }
        let before = old.requests.count
        pushing.serve([:])
        #expect(scratch.queue.figures(of: [Self.way]).first?.outage == nil)
        try await scratch.accept(try receipt(2), to: [Self.way])
        pushing.serve([.municipal: PushAddress(endpoint: new.endpoint, path: "/", form: .json)])
        try await scratch.accept(try receipt(3), to: [.receipts(of: .municipal)])
        await until { scratch.hasSettled(2) }
        scratch.queue.endWaiting()
        await pushing.stop()
        #expect(old.requests.count == before)
        #expect(new.requests.map { $0.header("vaxel-message-id")?.last } == ["1", "3"])
        #expect(try delivery(of: try receipt(2)).state == .waiting)
        await old.stop()
        await new.stop()
    }

    @Test func `a system that does not answer holds up no other`() async throws {
        let (down, up) = (try ServiceDouble(answering: [503]), try ServiceDouble(answering: [200]))
        try await scratch.accept(try receipt(1), to: [Self.way])
        try await scratch.accept(try receipt(2), to: [.receipts(of: .municipal)])
        let pushing = pushing()
        pushing.serve([
            .ehr: PushAddress(endpoint: down.endpoint, path: "/", form: .json),
            .municipal: PushAddress(endpoint: up.endpoint, path: "/", form: .json),
        ])
        await until { scratch.hasSettled(1) && !down.requests.isEmpty }
        scratch.queue.endWaiting()
        await pushing.stop()
        #expect(up.requests.count == 1)
        await down.stop()
        await up.stop()
    }
}
