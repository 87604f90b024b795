import AccessControl
import Foundation
@testable import HTTPDoors
import Messages
import TestSupport
import Testing

/// How a sign becomes an operation of the description.
struct OpenAPIDocumentTests {
    private static let wish = ObjectShape.request(
        "Wish", root: "wish",
        [
            .required("units", .list(item: "unit", .hsaID, 1...3), "Which."),
            .optional("note", .text(1...9)),
            .optional("kind", .word(["a", "b"])),
        ])

    private static let sign = DoorSign(
        "POST", "/v1/things/{id}", access: .anyRight([.send, .operate]), name: "wish", summary: "Wishes.",
        places: ["id": .uuid], query: [.number(NumberParameter("max", 1...9, default: 3, "At most."))],
        body: .object(wish),
        answers: [
            DoorAnswer(200, "Done.", .object(.answer("Done", root: "done", [.required("count", .count)]))),
            DoorAnswer(204, "Nothing to do."),
        ], refusals: [.leaseLost, .diskFull])

    private let document = JSONTree(OpenAPIDocument([sign], version: "1.2.3").bytes)
    private var operation: JSONTree { document["paths"]["/v1/things/{id}"]["post"] }
    private var schemas: JSONTree { document["components"]["schemas"] }

    @Test func `a sign becomes an operation under its path and method`() {
        #expect(document["openapi"].text == "3.1.1")
        #expect(document["info"]["version"].text == "1.2.3")
        #expect(operation["operationId"].text == "wish")
        for (scheme, kind) in [("bearer", "http"), ("certificate", "mutualTLS")] {
            let rights = operation["security"].items.map { $0[scheme].items.compactMap(\.text) }.filter { !$0.isEmpty }
            #expect(rights == [["send"], ["operate"]])
            #expect(document["components"]["securitySchemes"][scheme]["type"].text == kind)
        }
        #expect(operation["requestBody"]["required"].boolean == true)
        #expect(
            operation["requestBody"]["content"].names == ["application/json", "application/xml", "text/xml"])
    }

    @Test func `places and numbers are parameters`() {
        let parameters = Array(operation["parameters"].items.prefix(2))
        #expect(parameters.map { $0["name"].text } == ["id", "max"])
        #expect(parameters.map { $0["in"].text } == ["path", "query"])
        #expect(parameters.map { $0["required"].boolean } == [true, nil])
        #expect(parameters.last?["schema"]["default"].number == 3)
        #expect(parameters.last?["schema"]["maximum"].number == 9)
    }

    @Test func `what every door heeds stands once, and every door points to it`() {
        let shared = document["components"]["parameters"]
        #expect(shared.names == ["Accept-Language", "Vaxel-Request-Id"])
        #expect(shared["Vaxel-Request-Id"]["in"].text == "header")
        #expect(shared["Vaxel-Request-Id"]["required"] == .null)
        #expect(
            operation["parameters"].items.dropFirst(2).map { $0["$ref"].text }
                == ["#/components/parameters/Vaxel-Request-Id", "#/components/parameters/Accept-Language"])
    }

    @Test func `a text is bounded by its scalars, and has one that is no white space`() throws {
        let note = schemas["Wish"]["properties"]["note"]
        #expect(note["maxLength"].number == 9)
        let pattern = try #require(note["pattern"].text)
        let notBlank = try NSRegularExpression(pattern: pattern)
        func isTaken(_ text: String) -> Bool {
            notBlank.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        }
        for text in ["a", " a ", "\u{FEFF}", "å\nö", "\u{1F600}"] { #expect(isTaken(text), "\(text)") }
        for text in ["", " ", "\t\n\u{A0}\u{3000}\u{85}", "a\u{1}", "\u{FFFE}"] { #expect(!isTaken(text), "\(text)") }
    }

    @Test func `a door for messages takes one or several, and may answer in two ways`() {
        let one = ObjectShape.answer("One", [.required("id", .uuid)])
        let many = ObjectShape.answer("Many", [.required("ones", .list(item: "one", .object(one)))])
        let sign = DoorSign(
            "POST", "/x", access: .right(.send), name: "x", summary: "X.", headers: [.traceparent],
            body: .messages(upTo: 7),
            answers: [
                DoorAnswer(
                    200, "X.", .oneOf([one, many]),
                    headers: [.location, HeaderSign("Vaxel-Duplicate", "X.", .word(["true"]), isAlwaysThere: false)])
            ])
        let document = JSONTree(OpenAPIDocument([sign], version: "1").bytes)
        let operation = document["paths"]["/x"]["post"]
        let posted = operation["requestBody"]["content"]["application/json"]["schema"]["anyOf"].items
        #expect(posted.first?["$ref"].text == "#/components/schemas/Message")
        #expect(posted.last?["maxItems"].number == 7)
        #expect(operation["parameters"].items.first?["name"].text == "traceparent")
        let answer = operation["responses"]["200"]
        #expect(answer["headers"]["Vaxel-Request-Id"]["required"].boolean == true)
        #expect(answer["headers"]["Location"]["required"].boolean == true)
        #expect(answer["headers"]["Vaxel-Duplicate"]["required"].boolean == false)
        let references = answer["content"]["application/xml"]["schema"]["anyOf"].items.map { $0["$ref"].text }
        #expect(references == ["#/components/schemas/One", "#/components/schemas/Many"])
        #expect(document["components"]["schemas"]["One"] != .null)
    }

    @Test func `what a caller sends is closed, and null is as good as nothing`() {
        let wish = schemas["Wish"]
        #expect(wish["additionalProperties"].boolean == false)
        #expect(wish["required"].items.map(\.text) == ["units"])
        #expect(wish["properties"]["note"]["type"].items.map(\.text) == ["string", "null"])
        #expect(wish["properties"]["kind"]["anyOf"].items.last?["type"].text == "null")
        #expect(wish["properties"]["units"]["type"].text == "array")
        #expect(wish["properties"]["units"]["maxItems"].number == 3)
        #expect(wish["properties"]["units"]["items"]["xml"]["name"].text == "unit")
        #expect(wish["xml"]["namespace"].text == "urn:vaxel:api:1")
    }

    @Test func `what is answered may grow`() {
        #expect(schemas["Done"]["additionalProperties"] == .null)
        #expect(schemas["Done"]["required"].items.map(\.text) == ["count"])
        #expect(operation["responses"]["204"]["content"] == .null)
    }

    @Test func `refusals are gathered by status, with those that follow from login and body`() {
        func codes(_ status: Int) -> [String] {
            operation["responses"]["\(status)"]["x-vaxel-codes"].items.compactMap(\.text)
        }
        #expect(codes(410) == ["VX-1603"])
        #expect(codes(401) == ["VX-1401", "VX-1402", "VX-1408", "VX-1410", "VX-1411"])
        #expect(codes(429) == ["VX-1529"])
        #expect(operation["responses"]["429"]["headers"]["Retry-After"]["schema"]["type"].text == "integer")
        #expect(operation["responses"]["415"]["headers"]["Accept-Encoding"]["required"].boolean == false)
        #expect(codes(403) == ["VX-1403"])
        #expect(codes(400).contains("VX-1502") && codes(400).contains("VX-1503") && codes(400).contains("VX-1021"))
        #expect(operation["responses"]["507"]["headers"]["Retry-After"]["required"].boolean == true)
        #expect(operation["responses"]["406"]["$ref"].text == "#/components/responses/Refused406")
        #expect(operation["responses"]["405"] == .null)
    }

    @Test func `a door without login asks for no token and names no refusal of one`() {
        let sign = DoorSign(
            "GET", "/x", access: .open, name: "x", summary: "X.", answers: [DoorAnswer(200, "X.", .text)])
        let open = JSONTree(OpenAPIDocument([sign], version: "1").bytes)["paths"]["/x"]["get"]
        #expect(open["security"] == .list([]))
        #expect(open["responses"]["401"] == .null)
        #expect(open["responses"]["429"] == .null)
        #expect(open["responses"]["200"]["headers"] == .null)
        #expect(open["requestBody"] == .null)
        #expect(open["responses"]["200"]["content"].names == ["text/plain"])
    }
}
