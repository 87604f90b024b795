import AccessControl
import Digests
@testable import GatewayService
import HTTPDoors
import HTTPTransport
import HTTPWire
import MessageFormats
import Messages
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// From a request's head to its door, or to the reason why not, before a byte of the body is read.
struct DoorTableTests {
    private static let token = "ehr-token-0123456789"
    private let observed = Tally()
    private let table: DoorTable

    init() {
        let observed = observed
        let echo: Door.Answerer = { call async throws(Rejection) in
            guard call.body != Array("refuse".utf8) else { throw Rejection(.messageIDConflict, "no") }
            let value = APIValue.object([
                ("id", .text(call.parameters["id"] ?? "-")), ("system", .text(call.identity.system.text)),
                ("bytes", .integer(call.body.count)),
            ])
            return APIAnswer.response(status: 200, root: "echo", value, for: call)
        }
        let access = AccessTable(
            credentials: [Credential(system: .ehr, digest: SHA256.hash(Array(Self.token.utf8)))],
            grants: [.ehr: [Grant([.send], scope: .units([.ward]))]], certificates: ["SE0000000001-EHR": .ehr])
        table = DoorTable(
            [
                Door("GET", "/open", access: .open, answer: echo),
                Door("GET", "/inside", access: .local, answer: echo),
                Door(
                    "GET", "/v1/things/{id}", access: .anyRight([.send, .operate]),
                    answers: [DoorAnswer(200, "Something.", .object(.problem))], answer: echo),
                Door("POST", "/v1/things/{id}", access: .right(.send), bodyLimit: 7, answer: echo),
                Door("POST", "/v1/operate", access: .right(.operate), answer: echo),
                Door("POST", "/v1/settle", access: .right(.send)) { call async throws(Rejection) in
                    guard call.body.isEmpty else { throw Rejection(.messageIDConflict, "no") }
                    return APIAnswer.empty(status: 204, for: call)
                },
            ],
            reception: Reception(access: { access }, metrics: MetricsRegistry(), elapsed: { 0 }),
            requestIDs: RequestIDs(), observe: { _, _, _, _, _ in observed.add() })
    }

    private func head(_ method: String, _ target: String, _ headers: [(String, String)]) throws -> HTTPRequestHead {
        try HTTPRequestHead(method: method, target: target, headers: HTTPHeaders(headers))
    }

    private func ask(
        _ method: String, _ target: String, token: String? = Self.token, _ headers: [(String, String)] = [],
        body: String = "", overUnixSocket: Bool = false
    ) async throws -> (response: HTTPResponse, isBodyRead: Bool) {
        let all = headers + (token.map { [("Authorization", "Bearer \($0)")] } ?? [])
        let peer = HTTPPeer(isLoopback: true, overUnixSocket: overUnixSocket)
        switch table.admit(try head(method, target, all), peer) {
        case .answer(let response), .answerLater(let response, _): return (response, false)
        case .readBody(_, _, let then): return (await then(Array(body.utf8)), true)
        }
    }

    private func code(_ response: HTTPResponse) throws -> String? { try response.value()["code"]?.text }

    // MARK: To the door

    @Test func `a request reaches its door with what stands in its places`() async throws {
        let (response, _) = try await ask("POST", "/v1/things/a%2Fb", body: "1234567")
        #expect(response.status == 200)
        #expect(response.text == #"{"id":"a/b","system":"ehr","bytes":7}"#)
    }

    @Test func `a door's limit of the body is given to the server`() throws {
        let head = try head("POST", "/v1/things/1", [("Authorization", "Bearer \(Self.token)")])
        guard case .readBody(let limit, _, _) = table.admit(head, HTTPPeer(isLoopback: true, overUnixSocket: false))
        else {
            Issue.record("the request was not admitted")
            return
        }
        #expect(limit == 7)
    }

    @Test func `HEAD is led to the door of GET`() async throws {
        let (response, isBodyRead) = try await ask("HEAD", "/v1/things/1")
        #expect(response.status == 200)
        #expect(isBodyRead)
    }

