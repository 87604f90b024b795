import TestSupport
import Testing

/// Many messages in one post, over the network.
@Suite(.serialized)
struct BatchTests {
    @Test func `a batch is taken and delivered, and what is wrong in it stops nothing else`() async throws {
        try await Journey.run { journey in
            let notice = try SampleMessage("AdmissionNotice.json")
            let batch = "[\(notice.text),\n{\"messageId\": 1},\n\(notice.text)]"
            let answer = try await journey.ehr.post("/v1/messages", batch)
            #expect(answer.status == 200)
            #expect(answer.json["results"].items.map { $0["status"].number } == [202, 422, 200])
            #expect(answer.json["results"].items.first?["receipt"].units.contains(Journey.social) == true)
            let delivered = try await journey.municipal.lease(Journey.social)
            #expect(delivered.map(\.messageID) == [notice.id])
        }
    }
}
