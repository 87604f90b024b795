import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import SampleWorld
import Testing

/// What a caller reads when it is refused.
///
/// Source: RFC 9457.
struct ProblemAnswerTests {
    private let located = Rejection(
        [
            Problem(.unknownReceiver, path: "/receivers/0", line: 7, detail: "the unit is not in the directory"),
            Problem(.sensitivityTooHigh, path: "/receivers/1", detail: "the unit takes sensitivity 1 at most"),
        ])

    private func answer(_ rejection: Rejection, _ form: WireForm = .json, swedish: Bool = false) -> HTTPResponse {
        ProblemAnswer.response(for: rejection, form: form, requestID: "8f3a-1", swedish: swedish)
    }

    @Test func `a problem in JSON`() throws {
        let answer = answer(try #require(located))
        #expect(answer.status == 422)
        #expect(answer.headers.first("content-type") == "application/problem+json")
        #expect(
            answer.text == """
                {"type":"urn:vaxel:problem:VX-1301","title":"\(RejectionCode.unknownReceiver.english)","status":422,\
                "detail":"the unit is not in the directory","code":"VX-1301","mendBy":"sender","requestId":"8f3a-1",\
                "errors":[{"path":"/receivers/0","line":7,"code":"VX-1301","detail":"the unit is not in the directory"},\
                {"path":"/receivers/1","code":"VX-1305","detail":"the unit takes sensitivity 1 at most"}]}
                """)
    }

    @Test func `the same problem in XML`() throws {
        let answer = answer(try #require(located), .xml)
        #expect(answer.headers.first("content-type") == "application/problem+xml")
        #expect(
            answer.text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <problem xmlns="urn:ietf:rfc:7807"><type>urn:vaxel:problem:VX-1301</type>\
                <title>\(RejectionCode.unknownReceiver.english)</title><status>422</status>\
                <detail>the unit is not in the directory</detail><code>VX-1301</code><mendBy>sender</mendBy>\
                <requestId>8f3a-1</requestId><errors><error><path>/receivers/0</path><line>7</line><code>VX-1301</code>\
                <detail>the unit is not in the directory</detail></error><error><path>/receivers/1</path>\
                <code>VX-1305</code><detail>the unit takes sensitivity 1 at most</detail></error></errors></problem>
                """)
    }

    @Test func `a problem without a place has no list of errors`() throws {
        #expect(try answer(Rejection(.notFound, "nothing is here")).value()["errors"] == nil)
    }

    @Test func `the title is in the caller's language, the detail in English`() throws {
        let rejection = Rejection(.notFound, "nothing is here")
        let swedish = answer(rejection, swedish: true)
        #expect(try swedish.value()["title"]?.text == RejectionCode.notFound.swedish)
        #expect(try swedish.value()["detail"]?.text == "nothing is here")
        #expect(swedish.headers.first("content-language") == "sv")
        #expect(answer(rejection).headers.first("content-language") == "en")
    }

    @Test(arguments: RejectionCode.all.filter { !$0.isWarning })
    func `every code is answered with its status, in both forms and languages`(code: RejectionCode) throws {
        for form in WireForm.allCases {
            let answer = answer(Rejection(code, "d"), form, swedish: form == .xml)
            #expect(answer.status == code.status)
            #expect(answer.headers.first("vaxel-request-id") == "8f3a-1")
            #expect(answer.headers.first("cache-control") == "no-store")
            // A store that stands still waits for a person.
            let retry =
                [.storeHeld, .storeReadOnly].contains(code) ? "60" : [429: "5", 503: "5", 507: "60"][code.status]
            #expect(answer.headers.first("retry-after") == retry)
            #expect(answer.text.contains(code.text))
        }
    }

    @Test(arguments: [
        (RejectionCode.notIdentified, "www-authenticate", "Bearer realm=\"vaxel\""),
        (.credentialUnknown, "www-authenticate", "Bearer realm=\"vaxel\", error=\"invalid_token\""),
        (.mediaTypeUnsupported, "accept", "application/json, application/xml, text/xml"),
        (.contentEncodingUnsupported, "accept-encoding", "identity"),
        (.limitReached, "retry-after", "5"), (.overloaded, "retry-after", "5"), (.diskFull, "retry-after", "60"),
    ])
    func `a refusal says what would be taken instead`(code: RejectionCode, header: String, value: String) {
        #expect(answer(Rejection(code, "d")).headers.first(header) == value)
        for other in ["www-authenticate", "accept", "accept-encoding", "retry-after"] where other != header {
            #expect(answer(Rejection(code, "d")).headers.first(other) == nil)
        }
    }

    @Test func `where the time is known, the refusal tells it`() {
        for code in [RejectionCode.limitReached, .overloaded, .diskFull] {
            let answer = ProblemAnswer.response(
                for: Rejection(code, "d"), form: .json, requestID: "8f3a-1", retryAfter: 17)
            #expect(answer.headers.all("retry-after") == ["17"])
        }
    }

    @Test(arguments: [
        (400, 400), (408, 408), (413, 413), (414, 414), (417, 417), (431, 431), (501, 501), (503, 503), (505, 505),
        (418, 400),
    ])
    func `what the protocol refuses keeps its status`(status: Int, answered: Int) {
        #expect(RejectionCode(httpStatus: status).status == answered)
    }
}

extension RejectionCode: CustomTestStringConvertible {
    public var testDescription: String { text }
}
