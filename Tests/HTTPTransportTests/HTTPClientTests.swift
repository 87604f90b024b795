import HTTPTransport
import HTTPWire
import LinuxSystem
import Synchronization
import Telemetry
import Testing

@Suite struct HTTPClientTests {
    private func client(of fixture: ServerFixture, _ limits: HTTPClientLimits = HTTPClientLimits()) -> HTTPClient {
        HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: fixture.server.port), limits: limits)
    }

    @Test func `an exchange brings status, headers and body`() async throws {
        try await withServer { fixture in
            let client = client(of: fixture)
            let echo = try await client.send(method: "POST", target: "/echo", body: Array("hello".utf8), within: 120)
            #expect(echo.status == 200)
            #expect(echo.body == Array("hello".utf8))
            #expect(echo.headers.first("content-length") == "5")
            let head = try await client.send(method: "HEAD", target: "/text", within: 120)
            #expect(head.body.isEmpty)
            let missing = try await client.send(method: "GET", target: "/else", within: 120)
            #expect(missing.status == 404)
        }
    }

    @Test func `exchanges in a row share a connection, concurrent ones do not`() async throws {
        try await withServer { fixture in
            let client = client(of: fixture)
            let gauge = fixture.metrics.gauge(name: "vaxel_http_connections", help: "")
            for _ in 0..<5 { _ = try await client.send(method: "GET", target: "/text", within: 120) }
            #expect(gauge.value == 1)
            async let waiting = client.send(method: "POST", target: "/wait", within: 120)
            await fixture.started.wait()
            _ = try await client.send(method: "GET", target: "/text", within: 120)
            #expect(gauge.value == 2)
            fixture.release.happen()
            let waited = try await waiting
            #expect(waited.status == 200)
        }
    }

    @Test func `a connection that the server closed is replaced`() async throws {
        try await withServer({ $0.idleSeconds = 0.03 }) { fixture in
            let client = client(of: fixture)
            let gauge = fixture.metrics.gauge(name: "vaxel_http_connections", help: "")
            for method in ["GET", "POST", "PUT"] {
                let response = try await client.send(method: method, target: "/echo", within: 120)
                #expect(response.status == 200)
                while gauge.value > 0 { await Task.yield() }
            }
        }
    }

    @Test func `a large response comes whole and a larger one is refused`() async throws {
        try await withServer { fixture in
            let response = try await client(of: fixture).send(method: "GET", target: "/big", within: 120)
            #expect(response.body.count == 8 << 20)
            var limits = HTTPClientLimits()
            limits.responseBytes = 1_000
            await #expect(throws: TransportFailure.responseTooLarge) {
                try await client(of: fixture, limits).send(method: "GET", target: "/big", within: 120)
            }
        }
    }

    @Test func `a connection goes on after answers that had to wait for their reader`() async throws {
        try await withServer { fixture in
            let client = client(of: fixture)
            for _ in 0..<20 {
                let large = try await client.send(method: "GET", target: "/big", within: 120)
                #expect(large.body.count == 8 << 20)
                let small = try await client.send(method: "GET", target: "/text", within: 120)
                #expect(small.status == 200)
            }
            #expect(fixture.metrics.gauge(name: "vaxel_http_connections", help: "").value == 1)
        }
    }

    @Test func `a server that refuses and closes at once is heard or known to be lost`() async throws {
        try await withServer({ $0.connections = 1 }) { fixture in
            let first = client(of: fixture)
            async let waited = first.send(method: "GET", target: "/wait", within: 120)
            await fixture.started.wait()
            for _ in 0..<50 {
                do throws(TransportFailure) {
                    let refusal = try await client(of: fixture).send(method: "GET", target: "/text", within: 120)
                    #expect(refusal.status == 503)
                } catch {
                    switch error {
                    case .connectionLost, .cannotConnect: break
                    default: Issue.record("\(error)")
                    }
                }
            }
            fixture.release.happen()
            let answer = try await waited
            #expect(answer.status == 200)
        }
    }

    @Test func `the deadline ends an exchange`() async throws {
        try await withServer { fixture in
            let client = client(of: fixture)
            // On a connection that is there the request goes out before the deadline is looked at, whatever the load.
            _ = try await client.send(method: "GET", target: "/text", within: 120)
            await #expect(throws: TransportFailure.timedOut(requestSent: true)) {
                try await client.send(method: "POST", target: "/wait", within: 0.05)
            }
            await fixture.cancelled.wait()
        }
    }

    @Test func `cancelling the task ends an exchange`() async throws {
        try await withServer { fixture in
            let client = client(of: fixture)
            let task = Task { try await client.send(method: "POST", target: "/wait", within: 120) }
            await fixture.started.wait()
            task.cancel()
            await #expect(throws: TransportFailure.cancelled(requestSent: true)) { try await task.value }
            await fixture.cancelled.wait()
        }
    }

    @Test func `a server that is not there is told from one that does not answer`() async throws {
        let fixture = try ServerFixture()
        let client = client(of: fixture)
        await fixture.stop()
        await #expect(throws: TransportFailure.cannotConnect(SystemError(call: "connect", code: 111))) {
            try await client.send(method: "GET", target: "/", within: 120)
        }
        let nowhere = HTTPClient(endpoint: .unix("/nonexistent/socket"))
        await #expect(throws: TransportFailure.cannotConnect(SystemError(call: "connect", code: 2))) {
            try await nowhere.send(method: "GET", target: "/", within: 120)
        }
    }

    @Test func `a request that cannot be written is not sent`() async throws {
        await #expect(throws: TransportFailure.requestUnwritable(.targetMalformed)) {
            try await HTTPClient(endpoint: .unix("/x")).send(method: "GET", target: "/ö", within: 120)
        }
    }
}
