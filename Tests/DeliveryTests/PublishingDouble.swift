import HTTPTransport
import HTTPWire
import Synchronization
import Telemetry

/// A publishing service in this process, which answers with the statuses it is told, the last one for ever.
final class PublishingDouble: Sendable {
    /// One request as it came.
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: [UInt8]
    }

    private let ledger: Ledger
    private let server: HTTPServer

    init(answering statuses: [Int]) throws {
        let ledger = Ledger()
        server = try HTTPServer.start(
            on: .tcp(host: "127.0.0.1", port: 0),
            service: HTTPService(
                admit: { head, _ in
                    .readBody(limit: 1 << 20) { body in
                        let count = ledger.add(Request(head: head, body: body))
                        return HTTPResponse(status: statuses[min(count, statuses.count) - 1])
                    }
                },
                refuse: { HTTPResponse(status: $0.status) }), log: .silent)
        self.ledger = ledger
    }

    var requests: [Request] { ledger.requests }
    var endpoint: HTTPEndpoint { .tcp(host: "127.0.0.1", port: server.port) }

    func stop() async { await server.stop(grace: 0) }

    private final class Ledger: Sendable {
        private let taken = Mutex<[Request]>([])

        var requests: [Request] { taken.withLock { $0 } }

        /// Notes a request and tells how many have come.
        func add(_ request: Request) -> Int {
            taken.withLock {
                $0.append(request)
                return $0.count
            }
        }
    }
}
