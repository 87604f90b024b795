import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import Queues
import SampleWorld
import TestSupport
import Testing

/// The operators' doors to the queues.
struct QueueEndpointsTests {
    private let scratch: ScratchQueue
    private let doors: [Door]

    init() async throws {
        scratch = try await ScratchQueue()
        doors = QueueEndpoints(queue: scratch.queue, directory: { .sample() }, now: scratch.now).doors
    }

    private func all(_ identity: Identity = .mayAll, form: WireForm = .json) async throws -> HTTPResponse {
        try await doors[0].respond(to: .made("GET", "/v1/queues", by: identity, form: form))
    }

    private func one(_ unit: String, _ identity: Identity = .mayAll) async throws -> HTTPResponse {
        try await doors[1].respond(to: .made("GET", "/v1/queues/x", parameters: ["unit": unit], by: identity))
    }

    @Test func `a queue tells how deep it is, how old, and when it was polled`() async throws {
        let unit = Destination(.socialService)
        for (number, lane) in ["a", "b", "c"].enumerated() {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            let message = try ValidSample.read("GeneralMessage").head("messageId", .text(id))
            try await scratch.accept(message, to: [unit], lane: lane)
        }
        try await scratch.bury(unit)
        scratch.time.advance(seconds: 90.9)
        _ = try await scratch.lease(unit)
        let answer = try await one("se0000000002-soc1")
        #expect(
            answer.text
                == #"{"unit":"SE0000000002-SOC1","name":"Socialtjänsten","depth":2,"waiting":1,"leased":1,"retrying":0,"#
                + #""held":0,"dead":1,"oldestAvailableAt":"2026-11-22T08:00:00Z","oldestAgeSeconds":90,"#
                + #""lastPolledAt":"2026-11-22T08:01:30.9Z"}"#)
    }

    @Test func `an empty queue that nobody polled has no age and no poll`() async throws {
        let members = try await one("SE0000000002-SABO1").value().members?.map(\.name)
        #expect(members == ["unit", "name", "depth", "waiting", "leased", "retrying", "held", "dead"])
    }

    @Test func `all queues come in the order of their ids, 1177 last`() async throws {
        #expect(
            try await all().value().texts("queues", "unit") == [
                "SE0000000001-AVD52", "SE0000000001-HC01", "SE0000000002-KHS1", "SE0000000002-SABO1",
                "SE0000000002-SOC1", "publisher1177",
            ])
    }

    @Test func `an operator of some units sees those and no others`() async throws {
        let local = Identity.limited(.municipal, [.operate], .socialService, .neighbour)
        #expect(try await all(local).value().texts("queues", "unit") == ["SE0000000002-SOC1"])
        #expect(try await one("SE0000000002-SOC1", local).status == 200)
        for unit in ["SE0000000002-KHS1", "SE0000000003-SOC1", "publisher1177", "x!"] {
            let error = await #expect(throws: Rejection.self) { try await one(unit, local) }
            #expect(error?.first.code == .unknownUnit)
        }
    }

    @Test func `queues in XML have the names of the JSON`() async throws {
        let xml = try await all(form: .xml).text
        #expect(xml.contains(#"<queues xmlns="urn:vaxel:api:1"><queues><queue><unit>SE0000000001-AVD52</unit>"#))
    }

    @Test func `a query is refused`() async throws {
        let error = await #expect(throws: Rejection.self) {
            try await doors[0].respond(to: .made("GET", "/v1/queues?unit=x"))
        }
        #expect(error?.first.code == .queryInvalid)
    }

    @Test func `both doors ask for the right to operate`() {
        #expect(doors.map(\.access) == [.right(.operate), .right(.operate)])
    }
}
