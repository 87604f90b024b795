import Foundation
import GatewayService
import LinuxSystem
import TestSupport
import Testing

/// The real proxies with the configurations of `deploy/`: whose certificate is good is who calls, and nobody else is.
@Suite(.serialized)
struct ClientCertificateTests {
    private static let queue = "/v1/queues/\(Journey.ward)/leases?wait=0"
    /// What one certificate may have under way here; a hundred in `deploy/`.
    private static let callsAtOnce = 3

    /// A gateway whose `ehr` has a certificate, and a proxy before it; the story calls the proxy.
    private func withProxy(
        _ kind: ProxyWorld.Kind, _ story: (Journey, ProxyWorld) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let world = try await ProxyWorld(folder.path, host: "vaxel.example.se")
        for name in ["ehr", "revoked"] {
            try await world.authority.issue(name, subject: "/serialNumber=SE0000000001-EHR/CN=Journal")
        }
        try await world.authority.revoke("revoked")
        try await Journey.run(adjust: { configuration in
            configuration.listen.proxySocket = .init(path: "\(folder.path)/gateway.sock", proxy: .current)
            try? Self.enterCertificate(in: configuration.directory)
        }) { journey in
            let proxy = try await Self.start(kind, world)
            defer { withExtendedLifetime(proxy) {} }
            try await world.waitForProxy(as: "ehr")
            try await story(journey, world)
        }
    }

    private static func start(_ kind: ProxyWorld.Kind, _ world: ProxyWorld) async throws -> MachineProgram.Running {
        let paths = [
            ("/etc/vaxel/tls/client-ca.crt", "\(world.authority.folder)/ca.crt"),
            ("/etc/vaxel/tls/client-ca.crl", "\(world.authority.folder)/ca.crl"),
            ("/etc/vaxel/tls/", "\(world.authority.folder)/"), ("/run/vaxel/", "\(world.folder)/"),
        ]
        switch kind {
        case .nginx:
            return try await world.startNginx(
                ["vaxel.conf"],
                paths: paths + [
                    ("limit_conn vaxel_clients 100;", "limit_conn vaxel_clients \(callsAtOnce);"),
                    ("    listen 443 ssl;\n    listen [::]:443 ssl;", "    listen unix:\(world.outside) ssl;"),
                ])
        case .haproxy:
            return try await world.startHAProxy(
                paths: paths + [
                    ("sc0_conn_cur gt 100 ", "sc0_conn_cur gt \(callsAtOnce) "),
                    ("bind :443 ", "bind unix@\(world.outside) "),
                ])
        }
    }

    static func enterCertificate(in directory: String) throws {
        let text = try String(contentsOfFile: directory, encoding: .utf8)
        let entered = text.replacing(
            "{ \"name\": \"ehr\",", with: "{ \"name\": \"ehr\", \"certificates\": [\"SE0000000001-ehr\"],")
        try FileBytes.replace(directory, with: Array(entered.utf8))
    }

    @Test(
        .enabled(if: ProxyWorld.Kind.nginx.isInstalled, "nginx, openssl or curl is not installed"),
        .timeLimit(.minutes(30)))
    func `nginx lets in whom it knows`() async throws {
        try await withProxy(.nginx) { journey, world in
            // What nginx would keep on its disk before the gateway sees it has a bound.
            let body = String(repeating: "x", count: 2_000)
            #expect(try await world.call("POST", "/livez", as: "ehr", body: body).status == 413)
            try await expectTheRightOneOnly(journey, world)
        }
    }

    @Test(
        .enabled(if: ProxyWorld.Kind.haproxy.isInstalled, "haproxy, openssl or curl is not installed"),
        .timeLimit(.minutes(30)))
    func `HAProxy lets in whom it knows`() async throws {
        try await withProxy(.haproxy, expectTheRightOneOnly)
    }

    private func expectTheRightOneOnly(_ journey: Journey, _ world: ProxyWorld) async throws {
        try await expectTheRightCertificateWorks(world)
        try await expectOtherCertificatesAreRefused(world)
        try await expectForgeriesAreNotBelieved(journey, world)
        try await expectOldProtocolsAreRefused(world)
        try await expectNobodyTakesAll(world)
    }

    private func expectTheRightCertificateWorks(_ world: ProxyWorld) async throws {
        let message = try SampleMessage("AdmissionNotice.json")
        let type = "Content-Type: application/json"
        let posted = try await world.call("POST", "/v1/messages", as: "ehr", headers: [type], body: message.text)
        #expect(posted.status == 202)
        #expect(try await world.call("GET", "/v1/messages/\(message.id)", as: "ehr").status == 200)
        let other = try await world.call("POST", "/v1/queues/\(Journey.social)/leases?wait=0", as: "ehr")
        #expect(other.status == 403)
        // What is for the operators of this machine stays inside.
        for path in ["/metrics", "/", "/v2/messages"] {
            #expect(try await world.call("GET", path, as: "ehr").status == 404, "\(path)")
        }
    }

