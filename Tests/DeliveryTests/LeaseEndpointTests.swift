import AccessControl
import HTTPWire
import LinuxSystem
import MessageFormats
import Messages
import SampleWorld
import TestSupport
import Testing

@testable import Queues

/// Who gets which deliveries, of one unit or of many.
struct LeaseEndpointTests {
    private let bench: PollingBench

    init() async throws {
        bench = try await PollingBench()
    }

    private func accept(_ number: Int, to units: UnitID..., traceparent: String? = nil) async throws {
        let message = try ValidSample.read("GeneralMessage")
            .head("messageId", .text("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1\(100 + number)"))
        var incoming = bench.scratch.incoming(message, to: units.map { Destination($0) }, lane: "\(number)")
        incoming.senderOrganisation = UnitID("SE0000000001")
        incoming.caseID = nil
        incoming.traceparent = traceparent
        _ = try await bench.scratch.queue.accept(incoming)
    }

    private func units(_ body: String, as identity: Identity) async throws -> [String] {
        try bench.deliveries(try await bench.post("/v1/leases", body, as: identity)).compactMap { $0["unit"]?.text }
    }

    // MARK: One unit

    @Test func `a unit gets its deliveries, each with the unit's name`() async throws {
        try await accept(1, to: .socialService)
        let answer = try await bench.post(
            "/v1/queues/SE0000000002-SOC1/leases?wait=0", as: PollingBench.social)
        let delivery = try #require(try bench.deliveries(answer).first)
        #expect(delivery["unit"]?.text == "SE0000000002-SOC1")
        #expect(delivery["attempt"]?.integer == 1)
        #expect(delivery["originalOffered"] == nil)
        #expect(delivery["message"]?["messageId"]?.text == "0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1101")
        #expect(
            try await bench.post("/v1/queues/SE0000000002-SOC1/leases?wait=0", as: PollingBench.social).status == 204)
    }

    @Test func `the trace of a message is passed on with its delivery, in JSON and in XML`() async throws {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=0&max=1"
        for number in 1...2 { try await accept(number, to: .socialService, traceparent: trace) }
        try await accept(3, to: .socialService)
        let first = try await bench.post(path, as: PollingBench.social)
        #expect(try bench.deliveries(first).map { $0["traceparent"]?.text } == [trace])
        let second = try await bench.post(path, as: PollingBench.social, form: .xml)
        #expect(second.text.contains("<traceparent>\(trace)</traceparent>"))
        let third = try await bench.post(path, as: PollingBench.social)
        #expect(try bench.deliveries(third).map { $0["traceparent"] == nil } == [true])
    }

    @Test func `a paused unit gives 204 that says so, and its messages later`() async throws {
        try await accept(1, to: .socialService)
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=0"
        let queue = bench.scratch.queue
        _ = try await queue.pause(Destination(.socialService), by: .operations, reason: "prov")
        let paused = try await bench.post(path, as: PollingBench.social)
        #expect(paused.status == 204 && paused.headers.first("vaxel-paused") == "true")
        let many = try await bench.post("/v1/leases", #"{"units": "all", "wait": 0}"#, as: PollingBench.social)
        #expect(many.status == 204 && many.headers.first("vaxel-paused") == "true")
        try await queue.resume(Destination(.socialService), by: .operations)
        #expect(try bench.deliveries(try await bench.post(path, as: PollingBench.social)).count == 1)
        #expect(try await bench.post(path, as: PollingBench.social).headers.first("vaxel-paused") == nil)
    }

    @Test func `what comes again says so, and nothing else does`() async throws {
        try await accept(1, to: .socialService)
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=0"
        let first = try #require(try bench.deliveries(try await bench.post(path, as: PollingBench.social)).first)
        #expect(first["replayed"] == nil)
        let queue = bench.scratch.queue
        let lease = try #require(first["leaseId"]?.text.flatMap { LeaseID($0) })
        _ = try await queue.complete(lease, by: .municipal, receipt: { _ in nil })
        _ = try await queue.replay(
            ReplayOrder(
                destination: Destination(.socialService), from: Timestamp(microseconds: 0), to: bench.scratch.now(),
                by: .operations, reason: "prov"))
        _ = try await queue.advanceReplays()
        let again = try #require(try bench.deliveries(try await bench.post(path, as: PollingBench.social)).first)
        #expect(again["replayed"]?.boolean == true && again["deliveryId"]?.text == first["deliveryId"]?.text)
    }

    @Test func `an unknown unit is not found, another's is refused`() async throws {
        for name in ["SE9", "%C3%A5"] {
            #expect(try await bench.refusal("/v1/queues/\(name)/leases", as: PollingBench.social).code == .unknownUnit)
        }
        let other = try await bench.refusal("/v1/queues/SE0000000002-SABO1/leases", as: PollingBench.social)
        #expect(other.code == .queueNotYours)
    }

    @Test func `a unit on call leases from the one it covers, in its hours`() async throws {
        try await accept(1, to: .socialService)
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=0"
        #expect(try bench.deliveries(try await bench.post(path, as: PollingBench.nurses)).count == 1)
        bench.scratch.time.advance(seconds: 86_400)
        #expect(try await bench.refusal(path, as: PollingBench.nurses).code == .queueNotYours)
    }

    @Test func `a cancellation says whether its original was offered`() async throws {
        try await accept(1, to: .socialService, .housing)
        let leased = try #require(try await bench.scratch.lease(Destination(.socialService)))
        _ = try await bench.scratch.queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
        var cancellation = bench.scratch.incoming(
            try ValidSample.read("GeneralMessage").head("messageId", .text("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1199")),
            to: [Destination(.socialService), Destination(.housing)], lane: "other")
        let original = try #require(MessageID("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1101"))
        cancellation.senderOrganisation = UnitID("SE0000000001")
        cancellation.caseID = nil
        cancellation.effect = .cancels(original, isWrongPatient: false)
        _ = try await bench.scratch.queue.accept(cancellation)
        let body = #"{"units": ["SE0000000002-SOC1", "SE0000000002-SABO1"], "wait": 0}"#
        let answer = try await bench.post("/v1/leases", body, as: PollingBench.municipality)
        let told = try bench.deliveries(answer).filter { $0["originalOffered"] != nil }
        #expect(told.first { $0["unit"]?.text == "SE0000000002-SOC1" }?["originalOffered"]?.boolean == true)
        #expect(told.first { $0["unit"]?.text == "SE0000000002-SABO1" }?["originalOffered"]?.boolean == false)
    }

    @Test func `a system lends no more than its open leases allow, and is told when none is left`() async throws {
        for number in 1...5 { try await accept(number, to: .socialService) }
        let limited = Identity(
            system: .municipal, grants: [Grant([.receive], scope: .units([.socialService]))],
            limits: SystemLimits(openLeases: 3))
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=0"
        let first = try bench.deliveries(try await bench.post("\(path)&max=2", as: limited))
        #expect(first.count == 2)
        #expect(try bench.deliveries(try await bench.post("\(path)&max=10", as: limited)).count == 1)
        for target in [path, "/v1/queues/SE0000000002-SOC1/leases?wait=60"] {
            #expect(try await bench.refusal(target, as: limited).code == .limitReached)
        }
        let body = #"{"units": "all", "wait": 0}"#
        #expect(try await bench.refusal("/v1/leases", body, as: limited).code == .limitReached)
        #expect(try bench.deliveries(try await bench.post("\(path)&max=1", as: PollingBench.nurses)).count == 1)
        let lease = try #require(first[0]["leaseId"]?.text)
        #expect(try await bench.post("/v1/leases/\(lease)/complete", as: limited).status == 204)
        #expect(try bench.deliveries(try await bench.post(path, as: limited)).count == 1)
    }

    // MARK: Those who wait

    private func untilWaiting(_ count: Int) async {
        let queue = bench.scratch.queue
        await until { queue.guarded.withLock { $0.waiting.deadlineCount } == count }
    }

    @Test(.timeLimit(.minutes(30))) func `no more calls of a system wait than may, and the others are told`()
        async throws
    {
        let limited = Identity(
            system: .municipal, grants: [Grant([.receive], scope: .units([.socialService]))],
            limits: SystemLimits(waitingPolls: 2))
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=60&max=1"
        let bench = bench
        let waiting = (1...2).map { _ in Task { try await bench.post(path, as: limited).status } }
        await untilWaiting(2)
        let refusal = try await bench.refusal(path, as: limited)
        #expect(refusal.code == .limitReached && refusal.detail.contains("wait"))
        // Others, and those that do not wait, are not concerned.
        #expect(
            try await bench.post("/v1/queues/SE0000000002-SOC1/leases?wait=0", as: limited).status == 204)
        let other = Task { try await bench.post(path, as: PollingBench.nurses).status }
        await untilWaiting(3)
        for number in 1...3 { try await accept(number, to: .socialService) }
        for call in waiting + [other] { #expect(try await call.value == 200) }
        // Whoever has got an answer waits no more.
        let again = Task { try await bench.post(path, as: limited).status }
        await untilWaiting(1)
        try await accept(4, to: .socialService)
        #expect(try await again.value == 200)
    }

    @Test(.timeLimit(.minutes(30))) func `what a call may not take when it is woken goes to the next that waits`()
        async throws
    {
        let bench = bench
        let limited = Identity(
            system: .municipal, grants: [Grant([.receive], scope: .units([.socialService, .housing]))],
            limits: SystemLimits(openLeases: 1))
        let path = "/v1/queues/SE0000000002-SOC1/leases?wait=60"
        let first = Task { try await bench.refusal(path, as: limited).code }
        await untilWaiting(1)
        let next = Task { try await bench.post(path, as: PollingBench.nurses).status }
        await untilWaiting(2)
        try await accept(1, to: .housing)
        #expect(
            try await bench.post("/v1/queues/SE0000000002-SABO1/leases?wait=0", as: limited).status == 200)
        try await accept(2, to: .socialService)
        #expect(try await first.value == .limitReached)
        #expect(try await next.value == 200)
    }

    // MARK: Many units

    @Test func `several units are served in turn, however much waits for one and however often it is named`()
        async throws
    {
        for number in 1...4 { try await accept(number, to: .socialService) }
        try await accept(5, to: .housing)
        let body = #"{"units": ["SE0000000002-SOC1", "SE0000000002-SOC1", "SE0000000002-SABO1"], "max": 2, "wait": 0}"#
        #expect(
            Set(try await units(body, as: PollingBench.municipality)) == ["SE0000000002-SOC1", "SE0000000002-SABO1"])
    }

    @Test func `all are the caller's own and those it covers now`() async throws {
        for (number, unit) in [UnitID.socialService, .municipalCare, .housing, .ward].enumerated() {
            try await accept(number, to: unit)
        }
        let body = #"{"units": "all", "wait": 0}"#
        #expect(Set(try await units(body, as: PollingBench.nurses)) == ["SE0000000002-KHS1", "SE0000000002-SOC1"])
        #expect(try await units(body, as: PollingBench.stranger) == ["SE0000000001-AVD52"])
        #expect(try await units(body, as: .mayAll) == ["SE0000000002-SABO1"])
    }

    @Test(arguments: [
        "<units><unit>SE0000000002-SOC1</unit><unit>SE0000000002-SABO1</unit></units>", "<units>all</units>",
    ])
    func `the same is said in XML`(units: String) async throws {
        try await accept(1, to: .socialService)
        let body = "<leases xmlns=\"urn:vaxel:api:1\">\(units)<max>1</max><wait>0</wait><lease>5</lease></leases>"
        let answer = try await bench.post(
            "/v1/leases", body, as: PollingBench.municipality, type: "application/xml", form: .xml)
        #expect(answer.status == 200)
        #expect(answer.text.contains("<unit>SE0000000002-SOC1</unit>"))
        #expect(answer.text.contains("<leaseExpiresAt>2026-11-22T08:00:05Z</leaseExpiresAt>"))
    }

    @Test func `a unit that is unknown or another's is told at its place, and nothing is leased`() async throws {
        try await accept(1, to: .socialService)
        let unknown = try await bench.refusal(
            "/v1/leases", #"{"units": ["SE0000000002-SOC1", "SE9"]}"#, as: PollingBench.social)
        #expect(unknown.code == .unknownUnit)
        #expect(unknown.path == "/units/1")
        let other = try await bench.refusal(
            "/v1/leases", #"{"units": ["SE0000000002-SOC1", "SE0000000002-SABO1"]}"#, as: PollingBench.social)
        #expect(other.code == .queueNotYours)
        #expect(other.path == "/units/1")
        #expect(bench.scratch.queue.conservation().waiting == 1)
    }

    @Test(arguments: [
        ("{}", "/units"), (#"{"units": "some"}"#, "/units"), (#"{"units": []}"#, "/units"), ("", "/units"),
        (#"{"units": "all", "max": 101}"#, "/max"), (#"{"units": "all", "max": 0}"#, "/max"),
        (#"{"units": "all", "wait": 61}"#, "/wait"), (#"{"units": "all", "lease": 3601}"#, "/lease"),
        (#"{"units": "all", "more": 1}"#, "/*"),
    ])
    func `what is not as the call takes it is refused`(body: String, path: String) async throws {
        let problem = try await bench.refusal("/v1/leases", body, as: PollingBench.social)
        #expect(problem.code == .requestBodyInvalid)
        #expect(problem.path == path)
    }

    @Test func `a thousand units may be named, one more is refused`() async throws {
        let names = (0..<1001).map { "\"SE\($0)\"" }
        let many = try await bench.refusal(
            "/v1/leases", "{\"units\": [\(names.joined(separator: ","))]}", as: PollingBench.social)
        #expect(many.code == .requestBodyInvalid)
        let enough = try await bench.refusal(
            "/v1/leases", "{\"units\": [\(names.dropLast().joined(separator: ","))]}", as: PollingBench.social)
        #expect(enough.code == .unknownUnit)
    }

    @Test func `a long poll over many units wakes when one of them gets something`() async throws {
        let bench = bench
        async let answer = bench.post("/v1/leases", #"{"units": "all", "wait": 60}"#, as: PollingBench.nurses)
        await until { bench.scratch.queue.figures(of: [Destination(.socialService)]).first?.lastPolledAt != nil }
        try await accept(1, to: .socialService)
        #expect(try bench.deliveries(try await answer).count == 1)
    }

    @Test func `a poller that has gone away is leased nothing`() async throws {
        let bench = bench
        let poll = Task {
            try await bench.post("/v1/leases", #"{"units": "all", "wait": 60}"#, as: PollingBench.nurses)
        }
        await until { bench.scratch.queue.figures(of: [Destination(.socialService)]).first?.lastPolledAt != nil }
        poll.cancel()
        try await accept(1, to: .socialService)
        #expect(try await poll.value.status == 204)
        #expect(bench.scratch.queue.conservation().leased == 0)
        #expect(try await bench.scratch.lease(Destination(.socialService))?.attempt == 1, "nothing was tried")
    }
}
