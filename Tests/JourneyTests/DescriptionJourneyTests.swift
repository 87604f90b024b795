import TestSupport
import Testing

/// The description of the API as a stranger fetches it.
struct DescriptionJourneyTests {
    @Test func `a running gateway tells of its doors what schemas says, to anybody`() async throws {
        try await Journey.run { journey in
            let stranger = APIClient(port: journey.port, token: nil)
            let answer = try await stranger.get("/openapi.json")
            #expect(answer.status == 200)
            #expect(try answer.bytes == RepositoryFiles.bytes("schemas/openapi.json"))
            let tag = try #require(answer.header("etag"))
            let again = try await stranger.call("GET", "/openapi.json", headers: [("If-None-Match", tag)])
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
        }
    }
}
