import Delivery
import HTTPTransport
import HTTPWire
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// Plans on their way to the publishing service, which is down, busy or of another opinion.
@Suite(.timeLimit(.minutes(30)))
struct PublishingWorkerTests {
    private let scratch: ScratchQueue

    init() async throws {
        // Two attempts: whatever costs one shows at once.
        scratch = try await ScratchQueue(policy: DeliveryPolicy(jitter: 0, attempts: 2))
    }

    private func delivery(of message: Message) throws -> DeliveryStatus {
        try #require(try scratch.queue.status(of: message.id)?.deliveries.first)
    }

    @Test func `a service that is busy, or not where we thought, is asked again until it takes the plan`() async throws
    {
        let service = try ServiceDouble(answering: [503, 429, 400, 401, 404, 415, 301, 200])
        let plan = try ValidSample.read("SipEstablished")
        try await scratch.accept(plan, to: [.publisher1177])
        await scratch.publish(to: service.endpoint) { scratch.hasSettled(1) }
        await service.stop()
        let delivery = try delivery(of: plan)
        #expect(delivery.state == .completed)
        #expect(delivery.note == "published")
        #expect(delivery.attempts.map(\.outcome) == Array(repeating: .released, count: 7) + [.completed])
        #expect(Set(service.requests.map(\.body)).count == 1)
    }

    @Test func `a plan is put under its document id, as XML in UTF-8`() async throws {
        let service = try ServiceDouble(answering: [201])
        let plan = try ValidSample.read("SipEstablished")
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        var incoming = scratch.incoming(plan, to: [.publisher1177])
        incoming.traceparent = trace
        _ = try await scratch.queue.accept(incoming)
        await scratch.publish(to: service.endpoint) { !service.requests.isEmpty }
        await service.stop()
        let request = try #require(service.requests.first)
        #expect(request.head.method == "PUT")
        #expect(request.head.target == "/care-plans/2e0f68e9-7ab9-5098-aed2-501945071527")
        #expect(request.head.headers.first("content-type") == "application/xml; charset=utf-8")
        #expect(request.head.headers.first("traceparent") == trace)
        let sender = Directory.sample().units[.healthCentre]
        #expect(request.body == (try CarePlanDocument(of: plan, sender: sender, sourceSystem: .gateway)).bytes)
    }

    @Test(arguments: [413, 422])
    func `a service that will not take the plan makes it a dead letter at once`(status: Int) async throws {
        let service = try ServiceDouble(answering: [status])
        try await scratch.accept(try ValidSample.read("SipEstablished"), to: [.publisher1177])
        await scratch.publish(to: service.endpoint) { !service.requests.isEmpty }
        await service.stop()
        let letter = try #require(await scratch.queue.deadLetters(limit: 2).letters.first)
        #expect(letter.cause == .rejected)
        #expect(letter.fault.code == RejectionCode.publicationRefused.text)
        #expect(letter.fault.reason.contains("\(status)"))
        #expect(service.requests.count == 1)
    }

    @Test func `a service that is down costs a plan no attempt`() async throws {
        let service = try ServiceDouble(answering: [200])
        let gone = service.endpoint
        await service.stop()
        let plan = try ValidSample.read("SipEstablished")
        try await scratch.accept(plan, to: [.publisher1177])
        let complaints = Tally()
        let log = Log(minimum: .warning, sink: { _ in complaints.add() }, now: { 0 })
        await scratch.publish(to: gone, log: log) { complaints.count >= 5 }
        let delivery = try delivery(of: plan)
        #expect(delivery.death == nil)
        #expect(Set(delivery.attempts.map(\.outcome)) == [.released])
        #expect(scratch.queue.conservation().completed == 0)
    }

