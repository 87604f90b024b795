import AccessControl
import Delivery
import HTTPWire
import LinuxSystem
import MessageFormats
import Messages
import SampleWorld
import Telemetry
import TestSupport
import Testing

@testable import Queues

/// What messages on their way to pollers may take of the memory: what has no room is not leased.
struct LeaseRoomTests {
    private static let path = "/v1/queues/SE0000000002-SOC1/leases?wait=0"

    private static func message(_ number: Int) throws -> Message {
        try ValidSample.read("GeneralMessage").head(
            "messageId", .text("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1\(100 + number)"))
    }

    /// Bytes of one message.
    private let size: Int

    init() throws {
        size = MessageWriter().write(try Self.message(1), as: .json).count
    }

    /// Three messages wait, and there is room for so many: of one system, and of all.
    private func bench(
        system: Double, all: Double = 100, floor: Double = 0, metrics: MetricsRegistry = MetricsRegistry()
    ) async throws -> PollingBench {
        let bytes = { (messages: Double) in Int(messages * Double(size)) }
        let bench = try await PollingBench(
            room: LeaseRoom(
                systemBytes: bytes(system), allBytes: bytes(all), floorBytes: bytes(floor), metrics: metrics))
        for number in 1...3 {
            try await bench.scratch.accept(
                try Self.message(number), to: [Destination(.socialService)], lane: "\(number)")
        }
        return bench
    }

