import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import SampleWorld
import Testing

/// The catalogue and the schemas as they are served: to anybody, from memory, and again only when they have changed.
struct DocumentationTests {
    private let doors = DocumentationEndpoints(pages: .standard).doors

    private func get(_ path: String, _ headers: [(String, String)] = []) async throws -> HTTPResponse {
        let segments = try HTTPRequestHead(method: "GET", target: path, headers: HTTPHeaders([])).pathSegments
        let found = doors.lazy.compactMap { door in door.pattern.match(segments).map { (door, $0) } }.first
        let (door, parameters) = try #require(found)
        #expect(door.access == .open)
        return try await door.respond(
            to: .made("GET", path, parameters: parameters, headers: headers, by: .anonymous))
    }

    @Test(arguments: ["/docs/", "/docs/catalogue.html"])
    func `the page comes at its own name and at its folder`(path: String) async throws {
        let answer = try await get(path)
        #expect(answer.status == 200)
        #expect(answer.headers.first("content-type") == "text/html; charset=utf-8")
        #expect(answer.text.hasPrefix("<!DOCTYPE html>\n"))
        #expect(answer.text.contains("href=\"schemas/AdmissionNotice.xsd\""))
    }

    @Test func `without its slash the folder leads there`() async throws {
        let answer = try await get("/docs")
        #expect(answer.status == 308 && answer.headers.first("location") == "docs/")
    }

    @Test func `every schema comes as it is exported, with its media type`() async throws {
        for file in SchemaExport.schemas(of: .standard) {
            let answer = try await get("/docs/schemas/\(file.path)")
            #expect(answer.body == file.bytes)
            let type = file.path.hasSuffix(".xsd") ? "application/xml" : "application/schema+json"
            #expect(answer.headers.first("content-type") == type)
        }
        #expect(try await get("/docs/catalogue.md").headers.first("content-type") == "text/markdown; charset=utf-8")
    }

    @Test(arguments: ["/docs/message.xsd", "/docs/schemas/catalogue.html", "/docs/schemas/", "/docs/x"])
    func `there is nothing else`(path: String) async throws {
        let rejection = await #expect(throws: Rejection.self) { _ = try await get(path) }
        #expect(rejection?.first.code == .notFound)
    }

    @Test func `a client that has the page gets no body`() async throws {
        let etag = try #require(try await get("/docs/").headers.first("etag"))
        for value in [etag, "W/\(etag)", "\"other\", \(etag)", "*"] {
            let answer = try await get("/docs/", [("If-None-Match", value)])
            #expect(answer.status == 304 && answer.body.isEmpty, "\(value)")
            #expect(answer.headers.first("etag") == etag)
        }
        #expect(try await get("/docs/", [("If-None-Match", "\"other\"")]).status == 200)
        #expect(try await get("/docs/catalogue.md").headers.first("etag") != etag)
    }

    @Test func `a browser may load nothing with the page but its own style`() async throws {
        let answer = try await get("/docs/")
        let policy = try #require(answer.headers.first("content-security-policy"))
        // The digest of the style as `openssl dgst -sha256 -binary | openssl base64` makes it is asked by the browser itself.
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.headers.first("x-content-type-options") == "nosniff")
        #expect(answer.headers.first("cache-control") == "public, max-age=300")
        #expect(answer.text.split(separator: "<style>").count == 2)
    }
}
