import MessageFormats
import Messages
import Testing

@Suite struct APIDocumentTests {
    private let leases = APIValue.object([
        (
            "deliveries",
            .list(
                item: "delivery",
                [
                    .object([
                        ("attempt", .integer(1)), ("replayed", .boolean(false)), ("why", .text("a < \"b\"")),
                        ("next", .null),
                    ])
                ])
        ),
        ("none", .list(item: "x", [])),
    ])

    @Test func `a body is written as JSON and as XML with the same names`() {
        let document = APIDocument(root: "leases", leases)
        #expect(
            text(document.bytes(as: .json))
                == #"{"deliveries":[{"attempt":1,"replayed":false,"why":"a < \"b\"","next":null}],"none":[]}"#)
        #expect(
            text(document.bytes(as: .xml))
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<leases xmlns=\"urn:vaxel:api:1\"><deliveries><delivery>"
                + "<attempt>1</attempt><replayed>false</replayed><why>a &lt; &quot;b&quot;</why></delivery></deliveries>"
                + "<none></none></leases>")
    }

    @Test func `a problem has the namespace of problem details`() {
        let document = APIDocument(root: "problem", namespace: .problem, .object([("status", .integer(404))]))
        #expect(
            text(document.bytes(as: .xml)).hasSuffix(
                "<problem xmlns=\"urn:ietf:rfc:7807\"><status>404</status></problem>"))
    }

    @Test func `a message is itself inside a body`() throws {
        let message = try Sample(path: "valid/AdmissionNotice.json").read().message
        let document = APIDocument(root: "delivery", .object([("message", .message(message))]))
        #expect(text(document.bytes(as: .json)).hasPrefix("{\"message\":{\"messageId\":"))
        let root = try WireNode.read(document.bytes(as: .xml), as: .xml)
        guard case .element(let inner)? = root["message"]?.content else {
            Issue.record("there is no element message")
            return
        }
        #expect(inner.namespace == "urn:vaxel:message:1")
    }

    @Test func `a body is read from both forms`() throws {
        let json = try read(#"{"units": ["A", "B"], "max": 10, "all": true, "note": null}"#, .json)
        let xml = try read(
            "<q xmlns=\"urn:vaxel:api:1\"><units><unit>A</unit><unit>B</unit></units><max>10</max><all>true</all></q>",
            .xml)
        for value in [json, xml] {
            #expect(value["units"]?.items?.compactMap(\.text) == ["A", "B"])
            #expect(value["max"]?.integer == 10)
            #expect(value["all"]?.boolean == true)
            #expect(value["note"] == nil)
        }
        #expect(json["max"]?.text == nil && json["units"]?.text == nil)
        #expect(json.members?.map(\.name) == ["units", "max", "all", "note"])
        #expect(try read("\"10\"", .json).integer == nil)
        #expect(try read("{\"a\": 1}", .json).items == nil)
    }

    @Test func `a broken body is refused with its code`() {
        for (body, form) in [
            ("{\"a\":1,\n\"a\":2}", WireForm.json), ("{\n\"a\":1.5}", .json), ("\n<a xmlns=\"urn:other\"/>", .xml),
            ("\n<a/>", .xml),
        ] {
            let rejection = #expect(throws: Rejection.self) { try read(body, form) }
            #expect(rejection?.first.code == .requestBodyInvalid && rejection?.first.line == 2, "\(body)")
        }
        #expect(throws: Rejection(.emptyBody)) { try read("", .json) }
    }

    private func read(_ body: String, _ form: WireForm) throws -> APIValue {
        try APIDocument.read(Array(body.utf8), as: form)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
