import Foundation
import TestSupport
import Testing

/// The third level of receipts through a whole gateway, and who may give it.
@Suite(.serialized)
struct KvittensTests {
    private func kvittens(
        _ delivery: JSONTree, by client: APIClient, name: String = "Testperson Två", at moment: Date
    ) async throws -> Answer {
        let readAt = moment.formatted(.iso8601)
        let person = "{\"hsaId\": \"SE0000000002-P1\", \"name\": \"\(name)\"}"
        return try await client.post(
            "/v1/deliveries/\(delivery["deliveryId"].text ?? "")/kvittens",
            "{\"readBy\": \(person), \"readAt\": \"\(readAt)\"}")
    }

    /// Has the neighbour's social service look after Exempel kommun's at all hours, and the EHR ask for states only.
    private func editDirectory(of journey: Journey) throws {
        let file = "\(journey.path)/directory.json"
        let old = try String(contentsOfFile: file, encoding: .utf8)
        let unit = "\"hsaId\": \"SE0000000002-SOC1\","
        let duty = "\"onCall\": [{ \"unit\": \"SE0000000003-SOC1\", \"hours\": \"mon-sun 00:00-24:00\" }],"
        let system = "{ \"name\": \"ehr\","
        #expect(old.contains(unit) && old.contains(system))
        let new = old.replacing(unit, with: "\(unit) \(duty)")
            .replacing(system, with: "\(system) \"receipts\": \"status-only\",")
        try new.write(toFile: file, atomically: false, encoding: .utf8)
    }

    @Test func `a kvittens reaches the sender as a message, once, also when it is told again after a restart`()
        async throws
    {
        try await Journey.run { journey in
            let message = try SampleMessage("AdmissionNotice.json")
            #expect(try await journey.ehr.send(message).status == 202)
            let delivery = try #require(try await journey.municipal.lease(Journey.social).first)
            #expect(delivery["unit"].text == Journey.social)
            let now = Date()
            let first = try await kvittens(delivery, by: try journey.municipal, at: now)
            #expect(first.status == 202)
            let id = try #require(first.json["messageId"].text)
            #expect(first.header("Location") == "/v1/messages/\(id)")
            try await journey.restart()
            let again = try await kvittens(delivery, by: try journey.municipal, at: now)
            #expect(again.status == 202)
            #expect(again.json == first.json)
            let other = try await kvittens(delivery, by: try journey.municipal, name: "Testperson Tre", at: now)
            #expect(other.status == 409)
            #expect(other.json["code"].text == "VX-1608")
            let received = try await journey.ehr.lease(Journey.ward)
            #expect(received.map(\.messageID) == [id])
            #expect(received.first?["message"]["refersTo"].text == message.id)
            #expect(try await journey.municipal.get("/v1/messages/\(id)").status == 200)
        }
    }

    @Test func `a unit on call leases, reads and completes for another, and a sender may ask for states only`()
        async throws
    {
        try await Journey.run { journey in
            try await journey.restart { try editDirectory(of: journey) }
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            let neighbour = try journey.system("grannby")
            let leases = try await neighbour.post("/v1/leases", #"{"units": "all", "wait": 5}"#)
            let delivery = try #require(leases.json["deliveries"].items.first)
            #expect(delivery["unit"].text == Journey.social)
            #expect(delivery.messageID == message.id)
            let read = try await kvittens(delivery, by: neighbour, at: Date())
            #expect(read.status == 202)
            #expect(read.json["unit"].text == Journey.neighbour)
            #expect(read.json["onBehalfOf"].items == [.text(Journey.social)])
            #expect(try await neighbour.complete(delivery).status == 204)
            let states = try await journey.ehr.get("/v1/messages/\(message.id)").json["deliveries"].items
            #expect(states.map { $0["state"].text } == ["completed"])
            #expect(try await journey.ehr.lease(Journey.ward).isEmpty, "its sender asks for the status")
        }
    }

    @Test func `one call leases from all units of a system`() async throws {
        try await Journey.run { journey in
            #expect(try await journey.ehr.send(try SampleMessage("AdmissionNotice.json")).status == 202)
            let answer = try await journey.municipal.post("/v1/leases", #"{"units": "all", "wait": 0}"#)
            let units = Set(answer.json["deliveries"].items.compactMap { $0["unit"].text })
            #expect(units == [Journey.social, Journey.nurses])
            let other = try await journey.municipal.post("/v1/leases", #"{"units": ["\#(Journey.ward)"]}"#)
            #expect(other.status == 403)
            #expect(other.json["code"].text == "VX-1405")
            #expect(other.json["errors"].items.first?["path"].text == "/units/0")
        }
    }
}