    // As when the client certificate of the way there has run out.
    @Test(arguments: [400, 415])
    func `a proxy that lets nobody through buries no plan, and all of them go out when it does`(status: Int)
        async throws
    {
        let isMended = Tally()
        let service = try ServiceDouble { _, _ in isMended.count == 0 ? status : 200 }
        let queue = scratch.queue
        for number in 1...3 {
            let plan = try ValidSample.read("SipEstablished")
                .head("messageId", .text("00000000-0000-4000-8000-00000000000\(number)"))
                .content("planId", .text("00000000-0000-4000-8000-00000000000\(number)"))
            try await scratch.accept(plan, to: [.publisher1177], lane: "plan \(number)")
        }
        let running = scratch.startPublishing(to: service.endpoint)
        // Two attempts would be the death of each.
        await until { service.requests.count >= 9 || scratch.hasSettled(3) }
        #expect(queue.conservation().dead == 0)
        isMended.add()
        await until { scratch.hasSettled(3) }
        queue.endWaiting()
        await running.value
        await service.stop()
        #expect(queue.conservation().completed == 3)
    }

    @Test(arguments: [500, 400, 415])
    func `a plan on which the service breaks while it takes others dies of it, and the others do not`(status: Int)
        async throws
    {
        let broken = try ValidSample.read("SipEstablished")
        let document = "/care-plans/2e0f68e9-7ab9-5098-aed2-501945071527"
        let service = try ServiceDouble { request, _ in request.head.target == document ? status : 200 }
        try await scratch.accept(broken, to: [.publisher1177])
        let others = try (1...3).map { number in
            try ValidSample.read("SipEstablished")
                .head("messageId", .text("00000000-0000-4000-8000-00000000000\(number)"))
                .content("planId", .text("00000000-0000-4000-8000-00000000000\(number)"))
        }
        let running = scratch.startPublishing(to: service.endpoint)
        // Between its tries another is taken.
        for (index, other) in others.enumerated() {
            try await until {
                let delivery = try delivery(of: broken)
                return delivery.attempts.count == index + 1 || delivery.state == .dead
            }
            try await scratch.accept(other, to: [.publisher1177], lane: "other \(index)")
            try await until { try scratch.queue.status(of: other.id)?.deliveries.first?.state == .completed }
            scratch.time.advance(seconds: 10)
            // Nothing else tells the worker that the time has come.
            _ = try await scratch.queue.settleLapsed { _ in nil }
        }
        await until { scratch.queue.conservation().dead == 1 }
        scratch.queue.endWaiting()
        await running.value
        await service.stop()
        let letter = try #require(await scratch.queue.deadLetters(limit: 2).letters.first)
        #expect(letter.facts.message == broken.id && letter.cause == .attemptsSpent)
        #expect(letter.fault.code == RejectionCode.publicationRefused.text)
        #expect(scratch.queue.conservation().completed == 3)
    }

    @Test func `an outage is told while it lasts, and ends by itself`() async throws {
        let service = try ServiceDouble(answering: [503, 503, 200])
        try await scratch.accept(try ValidSample.read("SipEstablished"), to: [.publisher1177])
        let paused = Tally()
        let queue = scratch.queue
        let log = Log(
            minimum: .warning,
            sink: { line in
                guard String(decoding: line, as: UTF8.self).contains("publisher1177-paused") else { return }
                if queue.figures(of: [.publisher1177]).first?.outage != nil { paused.add() }
            }, now: { 0 })
        await scratch.publish(to: service.endpoint, log: log) { queue.conservation().completed == 1 }
        await service.stop()
        #expect(paused.count == 2)
        #expect(queue.figures(of: [.publisher1177]).first?.outage == nil)
    }

    @Test func `while an operator has 1177 paused nothing is sent`() async throws {
        let service = try ServiceDouble(answering: [200])
        let queue = scratch.queue
        _ = try await queue.pause(.publisher1177, by: .operations, reason: "prov")
        try await scratch.accept(try ValidSample.read("SipEstablished"), to: [.publisher1177])
        let running = scratch.startPublishing(to: service.endpoint)
        #expect(try await scratch.lease(.publisher1177) == nil && service.requests.isEmpty)
        try await queue.resume(.publisher1177, by: .operations)
        await until { queue.conservation().completed == 1 }
        queue.endWaiting()
        await running.value
        await service.stop()
        #expect(service.requests.count == 1)
    }

