import HTTPTransport
import HTTPWire
import Telemetry
import Testing

/// What the client leaves to its caller: it follows nothing, remembers nothing, and goes nowhere else than it was told.
@Suite struct HTTPClientBoundsTests {
    /// A server that wants to be followed, and that tells what it was sent.
    private func withTempter(_ body: (HTTPServer, HTTPClient) async throws -> Void) async throws {
        let server = try HTTPServer.start(
            on: .tcp(host: "127.0.0.1", port: 0),
            service: HTTPService(
                admit: { head, _ in
                    guard head.path != "/moved" else {
                        return .answer(
                            HTTPResponse(
                                status: 302,
                                headers: HTTPHeaders([
                                    ("Location", "/else"), ("Set-Cookie", "a=b"), ("Cache-Control", "max-age=3600"),
                                ])))
                    }
                    let names = head.headers.lines.map { $0.name.lowercased() }.sorted()
                    return .answer(HTTPResponse(status: 200, body: Array(names.joined(separator: " ").utf8)))
                },
                refuse: { HTTPResponse(status: $0.status) }), log: .silent)
        do {
            try await body(server, HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
        } catch {
            await server.stop(grace: 0)
            throw error
        }
        await server.stop(grace: 0)
    }

    @Test func `a redirect is an answer and is not followed`() async throws {
        try await withTempter { _, client in
            let response = try await client.send(method: "GET", target: "/moved", within: 120)
            #expect(response.status == 302)
            #expect(response.headers.first("location") == "/else")
        }
    }

    @Test func `no cookie comes back, and nothing is added that tells of this machine`() async throws {
        try await withTempter { _, client in
            for _ in 0..<2 { _ = try await client.send(method: "GET", target: "/moved", within: 120) }
            let response = try await client.send(method: "GET", target: "/", within: 120)
            #expect(String(decoding: response.body, as: UTF8.self) == "host")
        }
    }

    @Test func `what may be cached is asked for again`() async throws {
        try await withServer { fixture in
            let client = HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: fixture.server.port))
            for _ in 0..<3 { _ = try await client.send(method: "GET", target: "/text", within: 120) }
            #expect(fixture.metrics.render().contains("vaxel_http_responses_total{class=\"2xx\"} 3\n"))
        }
    }

    @Test(arguments: [
        ("unix:/run/proxy.sock", HTTPEndpoint.unix("/run/proxy.sock")),
        ("http://127.0.0.1:80", .tcp(host: "127.0.0.1", port: 80)), ("unix:relative.sock", nil), ("unix:", nil),
        ("unix:/" + String(repeating: "x", count: 107), nil), ("https://127.0.0.1:443", nil),
    ])
    func `an endpoint is read from its address`(url: String, endpoint: HTTPEndpoint?) {
        #expect(HTTPEndpoint(url: url) == endpoint)
        if let endpoint { #expect(HTTPEndpoint(url: endpoint.url) == endpoint) }
    }
}
