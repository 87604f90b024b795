internal import LinuxSystem
package import Telemetry

/// An HTTP/1.1 server: a listening socket and one loop of connections per processor.
///
/// Source: RFC 9110, RFC 9112.
package final class HTTPServer: Sendable {
    private let listener: Listener
    private let loops: [EventLoop]

    /// The TCP port it listens on; 0 for a Unix socket.
    package let port: Int

    private init(listener: Listener, loops: [EventLoop], port: Int) {
        self.listener = listener
        self.loops = loops
        self.port = port
    }

    /// Listens and serves until `stop`.
    ///
    /// - Parameters:
    ///   - address: where; when this returns, clients can connect.
    ///   - limits: what no client may exceed.
    ///   - service: what to answer.
    ///   - log: told of refusals and shortages, never of what requests hold.
    ///   - metrics: gets the metrics that begin with `vaxel_http_`.
    /// - Returns: the running server; keep it, and stop it.
    /// - Throws: `TransportFailure.addressUnusable` or `.cannotListen`; nothing is left open.
    package static func start(
        on address: ListenAddress, limits: HTTPServerLimits = HTTPServerLimits(), service: HTTPService, log: Log,
        metrics: MetricsRegistry = MetricsRegistry()
    ) throws(TransportFailure) -> HTTPServer {
        let clients = ClientAllowance(limit: limits.connections)
        return try start(on: address, limits: limits, clients: clients, service: service, log: log, metrics: metrics)
    }

    /// Listens and serves within an allowance that is given.
    static func start(
        on address: ListenAddress, limits: HTTPServerLimits, clients: ClientAllowance, service: HTTPService, log: Log,
        metrics: MetricsRegistry
    ) throws(TransportFailure) -> HTTPServer {
        guard let socketAddress = address.socketAddress else { throw .addressUnusable }
        let socket: Socket
        do {
            socket = try Socket.listening(at: socketAddress)
        } catch {
            throw .cannotListen(error)
        }
        let isUnix = if case .unix = address { true } else { false }
        let context = ServerContext(
            limits: limits, service: service, bodyBytes: Budget(limit: limits.bodyBytesInFlight),
            clients: clients, log: log, metrics: ServerMetrics(metrics), overUnixSocket: isUnix)
        let loops = (0..<HostFacts.processors).map { EventLoop(number: $0, context: context) }
        let listener = Listener(socket: socket, address: socketAddress, loops: loops, context: context)
        let port = socket.localAddress?.port ?? 0
        listener.start()
        log.write(.info, "http-listening", [("port", .integer(port)), ("unix", .integer(isUnix ? 1 : 0))])
        return HTTPServer(listener: listener, loops: loops, port: port)
    }

    /// Accepts no more clients, lets running requests end, and closes everything.
    ///
    /// Idle connections close at once, others after their answer; what is left after `grace` seconds is cut off and
    /// its tasks are cancelled. Returns when no connection is open. Call it once.
    package func stop(grace seconds: Double) async {
        await listener.stop()
        await withTaskGroup(of: Void.self) { group in
            for loop in loops { group.addTask { await loop.stop(within: seconds) } }
        }
    }
}
