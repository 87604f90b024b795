import Foundation
import GatewayService
import Glibc
import HTTPTransport
import TestSupport
import Testing

/// Plans go to 1177 over a proxy on this machine and TLS with a client certificate, by the configuration of `deploy/`.
@Suite(.serialized)
struct OutboundProxyTests {
    private static let host = "1177.example.se"
    private static let isInstalled = MachineProgram.all("nginx", "openssl", "curl")

    /// A service behind TLS that takes only clients with a certificate, and the proxy to it; both are one nginx.
    ///
    /// - Parameter address: where the proxy listens; nil for its Unix socket.
    private func startProxy(
        _ world: ProxyWorld, at address: String? = nil, to port: Int, trusting authority: String
    ) async throws -> MachineProgram.Running {
        let tls = world.authority.folder
        let socket = "listen unix:/run/vaxel-1177/1177.sock;"
        return try await world.startNginx(
            ["vaxel-1177.conf"],
            paths: [
                (socket, address.map { "listen \($0);" } ?? socket),
                ("server \(Self.host):443;", "server unix:\(world.outside);"),
                ("/run/vaxel-1177/", "\(world.folder)/"),
                ("/etc/vaxel/tls/1177-client", "\(tls)/vaxel"), ("/etc/vaxel/tls/1177-ca.crt", authority),
            ],
            more: """
                server {
                    listen unix:\(world.outside) ssl;
                    ssl_certificate \(tls)/server.crt;
                    ssl_certificate_key \(tls)/server.key;
                    ssl_verify_client on;
                    ssl_client_certificate \(tls)/ca.crt;
                    location / { proxy_pass http://127.0.0.1:\(port); proxy_set_header Host $host; }
                }
                """)
    }

    @Test(
        .enabled(if: isInstalled, "nginx, openssl or curl is not installed"), .timeLimit(.minutes(30)),
        arguments: [false, true])
    func `a plan reaches 1177 over TLS with the gateway's certificate`(overTCP: Bool) async throws {
        let folder = TemporaryFolder()
        let world = try await ProxyWorld(folder.path, host: Self.host)
        try await world.authority.issue("vaxel", subject: "/serialNumber=SE0000000001-VAXEL/CN=Vaxel")
        let stub = try await BuiltProgram.start(
            "vaxel-1177-stub", ["--port", "0", "--data", "\(folder.path)/1177"], log: "\(folder.path)/1177.log")
        // Of the many addresses of this machine one that no other test listens on.
        let host = "127.\(UInt8.random(in: 1...254)).\(UInt8.random(in: 1...254)).77"
        let proxy = try await startProxy(
            world, at: overTCP ? "\(host):18443" : nil, to: stub.port,
            trusting: "\(world.authority.folder)/server.crt")
        defer { withExtendedLifetime(proxy) {} }
        let endpoint = overTCP ? HTTPEndpoint.tcp(host: host, port: 18_443) : .unix("\(folder.path)/1177.sock")
        try await Journey.run(adjust: { $0.publisher.endpoint = endpoint }) { journey in
            #expect(try await journey.ehr.send(try SampleMessage("SipEstablished.json")).status == 202)
            let published = APIClient(port: stub.port, token: nil)
            let plans = try await eventually("the plan at 1177") {
                let plans = try await published.get("/published").json.items
                return plans.isEmpty ? nil : plans
            }
            #expect(plans.count == 1)
        }
        // Without a certificate the service lets nobody in, so that the plan above came with one.
        let stranger = try await world.call("GET", "/published", as: nil, host: Self.host)
        #expect(stranger.status == 400)
        _ = await stub.end(SIGTERM)
    }

    @Test(.enabled(if: isInstalled, "nginx, openssl or curl is not installed"), .timeLimit(.minutes(30)))
    func `a plan waits while the gateway's certificate has run out, and goes out with a new one`() async throws {
        let folder = TemporaryFolder()
        let world = try await ProxyWorld(folder.path, host: Self.host)
        let stub = try await BuiltProgram.start(
            "vaxel-1177-stub", ["--port", "0", "--data", "\(folder.path)/1177"], log: "\(folder.path)/1177.log")
        let published = APIClient(port: stub.port, token: nil)
        let subject = "/serialNumber=SE0000000001-VAXEL/CN=Vaxel"
        let trusted = "\(world.authority.folder)/server.crt"
        try await Journey.run(adjust: { $0.publisher.endpoint = .unix("\(folder.path)/1177.sock") }) { journey in
            let operations = try journey.operations
            do {
                try await world.authority.issue("vaxel", subject: subject, isExpired: true)
                let proxy = try await startProxy(world, to: stub.port, trusting: trusted)
                defer { withExtendedLifetime(proxy) {} }
                let client = APIClient(socket: "\(folder.path)/1177.sock")
                #expect(try await eventually("the proxy") { try? await client.get("/").status } == 400)
                #expect(try await journey.ehr.send(try SampleMessage("SipEstablished.json")).status == 202)
                _ = try await eventually("the outage, or a dead letter") {
                    let queue = try await operations.get("/v1/queues/publisher1177").json
                    let dead = try await operations.get("/v1/dead-letters").json["deadLetters"].items
                    return queue["outage"]["failures"].number ?? 0 > 2 || !dead.isEmpty ? true : nil
                }
            }
            #expect(try await operations.get("/v1/dead-letters").json["deadLetters"].items.isEmpty)
            try FileManager.default.removeItem(atPath: "\(folder.path)/1177.sock")
            try FileManager.default.removeItem(atPath: world.outside)
            try await world.authority.issue("vaxel", subject: subject)
            let proxy = try await startProxy(world, to: stub.port, trusting: trusted)
            defer { withExtendedLifetime(proxy) {} }
            _ = try await eventually("the plan at 1177") {
                try await published.get("/published").json.items.isEmpty ? nil : true
            }
        }
        _ = await stub.end(SIGTERM)
    }

    @Test(.enabled(if: isInstalled, "nginx, openssl or curl is not installed"), .timeLimit(.minutes(30)))
    func `a service whose certificate is not by the named authority gets nothing`() async throws {
        let folder = TemporaryFolder()
        let world = try await ProxyWorld(folder.path, host: Self.host)
        try await world.authority.issue("vaxel", subject: "/serialNumber=SE0000000001-VAXEL/CN=Vaxel")
        let served = try FixedGateway(["/published": "[]"])
        let proxy = try await startProxy(world, to: served.port, trusting: "\(world.authority.folder)/ca.crt")
        defer { withExtendedLifetime(proxy) {} }
        let client = APIClient(socket: "\(folder.path)/1177.sock")
        let status = try await eventually("the proxy") { try? await client.get("/published").status }
        #expect(status == 502)
        await served.stop()
    }
}
