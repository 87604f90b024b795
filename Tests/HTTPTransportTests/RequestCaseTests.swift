import HTTPTransport
import HTTPWire
import HostileHTTP
import Telemetry
import Testing

/// The table of hostile and odd requests, through a whole server behind a real socket.
@Suite struct RequestCaseTests {
    private static let probe = "GET /probe HTTP/1.1\r\nHost: a\r\n\r\n"

    /// A service that takes any body up to the table's limit, and answers what it was asked for.
    private static let service = HTTPService(
        admit: { head, _ in
            .readBody(limit: RequestCase.bodyLimit) { body in
                HTTPResponse(status: 200, body: Array("\(head.method) \(head.path) \(body.count);".utf8))
            }
        },
        refuse: { HTTPResponse(status: $0.status, body: Array("\($0.reason);".utf8)) })

    private func withServer(_ body: (Int) async throws -> Void) async throws {
        var limits = HTTPServerLimits()
        // A loaded machine may take long; no case is about a time limit.
        (limits.headSeconds, limits.bodySeconds, limits.idleSeconds) = (120, 120, 120)
        let server = try HTTPServer.start(
            on: .tcp(host: "127.0.0.1", port: 0), limits: limits, service: Self.service, log: .silent)
        do {
            try await body(server.port)
        } catch {
            await server.stop(grace: 0)
            throw error
        }
        await server.stop(grace: 0)
    }

    @Test func `each case of the table gets its answers, and its connection its end`() async throws {
        try await withServer { port in
            for example in RequestCase.all { try await judge(example, port) }
        }
    }

    private func judge(_ example: RequestCase, _ port: Int) async throws {
        let client = try RawClient(port: port)
        await client.send(example.bytes)
        let answers: String
        switch example.end {
        case .open:
            await client.send(Self.probe)
            answers = await client.receive(through: "GET /probe 0;")
        case .unfinished:
            client.finishSending()
            answers = await client.receiveToEnd()
        case .closed, .refused, .tooLarge:
            // What comes behind must not be read as a request.
            await client.send(Self.probe)
            answers = await client.receiveToEnd()
        }
        #expect(Self.outcome(of: answers) == expected(example), "\(example)")
        let isClosed = answers.contains("\r\nConnection: close\r\n")
        #expect(isClosed == (example.refusal != nil || example.end == .closed), "\(example)")
    }

    /// Statuses and what the bodies say, in order.
    private static func outcome(of answers: String) -> [String] {
        let ends = answers.split(separator: "HTTP/1.1 ").map { answer in
            let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
            return "\(answer.prefix(3)) \(body)"
        }
        // An interim response is an answer to nobody's request.
        return ends.filter { !$0.hasPrefix("100") }
    }

    private func expected(_ example: RequestCase) -> [String] {
        let served = example.served.map { "200 \($0);" }
        switch example.end {
        case .open: return served + ["200 GET /probe 0;"]
        case .unfinished, .closed: return served
        case .refused(let problem): return served + ["\(problem.status) \(problem.rawValue);"]
        case .tooLarge: return served + ["413 body-too-large;"]
        }
    }
}