    private func expectOtherCertificatesAreRefused(_ world: ProxyWorld) async throws {
        let stranger = try await TestAuthority("\(world.folder)/stranger")
        try await stranger.issue("forged", subject: "/serialNumber=SE0000000001-EHR/CN=Journal")
        try await world.authority.issue(
            "expired", subject: "/serialNumber=SE0000000001-EHR/CN=Journal", isExpired: true)
        // nginx says 400 after the handshake, HAProxy ends the handshake.
        for answer in [
            try await world.call("POST", Self.queue, as: "forged", of: stranger),
            try await world.call("POST", Self.queue, as: "expired"),
            try await world.call("POST", Self.queue, as: "revoked"), try await world.call("POST", Self.queue, as: nil),
        ] {
            #expect([0, 400].contains(answer.status) && answer.json["code"].text == nil)
        }
        // These are good certificates of persons and systems that have no right to call.
        for (name, subject, code) in [
            ("unknown", "/serialNumber=SE0000000009-X/CN=Journal", "VX-1402"),
            ("person", "/serialNumber=191212121212/CN=Tolvan Tolvansson", "VX-1410"),
            ("none", "/CN=Journal", "VX-1401"),
            ("sly", "/O=x,serialNumber=SE0000000001-EHR/CN=a\\+serialNumber=SE0000000001-EHR", "VX-1401"),
        ] {
            try await world.authority.issue(name, subject: subject)
            let answer = try await world.call("POST", Self.queue, as: name)
            #expect(answer.status == 401 && answer.json["code"].text == code, "\(name): \(answer)")
            #expect(answer.json["detail"].text?.contains("1212") == false)
        }
        // In either order, since a reader may take the first or the last.
        for ids in [["SE0000000001-EHR", "SE0000000009-X"], ["SE0000000009-X", "SE0000000001-EHR"]] {
            let subject = ids.map { "/serialNumber=\($0)" }.joined()
            try await world.authority.issue("two-\(ids[0])", subject: "\(subject)/CN=Journal")
            #expect([401, 403].contains(try await world.call("POST", Self.queue, as: "two-\(ids[0])").status))
        }
        let swedish = try await world.call("POST", Self.queue, as: "person", headers: ["Accept-Language: sv"])
        #expect(swedish.json["title"].text?.contains("börjar med SE") == true)
    }

    private func expectForgeriesAreNotBelieved(_ journey: Journey, _ world: ProxyWorld) async throws {
        let forged = "Vaxel-Client-HSA-ID: SE0000000001-EHR"
        for name in ["unknown", "none"] {
            let through = try await world.call("POST", Self.queue, as: name, headers: [forged])
            #expect(through.status == 401, "\(name)")
        }
        // The right one does not become another by a header either.
        let other = ["Vaxel-Client-HSA-ID: SE0000000009-X"]
        #expect(try await world.call("POST", Self.queue, as: "ehr", headers: other).status == 204)
        let token = "Authorization: Bearer \(try journey.token(of: "municipal"))"
        let both = try await world.call("POST", Self.queue, as: "ehr", headers: [token])
        #expect(both.status == 401 && both.json["code"].text == "VX-1408")
        let beside = APIClient(port: journey.port, token: nil)
        let direct = try await beside.call(
            "POST", Self.queue, headers: [("Vaxel-Client-HSA-ID", "SE0000000001-EHR")])
        #expect(direct.status == 401 && direct.json["code"].text == "VX-1411")
    }

    private func expectOldProtocolsAreRefused(_ world: ProxyWorld) async throws {
        // The client would; so that it is the proxy that will not.
        for (version, status) in [("1.2", 200), ("1.1", 0), ("1.0", 0)] {
            let options = ["--tlsv1.0", "--tls-max", version, "--ciphers", "DEFAULT@SECLEVEL=0"]
            #expect(
                try await world.call("GET", "/livez", as: "ehr", options: options).status == status, "TLS \(version)")
        }
    }

    private func expectNobodyTakesAll(_ world: ProxyWorld) async throws {
        try await world.authority.issue("other", subject: "/serialNumber=SE0000000009-X/CN=Journal")
        var polls: [MachineProgram.Running] = []
        defer { withExtendedLifetime(polls) {} }
        var answer = try await world.call("GET", "/livez", as: "ehr")
        // A poll that comes while the call takes the last place is refused itself, so that there have to be more of them.
        while answer.status == 200, polls.count < 20 * Self.callsAtOnce {
            polls.append(try world.hold("POST", "/v1/queues/\(Journey.ward)/leases?wait=60", as: "ehr"))
            answer = try await world.call("GET", "/livez", as: "ehr")
        }
        #expect(answer.status == 429 && answer.json["code"].text == "VX-1529")
        #expect(try await world.call("GET", "/livez", as: "other").status == 200)
    }

    @Test(
        .enabled(if: ProxyWorld.Kind.nginx.isInstalled, "nginx, openssl or curl is not installed"),
        .timeLimit(.minutes(30)))
    func `nginx says in the form of the API that the gateway is away`() async throws {
        try await expectProblemWithoutGateway(.nginx, status: 502)
    }

    @Test(
        .enabled(if: ProxyWorld.Kind.haproxy.isInstalled, "haproxy, openssl or curl is not installed"),
        .timeLimit(.minutes(30)))
    func `HAProxy says in the form of the API that the gateway is away`() async throws {
        try await expectProblemWithoutGateway(.haproxy, status: 503)
    }

    private func expectProblemWithoutGateway(_ kind: ProxyWorld.Kind, status: Int) async throws {
        let folder = TemporaryFolder()
        let world = try await ProxyWorld(folder.path, host: "vaxel.example.se")
        try await world.authority.issue("ehr", subject: "/serialNumber=SE0000000001-EHR/CN=Journal")
        try await world.authority.issue("revoked", subject: "/CN=Journal")
        try await world.authority.revoke("revoked")
        let proxy = try await Self.start(kind, world)
        defer { withExtendedLifetime(proxy) {} }
        let answer = try await eventually("the proxy") {
            let answer = try await world.call("GET", "/livez", as: "ehr")
            return answer.status == 0 ? nil : answer
        }
        #expect(answer.status == status && answer.json["status"].number == status)
    }
}