    private func attempts(_ bench: PollingBench, _ answer: HTTPResponse?) throws -> [Int?] {
        try bench.deliveries(try #require(answer)).map { $0["attempt"]?.integer }
    }

    @Test func `a system whose answers have all that one may have gets 429, and nothing is leased for it`()
        async throws
    {
        let bench = try await bench(system: 2)
        var first: HTTPResponse? = try await bench.post("\(Self.path)&max=2", as: PollingBench.social)
        #expect(try attempts(bench, first) == [1, 1])
        let refused = try await bench.refusal(Self.path, as: PollingBench.social)
        #expect(refused.code == .limitReached && refused.code.status == 429)
        #expect(bench.scratch.queue.openLeases(of: .municipal) == 2)
        // Another system has its own part.
        #expect(try attempts(bench, try await bench.post(Self.path, as: PollingBench.nurses)) == [1])
        withExtendedLifetime(first) {}
        first = nil
        #expect(try await bench.post(Self.path, as: PollingBench.social).status == 204)
    }

    @Test func `when all have taken what there is, anybody gets 503, and later what waits, untried`() async throws {
        let bench = try await bench(system: 2, all: 2)
        var first: HTTPResponse? = try await bench.post("\(Self.path)&max=2", as: PollingBench.social)
        let refused = try await bench.refusal(Self.path, as: PollingBench.nurses)
        #expect(refused.code == .overloaded && refused.code.status == 503)
        #expect(bench.scratch.queue.openLeases(of: .nurses) == 0)
        withExtendedLifetime(first) {}
        first = nil
        #expect(try attempts(bench, try await bench.post(Self.path, as: PollingBench.nurses)) == [1])
    }

    @Test func `who reads slowly delays nobody else: each system has its floor, and where nothing waits it is 204`()
        async throws
    {
        let bench = try await bench(system: 2, all: 1, floor: 1)
        let first = try await bench.post("\(Self.path)&max=2", as: PollingBench.social)
        #expect(try attempts(bench, first) == [1, 1])
        let empty = "/v1/queues/SE0000000002-KHS1/leases?wait=0"
        for caller in [PollingBench.municipality, PollingBench.nurses] {
            #expect(try await bench.post(empty, as: caller).status == 204)
        }
        #expect(try attempts(bench, try await bench.post(Self.path, as: PollingBench.nurses)) == [1])
        withExtendedLifetime(first) {}
    }

    @Test(.timeLimit(.minutes(2)))
    func
        `a delivery for which there is no room ends one waiting call of the system, and is the next one's when there is`()
        async throws
    {
        let bench = try await bench(system: 1.5)
        var first: HTTPResponse? = try await bench.post("\(Self.path)&max=1", as: PollingBench.social)
        #expect(try attempts(bench, first) == [1])
        let ended = Tally()
        let polls = (0..<2).map { _ in
            Task {
                let target = "/v1/queues/SE0000000002-KHS1/leases?wait=60"
                let status = try? await bench.post(target, as: PollingBench.municipality).status
                ended.add()
                return status
            }
        }
        let asleep = { bench.scratch.queue.guarded.withLock { $0.waiting.deadlineCount } }
        await until { asleep() == 2 }
        try await bench.scratch.accept(try Self.message(4), to: [Destination(.municipalCare)], lane: "4")
        await until { ended.count > 0 }
        #expect(asleep() == 1 && ended.count == 1)
        withExtendedLifetime(first) {}
        first = nil
        var answered: [Int?] = []
        for poll in polls { answered.append(await poll.value) }
        #expect(answered.filter { $0 == nil }.count == 1 && answered.contains(200))
    }

    @Test func `what is counted is the answer as it is in memory, until it is gone, and refusals by what was short`()
        async throws
    {
        let metrics = MetricsRegistry()
        let bench = try await bench(system: 1, metrics: metrics)
        let gauge = metrics.gauge(name: "vaxel_leased_bytes_in_flight", help: "")
        var first: HTTPResponse? = try await bench.post(Self.path, as: PollingBench.social, form: .xml)
        let body = try #require(first?.body.count)
        #expect(body > size && gauge.value == body)
        _ = try await bench.refusal(Self.path, as: PollingBench.social)
        #expect(metrics.render().contains(#"vaxel_leases_refused_total{of="system"} 1"#))
        #expect(gauge.value == body)
        withExtendedLifetime(first) {}
        first = nil
        #expect(gauge.value == 0)
    }

    @Test func `an answer holds as many as there is room for, and the others stay untried`() async throws {
        let bench = try await bench(system: 2.5)
        var first: HTTPResponse? = try await bench.post("\(Self.path)&max=9", as: PollingBench.social)
        #expect(try attempts(bench, first) == [1, 1])
        first = nil
        #expect(try attempts(bench, try await bench.post("\(Self.path)&max=9", as: PollingBench.social)) == [1])
    }

    @Test func `what an answer does not need of its place is the others'`() async throws {
        let bench = try await bench(system: 2.5, all: 3.6)
        let first = try await bench.post("\(Self.path)&max=1", as: PollingBench.social)
        let second = try await bench.post("\(Self.path)&max=9", as: PollingBench.nurses)
        #expect(try attempts(bench, first) == [1])
        #expect(try attempts(bench, second) == [1, 1])
        withExtendedLifetime(first) {}
    }

    @Test func `what was picked and has no room is put back, and the caller told`() async throws {
        let bench = try await bench(system: 1.5)
        var first: HTTPResponse? = try await bench.post("\(Self.path)&max=1", as: PollingBench.social)
        #expect(try attempts(bench, first) == [1])
        for target in [Self.path, "/v1/queues/SE0000000002-SOC1/leases?wait=60"] {
            #expect(try await bench.refusal(target, as: PollingBench.social).code == .limitReached)
        }
        #expect(bench.scratch.queue.openLeases(of: .municipal) == 1)
        withExtendedLifetime(first) {}
        first = nil
        #expect(try attempts(bench, try await bench.post("\(Self.path)&max=9", as: PollingBench.social)) == [1])
    }

    @Test func `a call that gets nothing keeps no room`() async throws {
        let bench = try await bench(system: 3)
        let empty = "/v1/queues/SE0000000002-KHS1/leases?wait=0"
        let answers = try await [
            bench.post(empty, as: PollingBench.municipality), bench.post(empty, as: PollingBench.municipality),
        ]
        #expect(answers.map(\.status) == [204, 204])
        let all = try await bench.post("\(Self.path)&max=9", as: PollingBench.municipality)
        #expect(try attempts(bench, all) == [1, 1, 1])
        withExtendedLifetime(answers) {}
    }
}