    @Test func `no plan holds up another that is of no use to try again`() async throws {
        let service = try ServiceDouble(answering: [422, 200])
        let first = try ValidSample.read("SipEstablished")
        let second = try ValidSample.read("SipEstablished-new-version").content(
            "planId", .text("00000000-0000-4000-8000-000000000001"))
        try await scratch.accept(first, to: [.publisher1177])
        try await scratch.accept(second, to: [.publisher1177])
        await scratch.publish(to: service.endpoint) { service.requests.count == 2 }
        await service.stop()
        #expect(try delivery(of: first).state == .dead)
        #expect(try delivery(of: second).state == .completed)
    }

    @Test func `a redriven plan that a newer version has overtaken is not sent`() async throws {
        let service = try ServiceDouble(answering: [422, 200])
        let old = try ValidSample.read("SipEstablished")
        let new = try ValidSample.read("SipEstablished-new-version")
        try await scratch.accept(old, to: [.publisher1177])
        let letter = try #require(try await scratch.bury(.publisher1177))
        try await scratch.accept(new, to: [.publisher1177])
        _ = try await scratch.queue.retryDeadLetter(letter, by: .operations)
        let queue = scratch.queue
        await scratch.publish(to: service.endpoint) { queue.conservation().completed + queue.conservation().dead == 2 }
        await service.stop()
        let delivery = try delivery(of: old)
        #expect(delivery.state == .completed)
        #expect(delivery.note == "superseded")
        #expect(service.requests.count == 1)
    }

    @Test func `a plan that waits is not sent once a newer version has come, though that is not wished for`()
        async throws
    {
        let service = try ServiceDouble(answering: [200])
        let old = try ValidSample.read("SipEstablished")
        try await scratch.accept(old, to: [.publisher1177])
        let register = PlanRegister()
        register.note(try ValidSample.read("SipEstablished-new-version"), order: 9, inCase: nil) { _ in false }
        let queue = scratch.queue
        await scratch.publish(to: service.endpoint, register: register) { queue.conservation().completed == 1 }
        await service.stop()
        #expect(try delivery(of: old).note == "superseded")
        #expect(service.requests.isEmpty)
    }

    @Test func `a redriven plan that another plan has overtaken is sent`() async throws {
        let service = try ServiceDouble(answering: [200])
        let old = try ValidSample.read("SipEstablished")
        let other = try ValidSample.read("SipEstablished-new-version").content(
            "planId", .text("00000000-0000-4000-8000-000000000001"))
        try await scratch.accept(old, to: [.publisher1177])
        let letter = try #require(try await scratch.bury(.publisher1177))
        try await scratch.accept(other, to: [.publisher1177])
        _ = try await scratch.queue.retryDeadLetter(letter, by: .operations)
        await scratch.publish(to: service.endpoint) { service.requests.count == 2 }
        await service.stop()
        #expect(try delivery(of: old).note == "published")
    }

    @Test func `a stored plan that cannot be read is a dead letter and stops nobody`() async throws {
        let service = try ServiceDouble(answering: [200])
        var broken = scratch.incoming(try ValidSample.read("SipEstablished"), to: [.publisher1177])
        broken.payload = Array("{".utf8)
        _ = try await scratch.queue.accept(broken)
        let plan = try ValidSample.read("SipEstablished-new-version")
        try await scratch.accept(plan, to: [.publisher1177])
        await scratch.publish(to: service.endpoint) { !service.requests.isEmpty }
        await service.stop()
        let letter = try #require(await scratch.queue.deadLetters(limit: 1).letters.first)
        #expect(letter.fault.code == RejectionCode.storedMessageUnreadable.text)
        #expect(try delivery(of: plan).state == .completed)
    }
}
