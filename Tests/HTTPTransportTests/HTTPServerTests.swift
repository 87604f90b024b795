import HTTPTransport
import HTTPWire
import LinuxSystem
import Telemetry
import Testing

@Suite struct HTTPServerTests {
    private static let end = "\r\n\r\n"

    private func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    private func post(_ path: String, _ body: String, _ more: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\(more)\r\n\(body)"
    }

    @Test func `one connection serves many requests`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            for number in 1...5 {
                await client.send(get("/text?n=\(number)"))
                let answer = await client.receive(through: "text \(number)")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\nDate: "))
                #expect(answer.contains("\r\nConnection: keep-alive\r\nContent-Length: 6\r\n\r\n"))
            }
        }
    }

    @Test func `a client that says close is closed`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(get("/text", "Connection: close\r\n"))
            #expect(await client.receiveToEnd().contains("\r\nConnection: close\r\n"))
        }
    }

    @Test func `an answer that is held back comes in its turn and is the last, and holds up nobody else`() async throws
    {
        try await withServer { fixture in
            let held = try fixture.client()
            await held.send(get("/later?seconds=3600"))
            let other = try fixture.client()
            await other.send(get("/text?n=1") + get("/later?seconds=0.01") + get("/text?n=2"))
            let answers = await other.receiveToEnd()
            #expect(answers.contains("text 1HTTP/1.1 401 ") && answers.hasSuffix("later"))
            #expect(answers.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test(arguments: [false, true])
    func `a client that sends no more waits for an answer that is held back as all do`(isPipelined: Bool) async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            let begin = ContinuousClock.now
            await client.send((isPipelined ? get("/text?n=1") : "") + get("/later?seconds=0.3"))
            client.finishSending()
            let answers = await client.receiveToEnd()
            #expect(answers.hasSuffix("later"))
            #expect(begin.duration(to: .now) >= .milliseconds(300))
        }
    }

    @Test func `stopping does not wait for answers that are held back`() async throws {
        let fixture = try ServerFixture { $0.lingerSeconds = 0.2 }
        let gone = try fixture.client()
        let waiting = try fixture.client()
        for client in [gone, waiting] {
            await client.send(get("/text?n=1") + get("/later?seconds=3600"))
            _ = await client.receive(through: "text 1")
        }
        gone.finishSending()
        await fixture.server.stop(grace: 20)
        #expect(await gone.receiveToEnd().hasPrefix("HTTP/1.1 401 "))
        #expect(await waiting.receiveToEnd().hasPrefix("HTTP/1.1 401 "))
    }

    @Test func `a handler that has waited goes on where it began`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            for _ in 0..<20 {
                await client.send(get("/thread"))
                #expect(await client.receive(through: "!").hasSuffix("same!"))
            }
        }
    }

    @Test func `a handler that outlives its server comes to its end all the same`() async throws {
        let fixture = try ServerFixture()
        let client = try fixture.client()
        await client.send(get("/stubborn"))
        await fixture.started.wait()
        await fixture.stop()
        fixture.release.happen()
        await fixture.ended.wait()
    }

    @Test func `an old client is served and closed`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send("GET /text HTTP/1.0\r\n\r\n")
            #expect(await client.receiveToEnd().hasSuffix("text "))
        }
    }

    @Test func `a body comes whole, by length and in chunks`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(post("/echo", "one"))
            #expect(await client.receive(through: "one").contains("200 OK"))
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntw")
            await client.send("\r\n1;x=y\r\no\r\n0\r\n\r\n")
            #expect(await client.receive(through: "two").contains("Content-Length: 3"))
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(get("/text?n=1") + post("/echo", "second") + get("/text?n=3") + get("/text?n=4"))
            let answers = await client.receive(through: "text 4")
            let places = ["text 1", "second", "text 3", "text 4"].map { answers.firstRange(of: $0)?.lowerBound }
            #expect(places.allSatisfy { $0 != nil })
            #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        }
    }

    @Test func `a pipeline whose client sends no more is still answered`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(post("/echo", "first") + get("/text?n=2"))
            client.finishSending()
            let answers = await client.receiveToEnd()
            #expect(answers.contains("first"))
            #expect(answers.hasSuffix("text 2"))
        }
    }

    @Test func `a client that expects 100-continue gets it before its body`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            #expect(await client.receive(through: Self.end) == "HTTP/1.1 100 Continue\r\n\r\n")
            await client.send("body")
            #expect(await client.receive(through: "body").hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func `a client that expects 100-continue is refused instead`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n\r\n")
            let answer = await client.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.hasSuffix("body-too-large /echo"))
        }
    }

    @Test func `HEAD has the headers of GET and no body`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send("HEAD /text?n=1 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/text?n=2"))
            let answers = await client.receive(through: "text 2")
            #expect(answers.contains("Content-Length: 6\r\n\r\nHTTP/1.1 200 OK"))
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "400 ", "host-missing -"),
        ("GET / HTTP/3.0\r\n\r\n", "505 ", "version-not-supported -"),
        ("BREW / HTTP/1.1\r\n\r\n", "501 ", "method-not-implemented -"),
        ("GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 9_000) + "\r\n\r\n", "431 ", "header-line-too-long -"),
        ("GET /" + String(repeating: "x", count: 9_000) + " HTTP/1.1\r\n", "414 ", "target-too-long -"),
        (
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "400 ",
            "chunk-size-malformed /echo"
        ),
    ])
    func `what is no request is refused and closed`(request: String, status: String, text: String) async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(request + "GET /text HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await client.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 " + status))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix(text))
        }
    }

    @Test(arguments: [
        ("HEAD / HTTP/1.1\r\n\r\n", "400 ", "host-missing -"),
        ("HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", "417 ", "expectation-unknown -"),
        (
            "HEAD / HTTP/1.1\r\nX: " + String(repeating: "x", count: 9_000) + "\r\n\r\n", "431 ",
            "header-line-too-long -"
        ),
        ("HEAD /" + String(repeating: "x", count: 9_000) + " HTTP/1.1\r\n", "414 ", "target-too-long -"),
        ("HEAD /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n", "413 ", "body-too-large /echo"),
    ])
    func `a refused HEAD has the headers and no content`(request: String, status: String, text: String) async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(request + "GET /text HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await client.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 " + status))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("\r\nContent-Length: \(text.utf8.count)\r\n\r\n"))
        }
    }

    @Test func `a head that does not end is refused with 408`() async throws {
        try await withServer({ $0.headSeconds = 2 }) { fixture in
            let client = try fixture.client()
            await client.send("GET / HT")
            #expect(await client.receiveToEnd().hasPrefix("HTTP/1.1 408 "))
            let asking = try fixture.client()
            await asking.send("HEAD / HT")
            #expect(await asking.receiveToEnd().hasSuffix("\r\nContent-Length: 14\r\n\r\n"))
        }
    }

    @Test func `a body that does not end is refused with 408`() async throws {
        try await withServer({ $0.bodySeconds = 0.05 }) { fixture in
            let client = try fixture.client()
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo")
            let answer = await client.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
            #expect(answer.hasSuffix("body-timeout /echo"))
        }
    }

    @Test func `an idle connection is closed without a word`() async throws {
        try await withServer({ $0.idleSeconds = 0.05 }) { fixture in
            let client = try fixture.client()
            await client.send(get("/text?n=1"))
            #expect(await client.receiveToEnd().hasSuffix("text 1"))
        }
    }

    @Test func `too many bytes are refused with 413, announced or not`() async throws {
        try await withServer { fixture in
            let announced = try fixture.client()
            await announced.send(post("/echo", String(repeating: "x", count: 1_001)))
            #expect(await announced.receiveToEnd().hasPrefix("HTTP/1.1 413 "))
            let chunked = try fixture.client()
            await chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<11 { await chunked.send("64\r\n" + String(repeating: "x", count: 100) + "\r\n") }
            #expect(await chunked.receiveToEnd().hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func `bodies beyond the budget are refused with 503 until there is room`() async throws {
        try await withServer({ $0.bodyBytesInFlight = 1_000 }) { fixture in
            let first = try fixture.client()
            await first.send(post("/wait", String(repeating: "x", count: 900)))
            await fixture.started.wait()
            let second = try fixture.client()
            await second.send(post("/echo", String(repeating: "x", count: 200)))
            let refusal = await second.receiveToEnd()
            #expect(refusal.hasPrefix("HTTP/1.1 503 "))
            #expect(refusal.contains("\r\nRetry-After: 7\r\n"))
            fixture.release.happen()
            #expect(await first.receive(through: "waited").contains("200 OK"))
            let third = try fixture.client()
            await third.send(post("/echo", String(repeating: "x", count: 200)))
            #expect(await third.receive(through: "xxx").contains("200 OK"))
        }
    }

    @Test func `a body that is announced and does not come leaves room for others`() async throws {
        try await withServer({ $0.bodyBytesInFlight = 1_000 }) { fixture in
            let announcing = try fixture.client()
            await announcing.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\nExpect: 100-continue\r\n\r\n")
            _ = await announcing.receive(through: Self.end)
            let sending = try fixture.client()
            await sending.send(post("/echo", String(repeating: "x", count: 900)))
            #expect(await sending.receive(through: "xxx").contains("200 OK"))
        }
    }

    @Test func `the client sees the answer to a body that is not read`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(post("/no", String(repeating: "x", count: 4 << 20)))
            let answer = await client.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 401 "))
            #expect(answer.hasSuffix("no"))
        }
    }

    @Test func `a client that goes away cancels its request`() async throws {
        try await withServer { fixture in
            do {
                let client = try fixture.client()
                await client.send(post("/wait", ""))
                await fixture.started.wait()
            }
            await fixture.cancelled.wait()
        }
    }

    @Test func `a large answer waits for a slow reader`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(get("/big", "Connection: close\r\n"))
            #expect(await client.receive(count: .max) > 8 << 20)
        }
    }

    @Test func `a reader that takes nothing is closed`() async throws {
        try await withServer({ $0.writeSeconds = 0.05 }) { fixture in
            let client = try fixture.client()
            await client.send(get("/big"))
            await waitForAnswerAndClose(fixture)
            #expect(await client.receive(count: .max) < 8 << 20)
        }
    }

    @Test func `a reader that was waited for gives its descriptor back`() async throws {
        let fixture = try ServerFixture(descriptors: 2)
        let client = try fixture.client()
        for _ in 0..<3 {
            await client.send(get("/big"))
            #expect(await client.receive(count: 8 << 20) >= 8 << 20)
            await client.send(get("/text?n=1"))
            #expect(await client.receive(through: "text 1").contains("200 OK"))
        }
        await fixture.stop()
    }

    private func waitForAnswerAndClose(_ fixture: ServerFixture) async {
        let answers = fixture.metrics.counter(
            name: "vaxel_http_responses_total", help: "", labels: [("class", "2xx")])
        let connections = fixture.metrics.gauge(name: "vaxel_http_connections", help: "")
        while answers.value == 0 || connections.value > 0 { await Task.yield() }
    }

    private func count(_ name: String, in fixture: ServerFixture) -> Int {
        fixture.metrics.counter(name: name, help: "").value
    }

    @Test func `more connections than allowed are answered 503 while all have requests`() async throws {
        try await withServer({ $0.connections = 1 }) { fixture in
            let first = try fixture.client()
            await first.send(post("/wait", ""))
            await fixture.started.wait()
            let second = try fixture.client()
            await second.send(get("/text?n=2"))
            #expect(await second.receiveToEnd().hasPrefix("HTTP/1.1 503 "))
            #expect(count("vaxel_http_unaccepted_clients_total", in: fixture) == 1)
            fixture.release.happen()
            #expect(await first.receive(through: "waited").contains("200 OK"))
        }
    }

    @Test func `for a new client that connection is closed which has rested longest`() async throws {
        try await withServer({ $0.connections = 3 }) { fixture in
            let running = try fixture.client()
            await running.send(post("/wait", ""))
            await fixture.started.wait()
            var resting: [RawClient] = []
            for number in 1...2 {
                let client = try fixture.client()
                await client.send(get("/text?n=\(number)"))
                _ = await client.receive(through: "text \(number)")
                resting.append(client)
            }
            let new = try fixture.client()
            await new.send(get("/text?n=3"))
            #expect(await new.receive(through: "text 3").contains("200 OK"))
            #expect(await resting[0].receiveToEnd() == "")
            await resting[1].send(get("/text?n=4"))
            #expect(await resting[1].receive(through: "text 4").contains("200 OK"))
            fixture.release.happen()
            #expect(await running.receive(through: "waited").contains("200 OK"))
            #expect(count("vaxel_http_given_up_connections_total", in: fixture) == 1)
            #expect(count("vaxel_http_unaccepted_clients_total", in: fixture) == 0)
        }
    }

    @Test func `clients of TCP cannot take the places of a Unix socket`() async throws {
        let path = "/tmp/vaxel-test-\(UInt64.random(in: 0...UInt64.max)).sock"
        let fixture = try ServerFixture(and: .unix(path, for: .current)) { $0.connections = 4 }
        var running: [RawClient] = []
        for _ in 0..<3 {
            let client = try fixture.client()
            await client.send(post("/wait", ""))
            running.append(client)
        }
        let connections = fixture.metrics.gauge(name: "vaxel_http_connections", help: "")
        while connections.value < 3 { await Task.yield() }
        let turnedAway = try fixture.client()
        #expect(await turnedAway.receiveToEnd().hasPrefix("HTTP/1.1 503 "))
        let proxy = try RawClient(path: path)
        await proxy.send(get("/peer"))
        #expect(await proxy.receive(through: "unix true").contains("200 OK"))
        fixture.release.happen()
        await fixture.stop()
    }

    @Test func `stopping lets a running request end and closes idle ones`() async throws {
        // The client stays open after its answer; it is all read then, so that closing soon harms nobody.
        let fixture = try ServerFixture { $0.lingerSeconds = 0.2 }
        let idle = try fixture.client()
        await idle.send(get("/text?n=1"))
        _ = await idle.receive(through: "text 1")
        let running = try fixture.client()
        await running.send(post("/wait", ""))
        await fixture.started.wait()
        async let stopped: Void = fixture.server.stop(grace: 120)
        #expect(await idle.receiveToEnd() == "")
        let late = try fixture.client()
        #expect(late.isReset, "nobody can connect any more")
        fixture.release.happen()
        let answer = await running.receiveToEnd()
        #expect(answer.contains("\r\nConnection: close\r\n"))
        #expect(answer.hasSuffix("waited"))
        await stopped
    }

    @Test func `a second stop returns no sooner than the first, also when it is to wait for nothing`() async throws {
        let fixture = try ServerFixture { $0.lingerSeconds = 0.2 }
        let running = try fixture.client()
        await running.send(post("/wait", ""))
        await fixture.started.wait()
        let isEnding = Signal()
        let first = Task { await fixture.server.stop(grace: 120) { isEnding.happen() } }
        await isEnding.wait()
        // Begins here and now, so that one that does not wait has come to its end before the request may.
        let second = Task.immediate {
            await fixture.stop()
            return fixture.metrics.gauge(name: "vaxel_http_connections", help: "").value
        }
        fixture.release.happen()
        #expect(await running.receiveToEnd().hasSuffix("waited"))
        #expect(await second.value == 0)
        await first.value
    }

    @Test func `stopping cuts off what does not end in time`() async throws {
        let fixture = try ServerFixture()
        let client = try fixture.client()
        await client.send(post("/wait", ""))
        await fixture.started.wait()
        await fixture.server.stop(grace: 0.05)
        await fixture.cancelled.wait()
        #expect(await client.receiveToEnd() == "")
    }

    @Test func `a Unix socket is served and its file removed`() async throws {
        let path = "/tmp/vaxel-test-\(UInt64.random(in: 0...UInt64.max)).sock"
        let fixture = try ServerFixture(on: .unix(path, for: .current))
        let client = try RawClient(path: path)
        await client.send(get("/peer"))
        #expect(await client.receive(through: "unix true").contains("200 OK"))
        let exchange = try await HTTPClient(endpoint: .unix(path)).send(method: "GET", target: "/peer", within: 120)
        #expect(String(decoding: exchange.body, as: UTF8.self) == "unix true")
        #expect(throws: TransportFailure.self) { try ServerFixture(on: .unix(path, for: .current)) }
        await fixture.stop()
        #expect(throws: SystemError.self) { try RawClient(path: path) }
    }

    @Test func `a Unix socket that is for another user is not served to this one`() async throws {
        let path = "/tmp/vaxel-test-\(UInt64.random(in: 0...UInt64.max)).sock"
        let other = MachineUser(id: MachineUser.current.id + 1, group: MachineUser.current.group)
        let fixture = try ServerFixture(on: .unix(path, for: other))
        let client = try RawClient(path: path)
        await client.send(get("/text"))
        #expect(await client.receiveToEnd() == "")
        #expect(fixture.metrics.render().contains("vaxel_http_unexpected_peers_total 1\n"))
        await fixture.stop()
    }

    @Test func `a server listens at two addresses, and each tells where a client came from`() async throws {
        let path = "/tmp/vaxel-test-\(UInt64.random(in: 0...UInt64.max)).sock"
        let fixture = try ServerFixture(on: .tcp(host: "127.0.0.1", port: 0), and: .unix(path, for: .current))
        let inside = HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: fixture.server.port))
        let overTCP = try await inside.send(method: "GET", target: "/peer", within: 120)
        #expect(overTCP.body == Array("loopback true".utf8))
        let proxy = HTTPClient(endpoint: .unix(path))
        let overUnix = try await proxy.send(method: "GET", target: "/peer", within: 120)
        #expect(overUnix.body == Array("unix true".utf8))
        await fixture.stop()
        #expect(try FileMetadata.of(path) == nil)
    }

    @Test func `when the second address cannot be listened at, the first is not either`() async throws {
        let path = "/tmp/vaxel-test-\(UInt64.random(in: 0...UInt64.max)).sock"
        #expect(throws: TransportFailure.addressUnusable) {
            try ServerFixture(on: .unix(path, for: .current), and: .tcp(host: "nowhere.invalid", port: 0))
        }
        #expect(try FileMetadata.of(path) == nil)
    }

    @Test func `an address that cannot be listened at is refused`() async throws {
        #expect(throws: TransportFailure.addressUnusable) {
            try ServerFixture(on: .tcp(host: "nowhere.invalid", port: 0))
        }
        #expect(throws: TransportFailure.addressUnusable) {
            try ServerFixture(on: .tcp(host: "127.0.0.1", port: 70_000))
        }
        #expect(throws: TransportFailure.addressUnusable) {
            try ServerFixture(on: .unix(String(repeating: "x", count: 108), for: .current))
        }
        try await withServer { fixture in
            #expect(throws: TransportFailure.self) {
                try ServerFixture(on: .tcp(host: "127.0.0.1", port: fixture.server.port))
            }
        }
    }

    @Test func `what was served is counted`() async throws {
        try await withServer { fixture in
            let client = try fixture.client()
            await client.send(get("/text?n=1") + get("/other") + "X\r\n\r\n")
            _ = await client.receiveToEnd()
            let text = fixture.metrics.render()
            #expect(text.contains("vaxel_http_responses_total{class=\"2xx\"} 1\n"))
            #expect(text.contains("vaxel_http_responses_total{class=\"4xx\"} 2\n"))
            #expect(text.contains("vaxel_http_refusals_total 1\n"))
        }
    }
}
