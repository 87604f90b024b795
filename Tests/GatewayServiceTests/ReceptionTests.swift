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
import TestSupport
import Testing

/// Who is let in, who waits, and who is told later each time.
struct ReceptionTests {
    private static let token = "ehr-token-0123456789"
    private let metrics = MetricsRegistry()
    private let time = ManualClock()
    private let reception: Reception
    private let door = Door("POST", "/v1/things", access: .right(.send), bodyLimit: 100) {
        call async throws(Rejection) in APIAnswer.empty(status: 204, for: call)
    }

    init() {
        let clock = time.clock
        let access = AccessTable(
            credentials: [Credential(system: .ehr, digest: SHA256.hash(Array(Self.token.utf8)))],
            grants: [.ehr: [Grant([.send], scope: .everywhere)]],
            limits: [.ehr: SystemLimits(requestsPerSecond: 2, bytesPerMinute: 600)],
            certificates: ["SE0000000001-EHR": .ehr])
        reception = Reception(
            access: { access }, metrics: metrics, elapsed: { Double(clock.bootNanoseconds()) / 1e9 })
    }

    private func head(_ token: String?, _ headers: [(String, String)] = []) throws -> HTTPRequestHead {
        try HTTPRequestHead(
            method: "POST", target: "/v1/things",
            headers: HTTPHeaders(headers + (token.map { [("Authorization", "Bearer \($0)")] } ?? [])))
    }

    private func peer(_ last: UInt8 = 1) -> HTTPPeer {
        HTTPPeer(isLoopback: false, overUnixSocket: false, network: [192, 0, 2, last])
    }

    private func refusal(_ token: String?, _ headers: [(String, String)] = [], from peer: HTTPPeer) throws
        -> Reception.Refusal
    {
        let head = try head(token, headers)
        return try #require(#expect(throws: Reception.Refusal.self) { try reception.receive(head, peer, at: door) })
    }

    @Test func `chunks count when the body that they were of never becomes whole`() throws {
        let chunked = try head(Self.token, [("Transfer-Encoding", "chunked")])
        let identity = try reception.receive(chunked, peer(), at: door)
        let owner = try #require(reception.owner(ofBodyOf: chunked, by: identity))
        #expect(owner.name == "ehr")
        owner.unfinished?(600)
        #expect(try refusal(Self.token, [("Content-Length", "1")], from: peer()).rejection.first.code == .limitReached)
        let announced = try head(Self.token, [("Content-Length", "7")])
        #expect(
            try #require(reception.owner(ofBodyOf: announced, by: identity)).unfinished == nil,
            "it was counted when it was announced"
        )
    }

    @Test func `who guesses waits longer each time, who has said nothing does not`() throws {
        #expect(try refusal("of-nobody-0123456789", from: peer()).delay == 0.05)
        #expect(try refusal("short", from: peer()).delay == 0.1)
        #expect(try refusal("of-nobody-0123456789", from: peer()).delay == 0.2)
        #expect(try refusal(nil, from: peer()).delay == 0)
        let text = metrics.render()
        #expect(text.contains("vaxel_failed_identifications_total{reason=\"unknown\"} 2"))
        #expect(text.contains("vaxel_failed_identifications_total{reason=\"malformed\"} 1"))
        #expect(text.contains("vaxel_failed_identifications_total{reason=\"missing\"} 1"))
    }

    @Test func `who comes through the proxy is not held back for what others behind it have done`() throws {
        let proxy = HTTPPeer(isLoopback: true, overUnixSocket: true)
        for _ in 1...3 { #expect(try refusal("of-nobody-0123456789", from: proxy).delay == 0) }
        #expect(try refusal(nil, [("Vaxel-Client-HSA-ID", "SE0000000001-NONE")], from: proxy).delay == 0)
        #expect(try refusal("short", from: peer()).delay == 0.05)
    }

    @Test(arguments: [
        ("SE0000000001-NONE", "certificate-unknown"), ("SE1, SE2", "certificate-malformed"),
        ("191212121212", "certificate-on-person-number"),
    ])
    func `a certificate that lets nobody in is counted`(certificate: String, reason: String) throws {
        let proxy = HTTPPeer(isLoopback: true, overUnixSocket: true)
        _ = try refusal(nil, [("Vaxel-Client-HSA-ID", certificate)], from: proxy)
        #expect(metrics.render().contains("vaxel_failed_identifications_total{reason=\"\(reason)\"} 1"))
    }

    @Test func `a certificate beside a token is counted, and so is one that did not come from the proxy`() throws {
        let certificate = [("Vaxel-Client-HSA-ID", "SE0000000001-EHR")]
        _ = try refusal(Self.token, certificate, from: HTTPPeer(isLoopback: true, overUnixSocket: true))
        #expect(try refusal(nil, certificate, from: peer()).delay == 0)
        let text = metrics.render()
        #expect(text.contains("vaxel_failed_identifications_total{reason=\"two-credentials\"} 1"))
        #expect(text.contains("vaxel_failed_identifications_total{reason=\"certificate-not-trusted-here\"} 1"))
    }

    @Test func `a system has the same limits by certificate as by token`() throws {
        let proxy = HTTPPeer(isLoopback: true, overUnixSocket: true)
        let head = try head(nil, [("Vaxel-Client-HSA-ID", "SE0000000001-EHR")])
        for _ in 1...2 { _ = try reception.receive(head, proxy, at: door) }
        #expect(try refusal(Self.token, from: peer()).rejection.first.code == .limitReached)
    }

    @Test func `an honest caller of the same address is let in at once`() throws {
        for _ in 1...20 { _ = try refusal("of-nobody-0123456789", from: peer()) }
        #expect(try reception.receive(head(Self.token), peer(), at: door).system == .ehr)
    }

    @Test func `calls beyond the limit are told when to come again`() throws {
        for _ in 1...2 { _ = try reception.receive(head(Self.token), peer(), at: door) }
        let refusal = try refusal(Self.token, from: peer())
        #expect(refusal.rejection.first.code == .limitReached)
        #expect(refusal.retryAfter == 1)
        #expect(refusal.delay == 0)
        #expect(metrics.render().contains("vaxel_limited_calls_total 1"))
        time.advance(seconds: 1)
        _ = try reception.receive(head(Self.token), peer(), at: door)
    }

    @Test func `bytes beyond the limit too, announced or not, but none that the door would not take`() throws {
        let huge = try head(Self.token, [("Content-Length", "1000000000")])
        _ = try reception.receive(huge, peer(), at: door)
        let chunked = try head(Self.token, [("Transfer-Encoding", "chunked")])
        let identity = try reception.receive(chunked, peer(), at: door)
        reception.note([UInt8](repeating: 0, count: 700), of: chunked, by: identity)
        time.advance(seconds: 1)
        // 600 less 100 less 700 plus 10 of this second leaves 190 owed, at 10 a second.
        #expect(try refusal(Self.token, from: peer()).retryAfter == 20)
        time.advance(seconds: 20)
        _ = try reception.receive(head(Self.token), peer(), at: door)
    }

    @Test func `doors without login count for nobody`() throws {
        let open = Door("GET", "/livez", access: .open) { call async throws(Rejection) in
            APIAnswer.empty(status: 204, for: call)
        }
        let request = try head("of-nobody-0123456789")
        for _ in 1...10 {
            #expect(try reception.receive(request, peer(), at: open) == .anonymous)
        }
        #expect(
            reception.owner(ofBodyOf: request, by: .anonymous)?.name == nil, "they share one part with all strangers")
        #expect(metrics.render().contains("vaxel_failed_identifications_total{reason=\"unknown\"} 0"))
    }
}
