import HTTPDoors
import MessageFormats
import Messages
import SampleWorld
import Testing

/// What the members of a body may be, each fault told at its place.
struct APIObjectTests {
    private func object(_ json: String) throws -> APIObject {
        try Call.made(headers: [("Content-Type", "application/json")], body: Array(json.utf8))
            .bodyObject(known: ["x"])
    }

    private func xml(_ text: String) throws -> APIObject {
        let body = "<call xmlns=\"urn:vaxel:api:1\">\(text)</call>"
        return try Call.made(headers: [("Content-Type", "text/xml")], body: Array(body.utf8)).bodyObject(known: ["x"])
    }

    private func path(_ work: () throws -> Void) throws -> String? {
        let rejection = try #require(#expect(throws: Rejection.self, performing: work))
        #expect(rejection.first.code == .requestBodyInvalid)
        return rejection.first.path
    }

    @Test func `units come as a list in both forms, as they were sent`() throws {
        let expected = [UnitID("SE1-A"), UnitID("SE1-B"), UnitID("SE1-A")]
        #expect(try object(#"{"x": ["se1-a", "SE1-B", "SE1-A"]}"#).units("x", maximum: 3) == expected)
        let units = "<x><unit>SE1-A</unit><unit>SE1-B</unit><unit>SE1-A</unit></x>"
        #expect(try xml(units).units("x", maximum: 3) == expected)
        #expect(try object("{}").units("x", maximum: 3) == nil)
    }

    @Test(arguments: [
        (#"{"x": []}"#, "/x"), (#"{"x": ["A", "B", "C"]}"#, "/x"), (#"{"x": "A"}"#, "/x"), (#"{"x": {"u": 1}}"#, "/x"),
        (#"{"x": ["A", 1]}"#, "/x/1"), (#"{"x": ["A", "å"]}"#, "/x/1"),
    ])
    func `what is no list of a few HSA-ids is refused`(json: String, place: String) throws {
        #expect(try path { _ = try object(json).units("x", maximum: 2) } == place)
    }

    @Test func `a number is within its range`() throws {
        #expect(try object(#"{"x": 5}"#).number("x", in: 1...5) == 5)
        #expect(try xml("<x>5</x>").number("x", in: 1...5) == 5)
        #expect(try object(#"{"x": null}"#).number("x", in: 1...5) == nil)
        #expect(try object(#"{"x": 5.0}"#).number("x", in: 1...5) == 5)
        for json in [#"{"x": 0}"#, #"{"x": 6}"#, #"{"x": "5"}"#, #"{"x": true}"#] {
            #expect(try path { _ = try object(json).number("x", in: 1...5) } == "/x")
        }
    }

    @Test func `a moment has an offset, and must be there`() throws {
        let nine = Timestamp(rfc3339: "2026-11-22T08:00:00Z")
        #expect(try object(#"{"x": "2026-11-22T09:00:00+01:00"}"#).requiredMoment("x") == nine)
        for json in ["{}", #"{"x": "2026-11-22T09:00:00"}"#, #"{"x": "2026-11-22"}"#, #"{"x": 1}"#] {
            #expect(try path { _ = try object(json).requiredMoment("x") } == "/x")
        }
    }

    @Test func `a truth value may be left out, but nothing else may stand for it`() throws {
        #expect(try object("{}").boolean("x") == nil)
        #expect(try xml("<x>false</x>").boolean("x") == false)
        #expect(try path { _ = try object(#"{"x": "true"}"#).boolean("x") } == "/x")
        #expect(try path { _ = try object("{}").requiredBoolean("x") } == "/x")
    }

    @Test(arguments: [" ", "\\t\\n", "\\u00a0\\u2003"])
    func `a text of white space says nothing, so it is refused`(text: String) throws {
        #expect(try path { _ = try object("{\"x\": \"\(text)\"}").text("x", maximum: 9) } == "/x")
        #expect(try path { _ = try object("{\"x\": \"\(text)\"}").requiredSharedText("x", maximum: 9) } == "/x")
        #expect(try object("{\"x\": \"\(text)a\"}").text("x", maximum: 9) != nil)
    }

    @Test func `a list of texts is bounded, and each of them is a text without a person number`() throws {
        func texts(_ object: APIObject) throws -> [String] { try object.sharedTexts("x", count: 2, maximum: 20) }
        #expect(try texts(object(#"{"x": ["a", "b"]}"#)) == ["a", "b"])
        #expect(try texts(xml("<x><warning>a</warning></x>")) == ["a"])
        #expect(try texts(object(#"{"x": []}"#)).isEmpty)
        #expect(try texts(xml("")).isEmpty)
        #expect(try path { _ = try texts(object(#"{"x": ["a", "b", "c"]}"#)) } == "/x")
        #expect(try path { _ = try texts(object(#"{"x": "a"}"#)) } == "/x")
        for fault in [#""""#, #"" ""#, #""123456789012345678901""#, #""191212121212""#, "1"] {
            #expect(try path { _ = try texts(object(#"{"x": ["a", \#(fault)]}"#)) } == "/x/1", "\(fault)")
        }
    }

    @Test func `a member that comes twice is refused in both forms`() throws {
        #expect(try path { _ = try xml("<x>1</x><x>2</x>") } == "/*")
        #expect(try path { _ = try object(#"{"x": 1, "x": 2}"#) } == nil)
    }

    @Test func `an object inside tells its faults by the whole path`() throws {
        let inner = try #require(
            try object(#"{"x": {"name": "121212-1212", "on": 1}}"#).object("x", known: ["name", "on"]))
        #expect(try path { _ = try inner.sharedText("name", maximum: 200) } == "/x/name")
        #expect(try path { _ = try inner.text("name", maximum: 3) } == "/x/name")
        #expect(try path { _ = try inner.boolean("on") } == "/x/on")
        #expect(try path { _ = try inner.requiredSharedText("other", maximum: 3) } == "/x/other")
        #expect(try path { _ = try object(#"{"x": {"y": 1}}"#).object("x", known: ["z"]) } == "/x/*")
        #expect(try path { _ = try object(#"{"x": "text"}"#).object("x", known: ["z"]) } == "/x")
        #expect(try object("{}").object("x", known: []) == nil)
        #expect(try xml("<x><z>1</z></x>").object("x", known: ["z"])?["z"]?.integer == 1)
    }
}