    @Test func `an open door asks for no token and sees nobody in particular`() async throws {
        #expect(try await ask("GET", "/open", token: nil).response.text.contains("(anonymous)"))
        #expect(try await ask("GET", "/open", token: "of-nobody-0123456789").response.text.contains("(anonymous)"))
    }

    @Test func `a query does not change the door`() async throws {
        #expect(try await ask("GET", "/open?x=1", token: nil).response.status == 200)
    }

    // MARK: Refused from the head

    @Test(arguments: ["/", "/v1", "/v1/things", "/v1/things/1/2", "/v1/things/1/", "/V1/things/1", "/open/"])
    func `a path without a door is not found, with or without a token`(path: String) async throws {
        for token in [Self.token, nil] {
            let (response, isBodyRead) = try await ask("GET", path, token: token)
            #expect(response.status == 404)
            #expect(!isBodyRead)
        }
    }

    @Test func `a method without a door is told which there are`() async throws {
        let things = try await ask("DELETE", "/v1/things/1", token: nil)
        #expect(things.response.status == 405)
        #expect(things.response.headers.first("allow") == "GET, HEAD, POST")
        #expect(!things.isBodyRead)
        #expect(try await ask("GET", "/v1/operate").response.headers.first("allow") == "POST")
        #expect(try await ask("HEAD", "/v1/operate").response.status == 405)
    }

    @Test func `without a token, with two and with an unknown one it is 401, each for its reason`() async throws {
        let missing = try await ask("GET", "/v1/things/1", token: nil)
        #expect(missing.response.status == 401)
        #expect(missing.response.headers.first("www-authenticate") == "Bearer realm=\"vaxel\"")
        #expect(!missing.isBodyRead)
        #expect(try code(missing.response) == RejectionCode.notIdentified.text)
        let two = try await ask("GET", "/v1/things/1", [("authorization", "Bearer \(Self.token)")])
        #expect(two.response.status == 401)
        let unknown = try await ask("GET", "/v1/things/1", token: "ehr-token-0123456780")
        #expect(unknown.response.status == 401)
        #expect(try code(unknown.response) == RejectionCode.credentialUnknown.text)
        #expect(!unknown.response.text.contains("0123456780"))
    }

    @Test func `a certificate's HSA-id is who calls, on the proxy's socket only`() async throws {
        let header = [("Vaxel-Client-HSA-ID", "SE0000000001-EHR")]
        let known = try await ask("GET", "/v1/things/1", token: nil, header, overUnixSocket: true)
        #expect(known.response.text.contains(#""system":"ehr""#))
        let spoofed = try await ask("GET", "/v1/things/1", token: nil, header)
        #expect(spoofed.response.status == 401)
        #expect(!spoofed.isBodyRead)
        #expect(try code(spoofed.response) == RejectionCode.certificateNotTrustedHere.text)
        // A proxy that is set up wrong is noticed even if a token comes too.
        #expect(try code(try await ask("GET", "/v1/things/1", header).response) == "VX-1411")
    }

    @Test func `a token beside a certificate is refused`() async throws {
        let header = [("Vaxel-Client-HSA-ID", "SE0000000001-EHR")]
        let (response, _) = try await ask("GET", "/v1/things/1", header, overUnixSocket: true)
        #expect(response.status == 401)
        #expect(try code(response) == RejectionCode.twoCredentials.text)
    }

    @Test func `a certificate on a person number is told which one to choose, and the number is not repeated`()
        async throws
    {
        let headers = [("Vaxel-Client-HSA-ID", "191212121212"), ("Accept-Language", "sv")]
        let (response, _) = try await ask("GET", "/v1/things/1", token: nil, headers, overUnixSocket: true)
        #expect(response.status == 401)
        #expect(try code(response) == RejectionCode.certificateOnPersonNumber.text)
        #expect(response.text.contains("börjar med SE"))
        #expect(!response.text.contains("1212"))
    }

