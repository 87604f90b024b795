import TestSupport
import Testing

/// Who gets a message, and why.
struct RoutingTests {
    @Test func `a discharge message goes to the addressed unit and to the subscribers, each saying why`() async throws {
        try await Journey.run { journey in
            let receipt = try await journey.ehr.send(try SampleMessage("AdmissionNotice.json")).json
            #expect(Set(receipt.units) == [Journey.social, Journey.healthCentre, Journey.nurses])
            let reasons = receipt["recipients"].items.compactMap { $0["why"].text }
            #expect(reasons == ["addressed as unit", "subscription", "subscription"])
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
            #expect(try await journey.municipal.lease(Journey.nurses).count == 1)
            #expect(try await journey.ehr.lease(Journey.healthCentre).count == 1)
        }
    }

    @Test func `a message that is no discharge message goes to the addressed unit only`() async throws {
        try await Journey.run { journey in
            let receipt = try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).json
            #expect(receipt.units == [Journey.social])
        }
    }

    @Test func `a function in a municipality is resolved to its unit`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json").replacing(
                "\"unit\": \"SE0000000002-SOC1\"",
                with: "\"function\": \"socialService\", \"municipalityCode\": \"2581\"")
            let answer = try await journey.ehr.send(message)
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer.json.units == [Journey.neighbour])
            #expect(answer.json["recipients"].items.first?["why"].text == "socialService of municipality 2581")
            let grannby = try journey.system("grannby")
            #expect(try await grannby.lease(Journey.neighbour).first?.messageID == message.id)
        }
    }

    @Test func `every receiver that cannot be resolved is named by its path, and nothing is queued`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json").replacing(
                "\"unit\": \"SE0000000002-SOC1\"",
                with: """
                    "unit": "SE0000000002-SOC1" }, { "unit": "SE0000000009-FINNSEJ" }, {
                    "function": "socialService", "municipalityCode": "1480"
                    """)
            let answer = try await journey.ehr.send(message)
            #expect(answer.status == 422, "\(answer.text)")
            #expect(answer.json["errors"].items.compactMap { $0["path"].text } == ["/receivers/1", "/receivers/2"])
            #expect(answer.json["errors"].items.compactMap { $0["code"].text }.count == 2)
            #expect(try await journey.municipal.lease(Journey.social).isEmpty)
            #expect(try await journey.ehr.get("/v1/messages/\(message.id)").status == 404)
        }
    }
}
