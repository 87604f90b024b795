import Foundation
import HTTPTransport
import HTTPWire
import Testing

@Suite struct PublishingStub1177Tests {
    private let path = "/care-plans/\(PlanText.documentID)"

    private func put(_ text: String, to path: String? = nil, as type: String = "application/xml", _ stub: StubProcess)
        async throws -> HTTPResponse
    {
        try await stub.client.send(
            method: "PUT", target: path ?? self.path, headers: HTTPHeaders([("Content-Type", type)]),
            body: Array(text.utf8), within: 120)
    }

    private func get(_ target: String, _ stub: StubProcess) async throws -> HTTPResponse {
        try await stub.client.send(method: "GET", target: target, within: 120)
    }

    @Test func `a plan is published, replaced and withdrawn, and survives a restart`() async throws {
        try await withFolder { folder in
            let first = try await StubProcess.start(folder: folder)
            #expect(try await put(PlanText.valid, first).status == 201)
            let second = PlanText.changed((">Samordnad individuell plan<", ">Ny plan \"2\"<"))
            #expect(try await put(second, first).status == 200)
            #expect(try await get(path, first).body == Array(second.utf8))
            let list = try await get("/published", first)
            #expect(list.headers.first("content-type") == "application/json")
            let entries = try #require(try JSONSerialization.jsonObject(with: Data(list.body)) as? [[String: Any]])
            #expect(entries.count == 1)
            #expect(entries.first?["documentId"] as? String == PlanText.documentID)
            #expect(entries.first?["title"] as? String == "Ny plan \"2\"")
            #expect(entries.first?["typeOfCarePlan"] as? String == "SIP")
            #expect(entries.first?["careUnit"] as? String == "SE0000000001-HC01")
            #expect(entries.first?["withdrawn"] as? Bool == false)
            #expect((entries.first?["receivedAt"] as? String)?.count == 20)
            #expect(await first.stop() == (0, true))

            let again = try await StubProcess.start(folder: folder)
            #expect(try await get("/published", again).body == list.body)
            #expect(try await get(path, again).body == Array(second.utf8))
            #expect(try await again.client.send(method: "DELETE", target: path, within: 120).status == 204)
            #expect(try await again.client.send(method: "DELETE", target: path, within: 120).status == 204)
            #expect(try await get(path, again).status == 410)
            #expect(await again.stop(SIGINT) == (0, true))

            let last = try await StubProcess.start(folder: folder)
            #expect(text(try await get("/published", last)).contains("\"withdrawn\": true"))
            #expect(try await put(PlanText.valid, last).status == 200)
            #expect(text(try await get("/published", last)).contains("\"withdrawn\": false"))
        }
    }