    @Test func `on the proxy's socket nobody is still nobody, and an empty header says nothing`() async throws {
        for headers in [[], [("Vaxel-Client-HSA-ID", "")]] {
            let (response, _) = try await ask("GET", "/v1/things/1", token: nil, headers, overUnixSocket: true)
            #expect(try code(response) == RejectionCode.notIdentified.text)
        }
    }

    @Test func `what is for this machine is not there for who comes through the proxy`() async throws {
        #expect(try await ask("GET", "/inside").response.status == 200)
        #expect(try await ask("GET", "/inside", overUnixSocket: true).response.status == 404)
    }

    @Test func `without the right it is 403, before the body`() async throws {
        let (response, isBodyRead) = try await ask("POST", "/v1/operate")
        #expect(response.status == 403)
        #expect(!isBodyRead)
        #expect(try code(response) == RejectionCode.rightMissing.text)
    }

    @Test func `a refusal of the door itself is a problem with the request's id`() async throws {
        let (response, isBodyRead) = try await ask("POST", "/v1/things/1", body: "refuse")
        #expect(isBodyRead)
        #expect(response.status == 409)
        #expect(try response.value()["requestId"]?.text == response.headers.first("vaxel-request-id"))
    }

    @Test func `every answer is observed once`() async throws {
        for (method, target) in [("GET", "/open"), ("GET", "/none"), ("PUT", "/open"), ("POST", "/v1/operate")] {
            _ = try await ask(method, target)
        }
        #expect(observed.count == 4)
    }

    @Test func `every request has an id of its own`() async throws {
        let first = try await ask("GET", "/open").response.headers.first("vaxel-request-id")
        let second = try await ask("GET", "/open").response.headers.first("vaxel-request-id")
        #expect(first != nil && first != second)
    }

    @Test func `a request keeps the id that its client gave it`() async throws {
        let given = [("Vaxel-Request-Id", "epj-4711.a_B")]
        for (target, status) in [("/open", 200), ("/none", 404)] {
            let answer = try await ask("GET", target, given).response
            #expect(answer.status == status)
            #expect(answer.headers.first("vaxel-request-id") == "epj-4711.a_B")
        }
    }

    // What no standard knows never gets here: see HTTPWire.RequestLine.
    @Test(arguments: ["PATCH", "OPTIONS", "TRACE"]) func `a method that leads nowhere is not allowed`(
        method: String
    ) async throws {
        #expect(try await ask(method, "/open").response.status == 405)
        #expect(try await ask(method, "/none").response.status == 404)
    }

    // MARK: Forms and languages

    @Test(arguments: [
        ([String](), "application/json"),
        (["*/*"], "application/json"),
        (["application/json"], "application/json"),
        (["application/xml"], "application/xml"),
        (["text/xml"], "text/xml"), (["text/xml, application/xml;q=0.9"], "text/xml"),
        (["text/xml;q=0.9, application/xml"], "application/xml"),
        (["application/*"], "application/json"),
        (["application/xml, application/json;q=0.9"], "application/xml"),
        (["application/xml;q=0.1, application/json;q=0.2"], "application/json"),
        (["application/json;q=0, */*"], "application/xml"),
        (["text/html, application/xml;q=0.9, */*;q=0.8"], "application/xml"),
        (["text/html", "application/xml"], "application/xml"),
        (["application/json; charset=utf-8"], "application/json"),
        (["application/xml;charset=\"UTF-8\""], "application/xml"),
        (["APPLICATION/XML"], "application/xml"),
        (["text/*"], "text/xml"),
        (["*/*;q=0.1"], "application/json"),
        (["application/xml;q=0.001"], "application/xml"),
        (["*/*, application/json;q=0.5"], "application/xml"),
        (["garbage, application/xml"], "application/xml"),
        ([""], "application/json"),
    ])
    func `the answer is in the form that is wanted most`(accept: [String], type: String) async throws {
        let (response, _) = try await ask("GET", "/v1/things/1", accept.map { ("Accept", $0) })
        #expect(response.headers.first("content-type") == type)
    }

