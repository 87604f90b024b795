import AccessControl
import Digests
@testable import GatewayService
import HTTPDoors
import HTTPTransport
import HTTPWire
import LinuxSystem
import Messages
import SampleWorld
import Telemetry
import Testing

/// What the log says of answers, by the ids that callers have.
struct RequestObservationTests {
    private static let token = "ehr-token-0123456789"
    private let written = Lines()
    private let table: DoorTable

    init() {
        let written = written
        let log = Log(minimum: .error, sink: { written.add($0) }, now: { 0 })
        let access = AccessTable(
            credentials: [Credential(system: .ehr, digest: SHA256.hash(Array(Self.token.utf8)))],
            grants: [.ehr: [Grant([.send], scope: .units([.ward]))]])
        table = DoorTable(
            [
                Door("GET", "/v1/things/{id}", access: .right(.send)) { call async throws(Rejection) in
                    switch call.parameters["id"] {
                    case "gone": throw .callerGone
                    case "busy": throw Rejection(.overloaded, "too much is waiting for the disk")
                    default: return APIAnswer.empty(status: 204, for: call)
                    }
                }
            ],
            reception: Reception(access: { access }, metrics: MetricsRegistry(), elapsed: { 0 }),
            requestIDs: RequestIDs(), observe: RequestObservation(log: log).observe)
    }

    private func head(_ headers: [(String, String)] = [], of thing: String = "1") throws -> HTTPRequestHead {
        try HTTPRequestHead(
            method: "GET", target: "/v1/things/\(thing)",
            headers: HTTPHeaders([("Authorization", "Bearer \(Self.token)")] + headers))
    }

    private func answer(to head: HTTPRequestHead) async -> HTTPResponse {
        switch table.admit(head, HTTPPeer(isLoopback: true, overUnixSocket: false)) {
        case .answer(let response), .answerLater(let response, _): response
        case .readBody(_, _, let then): await then([])
        }
    }

    @Test(arguments: [[], [("Vaxel-Request-Id", "mine-1")]])
    func `the 503 in the place of an answer is in the log under the id of both`(headers: [(String, String)])
        async throws
    {
        let head = try head(headers)
        let made = await answer(to: head)
        let id = try #require(made.headers.first("vaxel-request-id"))
        #expect(made.status == 204 && written.all.isEmpty)
        let refused = table.refuse(
            HTTPRefusal(status: 503, reason: "answers-in-flight", requestHead: head, withdrawn: made.headers))
        #expect(refused.status == 503 && refused.headers.first("vaxel-request-id") == id)
        #expect(
            written.all == [
                "1970-01-01T00:00:00.000000Z level=error event=http-answered method=GET door=/v1/things/{id} status=503 request=\(id)\n"
            ])
    }

    @Test func `a call whose caller has gone is no error in the log, and one for which there is too much to do is`()
        async throws
    {
        #expect(await answer(to: try head(of: "gone")).status == 503)
        #expect(written.all.isEmpty)
        #expect(await answer(to: try head(of: "busy")).status == 503)
        #expect(written.all.count == 1)
    }

    @Test func `what anybody can be refused for is no error in the log`() throws {
        for (status, reason) in [(503, "bodies-in-flight"), (501, "method-not-implemented")] {
            _ = table.refuse(HTTPRefusal(status: status, reason: reason, requestHead: try head()))
        }
        #expect(written.all.isEmpty)
    }
}

/// The lines of a log.
private final class Lines: Sendable {
    private let lines = Lock<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: [UInt8]) {
        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
}
