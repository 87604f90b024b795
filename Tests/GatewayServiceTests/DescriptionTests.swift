import AccessControl
@testable import GatewayService
@testable import HTTPDoors
import HTTPWire
import Messages
import SampleWorld
import TestSupport
import Testing

/// The description of the API: whole, true, and served so that it need not be fetched twice.
struct DescriptionTests {
    private let document = JSONTree(APIDescription.bytes())
    private let endpoint = DescriptionEndpoint(of: GatewayParts.signs)
    private let signs = GatewayParts.signs + [DescriptionEndpoint.sign]

    @Test func `the file in schemas is what the program makes`() throws {
        let stored = try RepositoryFiles.bytes("schemas/\(APIDescription.fileName)")
        // Of so long a text the difference would take minutes to find, and hold up the other tests meanwhile.
        let isSame = stored == APIDescription.bytes()
        #expect(isSame, "out of date: run `make schemas`")
    }

    // MARK: Whole

    @Test func `every door is an operation with a name of its own, and there are no others`() {
        let described = document["paths"].names.flatMap { path in
            document["paths"][path].names.map { "\($0.uppercased()) \(path)" }
        }
        #expect(described.sorted() == signs.map { "\($0.method) \($0.pattern)" }.sorted())
        #expect(Set(signs.map(\.name)).count == signs.count)
        for sign in signs { #expect(!sign.summary.isEmpty && !sign.answers.isEmpty, "\(sign.pattern)") }
    }

    @Test func `the places of every path are described, and no others`() {
        for sign in signs { #expect(Set(sign.pattern.places) == Set(sign.places.keys), "\(sign.pattern)") }
    }

    @Test func `every reference leads somewhere, and every schema is used`() {
        var references: Set<String> = []
        collectReferences(of: document, into: &references)
        let components = document["components"]
        let targets = ["schemas", "responses", "parameters"].flatMap { kind in
            components[kind].names.map { "#/components/\(kind)/\($0)" }
        }
        #expect(references.symmetricDifference(targets).sorted() == [])
    }

    @Test func `no object of the API has the name of a part of a message`() {
        let names = OpenAPIDocument(signs, version: "1").schemas.map(\.0)
        let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
        #expect(twice == [], "give the object another name in its sign")
    }

    @Test func `a code that rests is promised by no door`() {
        var promised: Set<String> = []
        for path in document["paths"].names {
            for method in document["paths"][path].names {
                let responses = document["paths"][path][method]["responses"]
                for status in responses.names {
                    promised.formUnion(responses[status]["x-vaxel-codes"].items.compactMap(\.text))
                }
            }
        }
        #expect(promised.count > 100)
        #expect(promised.intersection(RejectionCode.resting.map(\.text)).sorted() == [])
    }

    @Test func `a number of the query is described with the limits that are checked`() throws {
        let parameters = document["paths"]["/v1/queues/{unit}/leases"]["post"]["parameters"].items
        let lease = try #require(parameters.first { $0["name"].text == "lease" })
        #expect(lease["schema"]["minimum"].number == 1)
        #expect(lease["schema"]["maximum"].number == 3600)
        #expect(lease["schema"]["default"].number == 60)
    }

    @Test func `the codes of problems and warnings are those of the catalogue`() {
        let schemas = document["components"]["schemas"]
        let codes = schemas["ProblemCode"]["enum"].items + schemas["WarningCode"]["enum"].items
        #expect(codes.compactMap(\.text) == RejectionCode.all.map(\.text))
    }

    // MARK: Served

    private func answer(_ headers: [(String, String)] = []) async throws -> HTTPResponse {
        try await endpoint.door.respond(to: try .made("GET", "/openapi.json?now=1", headers: headers))
    }

    @Test func `it is served as JSON to anybody, to be asked for again with its tag`() async throws {
        let response = try await answer()
        #expect(response.status == 200)
        #expect(response.body == APIDescription.bytes())
        #expect(response.headers.first("content-type") == "application/json")
        #expect(response.headers.first("cache-control") == "no-cache")
        #expect(DescriptionEndpoint.sign.access == .open)
    }

    @Test func `who has it already is told so`() async throws {
        let tag = try #require(try await answer().headers.first("etag"))
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let response = try await answer([("If-None-Match", known)])
            #expect(response.status == 304, "\(known)")
            #expect(response.body.isEmpty)
            #expect(response.headers.first("etag") == tag)
        }
        for other in ["\"x\"", "", String(tag.dropFirst())] {
            #expect(try await answer([("If-None-Match", other)]).status == 200, "\(other)")
        }
    }

    private func collectReferences(of tree: JSONTree, into references: inout Set<String>) {
        for item in tree.items { collectReferences(of: item, into: &references) }
        for name in tree.names {
            if name == "$ref", let text = tree[name].text { references.insert(text) }
            collectReferences(of: tree[name], into: &references)
        }
    }
}
