package import HTTPTransport
package import HTTPWire
internal import LinuxSystem
internal import Synchronization
internal import Telemetry

/// A service in this process that the gateway calls: it answers as it is told, and keeps what came.
package final class ServiceDouble: Sendable {
    /// One request as it came.
    package struct Request: Sendable {
        package let head: HTTPRequestHead
        package let body: [UInt8]

        /// Path and query.
        package var target: String { head.target }

        /// The first value of a header.
        package func header(_ name: String) -> String? { head.headers.first(name) }
    }

    private let ledger: Ledger
    private let server: HTTPServer

    /// A service that answers one request after the other with these statuses, and with the last one for ever.
    package convenience init(answering statuses: [Int]) throws {
        try self.init { _, count in statuses[min(count, statuses.count) - 1] }
    }

    /// A service that finds its answer to a request by the request and how many have come with it.
    package convenience init(_ status: @escaping @Sendable (Request, Int) -> Int) throws {
        try self.init(at: .tcp(host: "127.0.0.1", port: 0)) { HTTPResponse(status: status($0, $1)) }
    }

    /// A service on a Unix socket.
    package convenience init(socket path: String, _ status: @escaping @Sendable (Request, Int) -> Int) throws {
        try self.init(at: .unix(path, for: .current)) { HTTPResponse(status: status($0, $1)) }
    }

    /// A service whose answers have more than a status.
    package init(
        at address: ListenAddress, responding response: @escaping @Sendable (Request, Int) -> HTTPResponse
    ) throws {
        let ledger = Ledger()
        server = try HTTPServer.start(
            on: address,
            service: HTTPService(
                admit: { head, _ in
                    .readBody(limit: 1 << 20) { body in
                        let request = Request(head: head, body: body)
                        return response(request, ledger.add(request))
                    }
                },
                refuse: { HTTPResponse(status: $0.status) }), log: .silent)
        self.ledger = ledger
    }

    package var requests: [Request] { ledger.requests }
    package var endpoint: HTTPEndpoint { .tcp(host: "127.0.0.1", port: server.port) }

    package func stop() async { await server.stop(grace: 0) }

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
