import HTTPDoors
import MessageFormats
import Messages
import SampleWorld
import Testing

/// What an endpoint reads out of a call, and what it refuses before it has looked at anything else.
struct CallTests {
    private func call(_ type: String?, _ body: String = "", target: String = "/") throws -> Call {
        try Call.made("POST", target, headers: type.map { [("Content-Type", $0)] } ?? [], body: Array(body.utf8))
    }

    private func refusal(_ work: () throws -> Void) throws -> Problem {
        try #require(#expect(throws: Rejection.self, performing: work)).first
    }

    // MARK: The form of the body

    @Test(arguments: [
        ("application/json", WireForm.json, String?.none),
        ("application/xml", .xml, nil),
        ("text/xml", .xml, nil),
        ("Application/JSON", .json, nil),
        ("application/xml; charset=ISO-8859-1", .xml, "iso-8859-1"),
        ("text/xml;charset=\"utf-16\"", .xml, "utf-16"),
    ])
    func `the media type tells form and charset`(type: String, form: WireForm, charset: String?) throws {
        let found = try call(type).bodyForm()
        #expect(found.form == form)
        #expect(found.charset == charset)
    }

    @Test(arguments: [nil, "", "json", "text/plain", "application/problem+json", "application/json, text/xml", "*/*"])
    func `any other media type is refused`(type: String?) throws {
        let problem = try refusal { _ = try call(type).bodyForm() }
        #expect(problem.code == .mediaTypeUnsupported)
        #expect(problem.code.status == 415)
    }

    // MARK: An object of the API

    @Test func `the same object is read from both forms`() throws {
        let json = try call("application/json", #"{"code": "K", "permanent": true, "reason": null}"#)
        let xml = try call(
            "application/xml", #"<reject xmlns="urn:vaxel:api:1"><code>K</code><permanent>true</permanent></reject>"#)
        for call in [json, xml] {
            let object = try call.bodyObject(known: ["code", "permanent", "reason"])
            #expect(try object.requiredSharedText("code", maximum: 1) == "K")
            #expect(try object.requiredBoolean("permanent"))
            #expect(try object.text("reason", maximum: 5) == nil)
        }
    }

    @Test func `no body is an empty object, and needs no media type`() throws {
        #expect(try call(nil).bodyObject(known: [])["x"] == nil)
        #expect(try call("application/xml", "<c xmlns=\"urn:vaxel:api:1\"/>").bodyObject(known: ["x"])["x"] == nil)
    }

    @Test func `an unknown member is refused without being named`() throws {
        let problem = try refusal {
            _ = try call("application/json", #"{"191212121212": 1}"#).bodyObject(known: ["reason", "code"])
        }
        #expect(problem.code == .requestBodyInvalid)
        #expect(problem.path == "/*")
        #expect(problem.detail == "unknown member; known are: code, reason")
    }

    @Test(arguments: ["[]", "1", "\"x\"", "null"])
    func `what is no object is refused`(body: String) throws {
        let problem = try refusal { _ = try call("application/json", body).bodyObject(known: []) }
        #expect(problem.code == .requestBodyInvalid)
    }

    @Test(arguments: [
        "<c><x>1</x></c>", "<c xmlns=\"urn:other\"/>",
    ])
    func `an XML body without the namespace of the API is refused with the line`(body: String) throws {
        let problem = try refusal { _ = try call("text/xml", body).bodyObject(known: ["x"]) }
        #expect(problem.code == .requestBodyInvalid && problem.code.status == 400)
        #expect(problem.line == 1)
    }

    @Test func `the root element may have any name`() throws {
        let body = #"<anything xmlns="urn:vaxel:api:1"><x>1</x></anything>"#
        #expect(try call("text/xml", body).bodyObject(known: ["x"])["x"]?.integer == 1)
    }

    @Test func `a body of no known media type is refused`() throws {
        let problem = try refusal { _ = try call("text/plain", "{}").bodyObject(known: []) }
        #expect(problem.code == .mediaTypeUnsupported)
    }

    @Test func `a text is within its length, counted in scalars`() throws {
        let object = try call("application/json", #"{"a": "åä", "b": "", "c": 1}"#).bodyObject(known: ["a", "b", "c"])
        #expect(try object.text("a", maximum: 2) == "åä")
        for (name, maximum) in [("a", 1), ("b", 5), ("c", 5)] {
            let problem = try refusal { _ = try object.text(name, maximum: maximum) }
            #expect(problem.path == "/\(name)")
        }
    }

    @Test func `what must be there is asked for by name`() throws {
        let object = try call("application/json", #"{"a": "true"}"#).bodyObject(known: ["a"])
        #expect(try refusal { _ = try object.requiredSharedText("code", maximum: 9) }.path == "/code")
        #expect(try refusal { _ = try object.requiredBoolean("permanent") }.path == "/permanent")
        #expect(try refusal { _ = try object.requiredBoolean("a") }.path == "/a")
    }

    // MARK: The query

    @Test func `a number of the query is within its range or the default`() throws {
        let call = try call(nil, target: "/?max=7&zero=0")
        #expect(try call.number("max", in: 1...10, default: 3) == 7)
        #expect(try call.number("zero", in: 0...10, default: 3) == 0)
        #expect(try call.number("wait", in: 1...10, default: 3) == 3)
    }

    @Test(arguments: ["0", "11", "-1", "%2B7", "7.0", "", "x", "99999999999999999999"])
    func `any other number of the query is refused`(text: String) throws {
        let call = try call(nil, target: "/?max=\(text)")
        let problem = try refusal { _ = try call.number("max", in: 1...10, default: 3) }
        #expect(problem.code == .queryInvalid)
        #expect(problem.detail == "max is a whole number from 1 to 10")
    }

    @Test func `a parameter that stands twice is refused, also with the same value`() throws {
        for query in ["max=1&max=2", "max=1&wait=2&max=1"] {
            let problem = try refusal { try call(nil, target: "/?\(query)").expectQuery(["max", "wait"]) }
            #expect(problem.code == .queryInvalid)
            #expect(problem.detail == "a parameter stands twice")
        }
    }

    @Test func `an unknown parameter is refused without being named`() throws {
        try call(nil, target: "/?max=1").expectQuery(["max", "wait"])
        try call(nil).expectQuery([])
        let problem = try refusal { try call(nil, target: "/?patient=191212121212").expectQuery(["wait", "max"]) }
        #expect(problem.code == .queryInvalid)
        #expect(problem.detail == "known parameters are: max, wait")
    }

    @Test func `a body of which two types are said is not read`() {
        #expect(throws: Rejection.self) {
            try Call.made(
                headers: [("Content-Type", "application/json"), ("Content-Type", "application/xml")],
                body: Array("{}".utf8)
            ).bodyForm()
        }
    }
}
