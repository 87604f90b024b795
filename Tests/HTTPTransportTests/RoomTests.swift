import Dispatch
import Foundation
import HTTPWire
import LinuxSystem
import Telemetry
import TestSupport
import Testing

@testable import HTTPTransport

/// What clients may have the server keep for them: later requests, answers that they do not take, turns of a loop.
@Suite(.timeLimit(.minutes(30))) struct RoomTests {
    private func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n" }

    private func until(_ what: String, _ holds: @Sendable () -> Bool) async throws {
        _ = try await eventually(what, within: 120) { holds() ? true : nil }
    }

    private func gauge(_ name: String, in fixture: ServerFixture) -> Int {
        fixture.metrics.gauge(name: name, help: "").value
    }

    @Test func `later requests beyond a head take room while one is answered, and give it back`() async throws {
        try await withServer({ $0.pipelinedBytes = 100 }) { fixture in
            let client = try fixture.client()
            let later = (1...20).map { get("/text?n=\($0)") }.joined()
            await client.send(get("/wait") + later)
            await fixture.started.wait()
            try await until("the room to be taken") {
                gauge("vaxel_http_body_bytes_in_flight", in: fixture) == later.utf8.count - 100
            }
            fixture.release.happen()
            #expect(await client.receive(through: "text 20").contains("text 19"))
            try await until("the room to be free") { gauge("vaxel_http_body_bytes_in_flight", in: fixture) == 0 }
        }
    }

    @Test func `without room for later requests the one that is there is answered, and then the connection ends`()
        async throws
    {
        try await withServer({
            $0.pipelinedBytes = 100
            $0.bodyBytesInFlight = 200
        }) { fixture in
            let client = try fixture.client()
            await client.send(get("/wait") + (1...20).map { get("/text?n=\($0)") }.joined())
            await fixture.started.wait()
            fixture.release.happen()
            client.finishSending()
            let answers = await client.receiveToEnd()
            #expect(answers.contains("waited") && answers.contains("Connection: close"))
            #expect(!answers.contains("text 20"))
        }
    }

    @Test func `an answer for which there is no room is 503 with a time to come again`() async throws {
        try await withServer({ $0.answerBytesInFlight = 1 << 20 }) { fixture in
            let client = try fixture.client()
            await client.send(get("/big"))
            let answer = await client.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("answers-in-flight"))
            #expect(answer.contains("\r\nRetry-After: 7\r\n"))
            #expect(
                answer.hasSuffix("answers-in-flight /big instead of big"), "what it stands for is told to the service")
        }
    }

    @Test func `an answer that tells of what was done is sent without room, and counted`() async throws {
        try await withServer({ $0.answerBytesInFlight = 1 << 20 }) { fixture in
            do {
                let client = try fixture.client()
                await client.send(get("/owed"))
                try await until("the answer to wait") {
                    gauge("vaxel_http_answer_bytes_in_flight", in: fixture) >= 8 << 20
                }
                #expect(await client.receive(count: 8 << 20) >= 8 << 20)
            }
            try await until("the room to be free") { gauge("vaxel_http_answer_bytes_in_flight", in: fixture) == 0 }
        }
    }

    @Test func `a short answer that its client does not take at once comes whole, also where there is no room`()
        async throws
    {
        try await withServer({ $0.answerBytesInFlight = 0 }) { fixture in
            let client = try fixture.client()
            let count = 1_500
            await client.send(
                String(repeating: get("/short"), count: count - 1)
                    + "GET /short HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            try await until("an answer to wait") { gauge("vaxel_http_answer_bytes_in_flight", in: fixture) > 0 }
            let answers = await client.receiveToEnd()
            #expect(answers.components(separatedBy: "the end...").count - 1 == count)
            #expect(answers.components(separatedBy: "HTTP/1.1 200 ").count - 1 == count)
            try await until("the room to be free") { gauge("vaxel_http_answer_bytes_in_flight", in: fixture) == 0 }
        }
    }

    @Test func `a long answer is whole or 503, and a short one never 503`() async throws {
        try await withServer({ $0.answerBytesInFlight = 0 }) { fixture in
            let client = try fixture.client()
            await client.send(get("/short"))
            #expect(await client.receive(through: "the end...").hasPrefix("HTTP/1.1 200 "))
            await client.send(get("/big"))
            #expect(await client.receiveToEnd().hasPrefix("HTTP/1.1 503 "))
        }
    }

    @Test func `what is kept with an answer is let go when its client has it, or is gone`() async throws {
        for takes in [true, false] {
            try await withServer { fixture in
                do {
                    let client = try fixture.client()
                    await client.send(get("/kept"))
                    try await until("the answer to wait") {
                        gauge("vaxel_http_answer_bytes_in_flight", in: fixture) >= 8 << 20
                    }
                    #expect(!fixture.ended.hasHappened)
                    if takes {
                        #expect(await client.receive(count: 8 << 20) >= 8 << 20)
                        await fixture.ended.wait()
                    }
                }
                await fixture.ended.wait()
            }
        }
    }

    @Test func `an answer that has room of its own takes none of the others'`() async throws {
        try await withServer({ $0.answerBytesInFlight = 9 << 20 }) { fixture in
            let slow = try fixture.client()
            await slow.send(get("/kept"))
            try await until("the answer to wait") {
                gauge("vaxel_http_answer_bytes_in_flight", in: fixture) >= 8 << 20
            }
            let other = try fixture.client()
            await other.send(get("/big"))
            #expect(await other.receive(count: 8 << 20) >= 8 << 20)
            withExtendedLifetime(slow) {}
        }
    }

    @Test func `an answer that is not taken keeps its room, and gives it back when its client goes`() async throws {
        try await withServer({ $0.answerBytesInFlight = 12 << 20 }) { fixture in
            do {
                let slow = try fixture.client()
                await slow.send(get("/big"))
                try await until("the answer to wait") {
                    gauge("vaxel_http_answer_bytes_in_flight", in: fixture) >= 8 << 20
                }
                let refused = try fixture.client()
                await refused.send(get("/big"))
                #expect(await refused.receiveToEnd().hasPrefix("HTTP/1.1 503 "))
                // What many answers share takes none, nor does what is short.
                let shared = try fixture.client()
                await shared.send(get("/shared"))
                #expect(await shared.receive(count: 8 << 20) >= 8 << 20)
                let short = try fixture.client()
                await short.send(get("/text?n=1"))
                #expect(await short.receive(through: "text 1").hasPrefix("HTTP/1.1 200 "))
                withExtendedLifetime(slow) {}
            }
            try await until("the room to be free") { gauge("vaxel_http_answer_bytes_in_flight", in: fixture) == 0 }
            let served = try fixture.client()
            await served.send(get("/big"))
            #expect(await served.receive(count: 8 << 20) >= 8 << 20)
        }
    }

    @Test func `a long answer comes whole, head and body`() async throws {
        try await withServer { fixture in
            for path in ["/big", "/shared"] {
                let client = try fixture.client()
                await client.send("GET \(path) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                let answer = await client.receiveToEnd()
                let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
                #expect(answer.contains("Content-Length: \(8 << 20)"))
                #expect(body.utf8.count == 8 << 20 && Set(body.utf8).count == 1)
            }
        }
    }

    @Test func `whoever sends many requests at once does not keep its loop from the others`() async throws {
        let order = Lock<[String]>([])
        let (isBlocked, goesOn) = (Signal(), DispatchSemaphore(value: 0))
        let service = HTTPService(
            admit: { head, _ in
                let name = head.query["n"] ?? ""
                order.withLock { $0.append(name) }
                if name == "block" {
                    isBlocked.happen()
                    // Holds the loop's own thread, until what is to be served in turns has come.
                    goesOn.wait()
                }
                return .answer(HTTPResponse(status: 200, body: Array("\(name).".utf8)))
            }, refuse: { HTTPResponse(status: $0.status) })
        let server = try HTTPServer.start(on: .tcp(host: "127.0.0.1", port: 0), service: service, log: .silent)
        // Loops take their connections in turn: the first and the last of these live on one.
        var clients: [RawClient] = []
        for number in 0...HostFacts.processors {
            let client = try RawClient(port: server.port)
            await client.send(get("/?n=c\(number)"))
            _ = await client.receive(through: "c\(number).")
            clients.append(client)
        }
        await clients[0].send(get("/?n=block") + (1...500).map { get("/?n=many\($0)") }.joined())
        await isBlocked.wait()
        await clients[HostFacts.processors].send(get("/?n=other"))
        goesOn.signal()
        _ = await clients[HostFacts.processors].receive(through: "other.")
        _ = await clients[0].receive(through: "many500.")
        let served = order.withLock { $0 }
        let place = try #require(served.firstIndex(of: "other"))
        #expect(place < (try #require(served.firstIndex(of: "many100"))))
        #expect(served.filter { $0.hasPrefix("many") } == (1...500).map { "many\($0)" })
        await server.stop(grace: 0)
    }
}
