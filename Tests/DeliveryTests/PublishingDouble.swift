import HTTPTransport
import HTTPWire
import Synchronization
import Telemetry

/// A publishing service in this process, which answers with the statuses it is told.
final class PublishingDouble: Sendable {
    /// One request as it came.
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: [UInt8]
    }

    private let ledger: Ledger
    private let server: HTTPServer

    /// A service that answers one request after the other with these statuses, and with the last one for ever.
    convenience init(answering statuses: [Int]) throws {
        try self.init { _, count in statuses[min(count, statuses.count) - 1] }
    }

    /// A service that finds its answer to a request by the request and how many have come with it.
    init(_ status: @escaping @Sendable (Request, Int) -> Int) throws {
        let ledger = Ledger()
        server = try HTTPServer.start(
            on: .tcp(host: "127.0.0.1", port: 0),
            service: HTTPService(
                admit: { head, _ in
                    .readBody(limit: 1 << 20) { body in
                        let request = Request(head: head, body: body)
                        return HTTPResponse(status: status(request, ledger.add(request)))
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