    @Test func `who names no form gets that of what was sent`() async throws {
        for accept in [[], [("Accept", "*/*")], [("Accept", "*/*;q=0.8")], [("Accept", "application/*")]] {
            let xml = try await ask("POST", "/v1/things/1", [("Content-Type", "text/xml")] + accept)
            #expect(xml.response.headers.first("content-type") == "application/xml")
        }
    }

    @Test func `a door without login answers whatever is asked for`() async throws {
        #expect(try await ask("GET", "/open", token: nil, [("Accept", "text/plain")]).response.status == 200)
    }

    @Test(arguments: [
        ("sv", true), ("sv-SE, en;q=0.5", true), ("en, sv;q=0.9", false), ("sv;q=0.1, en;q=0.2", false), ("SV", true),
        ("en", false), ("de", false), ("*", false), ("sv, *;q=0.5", true), ("svx", false), ("sv;q=0", false),
    ])
    func `a problem is in the language that is wanted most`(languages: String, swedish: Bool) async throws {
        let answer = try await ask("GET", "/none", [("Accept-Language", languages)]).response
        #expect(answer.headers.first("content-language") == (swedish ? "sv" : "en"))
    }

    @Test(arguments: [
        "text/html", "image/png", "text/plain", "application/json; charset=iso-8859-1", "application/json;q=0",
        "application/xml;q=0, application/json;q=0",
    ])
    func `who wants neither form is told so, before the body`(accept: String) async throws {
        let (response, isBodyRead) = try await ask("POST", "/v1/things/1", [("Accept", accept)])
        #expect(response.status == 406)
        #expect(!isBodyRead)
        #expect(response.headers.first("content-type") == "application/problem+json")
    }

    @Test(arguments: ["application/problem+json", "application/problem+xml", "application/problem+xml, text/html"])
    func `who wants problems alone gets no answers, but calls that have none`(accept: String) async throws {
        let wanted = String(accept.prefix { $0 != "," })
        let refused = try await ask("GET", "/v1/things/1", [("Accept", accept)]).response
        #expect(refused.status == 406 && refused.headers.first("content-type") == wanted)
        #expect(try await ask("POST", "/v1/settle", [("Accept", accept)]).response.status == 204)
        let problem = try await ask("POST", "/v1/settle", [("Accept", accept)], body: "x").response
        #expect(problem.status == 409 && problem.headers.first("content-type") == wanted)
    }

    @Test func `a problem is in the form that is wanted, and in Swedish for who wants that`() async throws {
        let headers = [("Accept", "application/xml"), ("Accept-Language", "sv-SE, en;q=0.5")]
        let (response, _) = try await ask("GET", "/none", headers)
        #expect(response.headers.first("content-type") == "application/problem+xml")
        #expect(response.text.contains(RejectionCode.notFound.swedish))
        #expect(try await ask("GET", "/none").response.text.contains(RejectionCode.notFound.english))
    }

    @Test(arguments: HTTPProblem.allCases)
    func `every reason of the protocol is told by its status, its code and its name`(problem: HTTPProblem) throws {
        let refused = table.refuse(
            HTTPRefusal(status: problem.status, reason: problem.rawValue, requestHead: nil))
        let codes: [Int: RejectionCode] = [
            400: .malformedRequest, 414: .uriTooLong, 417: .expectationFailed, 431: .headTooLarge,
            501: .notImplemented, 505: .versionNotSupported,
        ]
        #expect(refused.status == problem.status)
        #expect(try code(refused) == codes[problem.status]?.text)
        #expect(refused.text.contains(problem.rawValue))
    }

    @Test func `what is no request by the rules of HTTP is a problem too`() throws {
        let refused = table.refuse(HTTPRefusal(status: 413, reason: "body-too-large", requestHead: nil))
        #expect(refused.status == 413)
        #expect(try code(refused) == RejectionCode.bodyTooLarge.text)
        let xml = table.refuse(
            HTTPRefusal(status: 400, reason: "x", requestHead: try head("POST", "/", [("Accept", "text/xml")])))
        #expect(xml.headers.first("content-type") == "application/problem+xml")
    }
}