    @Test func `of a withdrawn plan the disk keeps neither person nor content`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            func file() throws -> String {
                let names = try FileManager.default.contentsOfDirectory(atPath: folder)
                let name = try #require(names.first { $0.hasSuffix(".plan") })
                return try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            }
            _ = try await put(PlanText.valid, stub)
            #expect(try file().contains("191212121212"))
            _ = try await stub.client.send(method: "DELETE", target: path, within: 120)
            let kept = try file()
            #expect(!kept.contains("191212121212") && !kept.contains("TcOlbDogZ8Ol"))
            let listed = text(try await get("/published", stub))
            #expect(listed.contains("\"withdrawn\": true") && listed.contains("SE0000000001-HC01"))
            #expect(await stub.stop() == (0, true))
            let again = try await StubProcess.start(folder: folder)
            #expect(text(try await get("/published", again)) == listed)
        }
    }

    @Test func `a closed plan is shown as closed, with the day, and another is not`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            _ = try await put(PlanText.valid, stub)
            #expect(!text(try await get("/", stub)).contains("Avslutad"))
            let closed = PlanText.changed(
                (">Samordnad individuell plan<", ">Samordnad individuell plan – avslutad<"),
                ("<c:authorTime>20261120101500", "<c:authorTime>20261215093000"))
            #expect(try await put(closed, stub).status == 200)
            let page = text(try await get("/", stub))
            #expect(page.contains("<p class=\"closed\"><strong>Avslutad</strong> 2026-12-15 09:30</p>"))
            #expect(page.contains("<dd>2026-11-20 10:15</dd>"))
        }
    }

    @Test func `a killed program has what it answered`() async throws {
        try await withFolder { folder in
            let first = try await StubProcess.start(folder: folder)
            for number in 1...5 {
                let text = PlanText.changed((PlanText.documentID, "plan/\(number) å"))
                #expect(try await put(text, to: "/care-plans/plan%2F\(number)%20%C3%A5", first).status == 201)
            }
            #expect(await first.stop(SIGKILL).byItself == false)
            let second = try await StubProcess.start(folder: folder)
            for number in 1...5 {
                #expect(try await get("/care-plans/plan%2F\(number)%20%C3%A5", second).status == 200)
            }
        }
    }

    @Test func `the page shows plans as a citizen reads them and never raw`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            #expect(text(try await get("/", stub)).contains("Det finns inga planer att visa."))
            _ = try await put(
                PlanText.changed((">Samordnad individuell plan<", ">&lt;script&gt;alert(1)&lt;/script&gt;<")), stub)
            let html = Data("<b onclick=\"x()\">Stöd</b><script>alert(2)</script>".utf8).base64EncodedString()
            let other = PlanText.changed(
                (PlanText.documentID, "other"), ("text/plain", "text/html"), ("TcOlbDogZ8OlIHNqw6RsdiA8aT4=", html))
            #expect(try await put(other, to: "/care-plans/other", stub).status == 201)

            let page = try await get("/", stub)
            let shown = text(page)
            #expect(page.headers.first("content-type") == "text/html; charset=utf-8")
            #expect(page.headers.first("content-security-policy")?.contains("default-src 'none'") == true)
            #expect(shown.contains("<html lang=\"sv\">"))
            #expect(shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(shown.contains("Mål: gå själv &lt;i&gt;"))
            #expect(shown.contains("2026-11-20 10:15"))
            #expect(shown.contains("Vårdcentralen Norr &amp; Söder (SE0000000001-HC01)"))
            #expect(
                shown.contains(
                    "<iframe sandbox title=\"Planens innehåll\" srcdoc=\"&lt;b onclick=&quot;x()&quot;&gt;Stöd"))
            #expect(!shown.contains("<script"))
            #expect(!shown.contains("<b "))
            #expect(!shown.contains("191212121212"))

            _ = try await stub.client.send(method: "DELETE", target: path, within: 120)
            #expect(!text(try await get("/", stub)).contains("alert(1)"))
        }
    }

    @Test func `told to fail it fails so often and then takes`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder, "--fail-first", "2", "--delay", "1")
            #expect(try await put(PlanText.valid, stub).status == 503)
            #expect(try await put(PlanText.valid, stub).status == 503)
            #expect(text(try await get("/published", stub)) == "[]\n")
            #expect(try await put(PlanText.valid, stub).status == 201)
        }
    }

    @Test func `told to wait it waits`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder, "--delay", "300")
            let start = ContinuousClock.now
            #expect(try await put(PlanText.valid, stub).status == 201)
            #expect(ContinuousClock.now - start >= .milliseconds(300))
        }
    }

    @Test func `a file that cannot be read is passed over`() async throws {
        try await withFolder { folder in
            let first = try await StubProcess.start(folder: folder)
            #expect(try await put(PlanText.valid, first).status == 201)
            #expect(await first.stop() == (0, true))
            try FileManager.default.createDirectory(atPath: "\(folder)/00.plan", withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/01.plan", withDestinationPath: "/nonexistent")
            try Data("no plan".utf8).write(to: URL(fileURLWithPath: "\(folder)/02.plan"))

            let second = try await StubProcess.start(folder: folder)
            #expect(try await get(path, second).status == 200)
            #expect(await second.stop() == (0, true))
        }
    }

    @Test(arguments: [0o750, 0o701, 0o777])
    func `a folder that others can come into is refused`(permissions: Int) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: permissions])
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder)
            let result = try await StubProcess.run("--port", "0", "--data", folder)
            #expect(result.status == 1)
            #expect(result.output.contains("others can come into"))
        }
    }

    @Test func `it leaves no core dump`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            let limits = try String(contentsOfFile: "/proc/\(stub.processID)/limits", encoding: .utf8)
            let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
            #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
            #expect(await stub.stop() == (0, true))
        }
    }

    @Test func `what is no such call is answered so`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            #expect(try await get("/nothing", stub).status == 404)
            #expect(try await get("/care-plans/", stub).status == 404)
            #expect(try await get("/care-plans/unknown", stub).status == 404)
            #expect(
                try await stub.client.send(method: "DELETE", target: "/care-plans/unknown", within: 120).status == 404)
            let post = try await stub.client.send(method: "POST", target: path, within: 120)
            #expect(post.status == 405)
            #expect(post.headers.first("allow") == "GET, HEAD, PUT, DELETE")
            #expect(try await put(PlanText.valid, as: "application/json", stub).status == 415)
            #expect(try await put(PlanText.valid, as: "application/xml; charset=utf-16", stub).status == 415)
            let large = String(repeating: " ", count: 5 << 20)
            #expect(try await put(large, stub).status == 413)
            #expect(
                try await put(PlanText.valid, to: "/care-plans/" + String(repeating: "x", count: 101), stub).status
                    == 422)
        }
    }

    @Test func `with few descriptors more clients than there are places are served one after the other`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder, descriptors: 32)
            // Who rests gives its place to the next: more clients than there are places are served one after the other.
            let clients = (0..<60).map { _ in StubProcess.client(stub.port) }
            for client in clients {
                #expect(try await client.send(method: "GET", target: "/published", within: 120).status == 200)
            }
            #expect(await stub.stop() == (0, true))
        }
    }

    @Test func `the command line is read strictly`() async throws {
        let help = try await StubProcess.run("--help")
        #expect(help.status == 0)
        #expect(help.output.contains("usage: vaxel-1177-stub --port N --data DIR"))
        for arguments in [
            [], ["--port", "x", "--data", "d"], ["--port"], ["--port", "70000", "--data", "d"], ["--what"],
        ] {
            let result = try await StubProcess.run(arguments: arguments)
            #expect(result.status == 2)
            #expect(result.output.contains("usage:"))
        }
        #expect(try await StubProcess.run("--port", "0", "--data", "/proc/nothing/here").status == 1)
    }
}
