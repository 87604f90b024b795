import HTTPTransport
import Telemetry
import TestSupport
import Testing

/// Clients that hold on to what they can: bounded, on loopback, and beside honest ones that must not notice.
@Suite struct AttackerTests {
    enum Attack: CaseIterable {
        case silence, slowHead, slowBody, slowChunks, slowReading, waitingAnswer

        /// What an attacker sends before it falls silent.
        var bytes: String {
            switch self {
            case .silence: ""
            case .slowHead: "POST /echo HTTP/1.1\r\nHost: a\r\nX: "
            case .slowBody: "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nhalf a body"
            case .slowChunks: "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf a chunk"
            case .slowReading: "GET /big HTTP/1.1\r\nHost: a\r\n\r\n"
            case .waitingAnswer: "GET /later?seconds=3600 HTTP/1.1\r\nHost: a\r\n\r\n"
            }
        }

        /// How its connection ends when its time is over.
        var farewell: String? {
            switch self {
            case .silence: ""
            case .slowHead, .slowBody, .slowChunks: "HTTP/1.1 408 "
            case .slowReading: "HTTP/1.1 200 "
            // An answer that the server holds back has no limit of the client's.
            case .waitingAnswer: nil
            }
        }
    }

    private static let attackers = 100

    private func begin(_ attack: Attack, _ count: Int, on fixture: ServerFixture) async throws -> [RawClient] {
        var clients: [RawClient] = []
        for _ in 0..<count {
            let client = try fixture.client()
            await client.send(attack.bytes)
            clients.append(client)
        }
        return clients
    }

    private func expectHonestClientsAreServed(by fixture: ServerFixture) async throws {
        try await withThrowingTaskGroup { group in
            for number in 1...4 {
                group.addTask {
                    let client = try fixture.client()
                    for turn in 1...25 {
                        await client.send("GET /text?n=\(number)-\(turn) HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(await client.receive(through: "text \(number)-\(turn)").contains("HTTP/1.1 200 OK"))
                        await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
                        #expect(await client.receive(through: "body").contains("HTTP/1.1 200 OK"))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func connections(_ fixture: ServerFixture) -> Int {
        fixture.metrics.gauge(name: "vaxel_http_connections", help: "").value
    }

    private func awaitConnections(_ fixture: ServerFixture, _ isEnough: @escaping @Sendable (Int) -> Bool) async throws
    {
        _ = try await eventually("so many connections", within: 120) {
            isEnough(connections(fixture)) ? true : nil
        }
    }

    @Test(arguments: Attack.allCases)
    func `clients that hold on do not stop honest ones`(attack: Attack) async throws {
        try await withServer { fixture in
            let held = try await begin(attack, Self.attackers, on: fixture)
            try await awaitConnections(fixture) { $0 >= Self.attackers }
            try await expectHonestClientsAreServed(by: fixture)
            #expect(connections(fixture) >= held.count, "the attackers were there all the time")
        }
    }

    @Test func `all kinds at once do not stop honest ones`() async throws {
        try await withServer { fixture in
            var held: [RawClient] = []
            for attack in Attack.allCases { held += try await begin(attack, 20, on: fixture) }
            try await expectHonestClientsAreServed(by: fixture)
            #expect(connections(fixture) >= held.count)
        }
    }

    @Test(arguments: Attack.allCases.filter { $0.farewell != nil })
    func `clients that hold on are sent off when their time is over`(attack: Attack) async throws {
        let farewell = try #require(attack.farewell)
        try await withServer({
            // The first byte has the head's time too, and may be late on a busy machine.
            ($0.headSeconds, $0.bodySeconds, $0.idleSeconds, $0.writeSeconds) = (2, 0.1, 0.1, 0.1)
            $0.lingerSeconds = 0.1
        }) { fixture in
            let held = try await begin(attack, 20, on: fixture)
            try await awaitConnections(fixture) { $0 == 0 }
            for client in held {
                let answer = await client.receiveToEnd()
                #expect(answer.hasPrefix(farewell) && (farewell != "" || answer == ""))
            }
        }
    }

    @Test func `when attackers have taken every place, others are told so, and are served when their time is over`()
        async throws
    {
        try await withServer({
            $0.connections = 50
            $0.headSeconds = 2
        }) { fixture in
            let held = try await begin(.slowHead, 50, on: fixture)
            try await awaitConnections(fixture) { $0 >= held.count }
            let turnedAway = try fixture.client()
            let answer = await turnedAway.receiveToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("\r\nRetry-After: 7\r\n"))
            for client in held { #expect(await client.receiveToEnd().hasPrefix("HTTP/1.1 408 ")) }
            held.forEach { $0.finishSending() }
            try await awaitConnections(fixture) { $0 == 0 }
            try await expectHonestClientsAreServed(by: fixture)
        }
    }

    @Test func `bodies of one owner that stall do not refuse another's, and of two owners not a third's`() async throws
    {
        try await withServer({
            $0.bodyBytesInFlight = 1_200
            $0.bodyBytesOfOwner = 200
        }) { fixture in
            func post(_ owner: String, _ body: String, of length: Int) async throws -> RawClient {
                let client = try fixture.client()
                await client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nX-Owner: \(owner)\r\nContent-Length: \(length)\r\n\r\n" + body)
                return client
            }
            let held = fixture.metrics.gauge(name: "vaxel_http_body_bytes_in_flight", help: "")
            var stalled: [RawClient] = []
            for (owner, most) in [("attacker", 600), ("another", 800)] {
                for _ in 0..<16 { stalled.append(try await post(owner, String(repeating: "x", count: 199), of: 200)) }
                _ = try await eventually("the owner's part to be full", within: 120) { held.value == most ? true : nil }
            }
            let honest = try await post("honest", String(repeating: "y", count: 200), of: 200)
            #expect(await honest.receive(through: "yyy").contains("HTTP/1.1 200 OK"))
            #expect(held.value >= 800, "they stalled all the time")
            stalled.removeAll()
        }
    }

    @Test func `chunks that never become a body are told of to whoever counts them`() async throws {
        try await withServer { fixture in
            do {
                let client = try fixture.client()
                await client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nX-Owner: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n")
                let held = fixture.metrics.gauge(name: "vaxel_http_body_bytes_in_flight", help: "")
                _ = try await eventually("the body to begin", within: 120) { held.value > 0 ? true : nil }
            }
            let bytes = try await eventually("the end to be told", within: 120) {
                fixture.unfinished.lengths.first
            }
            #expect(bytes == 5)
            let whole = try fixture.client()
            await whole.send("POST /echo HTTP/1.1\r\nHost: a\r\nX-Owner: a\r\nContent-Length: 4\r\n\r\nbody")
            #expect(await whole.receive(through: "body").contains("HTTP/1.1 200 OK"))
            #expect(fixture.unfinished.lengths == [5])
        }
    }

    @Test func `a flood of nonsense does not stop honest clients`() async throws {
        try await withServer { fixture in
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<100 {
                            let client = try fixture.client()
                            await client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
                            #expect(await client.receiveToEnd().hasPrefix("HTTP/1.1 400 "))
                        }
                    }
                }
                group.addTask { try await expectHonestClientsAreServed(by: fixture) }
                try await group.waitForAll()
            }
        }
    }
}
