internal import LinuxSystem
internal import Synchronization
package import Telemetry

/// An HTTP/1.1 server: its listening sockets and one loop of connections per processor.
///
/// Source: RFC 9110, RFC 9112.
package final class HTTPServer: Sendable {
    // What ends it, once that has begun.
    private let ending = Lock<Task<Void, Never>?>(nil)
    private let listeners: [Listener]
    private let loops: [EventLoop]

    /// The TCP port that the first address came to listen on; 0 for a Unix socket.
    package let port: Int

    private init(listeners: [Listener], loops: [EventLoop], port: Int) {
        self.listeners = listeners
        self.loops = loops
        self.port = port
    }

    /// Listens and serves until `stop`.
    ///
    /// - Parameters:
    ///   - addresses: where; when this returns, clients can connect. All share the limits.
    ///   - limits: what no client may exceed.
    ///   - service: what to answer.
    ///   - log: told of refusals and shortages, never of what requests hold.
    ///   - metrics: gets the metrics that begin with `vaxel_http_`.
    /// - Returns: the running server; keep it, and stop it.
    /// - Throws: `TransportFailure.addressUnusable` or `.cannotListen`; nothing is left open.
    package static func start(
        on addresses: ListenAddress..., limits: HTTPServerLimits = HTTPServerLimits(), service: HTTPService, log: Log,
        metrics: MetricsRegistry = MetricsRegistry()
    ) throws(TransportFailure) -> HTTPServer {
        try start(on: addresses, limits: limits, service: service, log: log, metrics: metrics)
    }

    /// Listens at each of the addresses, as above.
    package static func start(
        on addresses: [ListenAddress], limits: HTTPServerLimits, service: HTTPService, log: Log,
        metrics: MetricsRegistry
    ) throws(TransportFailure) -> HTTPServer {
        let clients = ClientAllowance(
            limit: limits.connections, hasUnixSocket: addresses.contains { $0.peer != nil })
        return try start(on: addresses, limits: limits, clients: clients, service: service, log: log, metrics: metrics)
    }

    /// Listens and serves within an allowance that is given.
    static func start(
        on addresses: [ListenAddress], limits: HTTPServerLimits, clients: ClientAllowance, service: HTTPService,
        log: Log, metrics: MetricsRegistry
    ) throws(TransportFailure) -> HTTPServer {
        let context = ServerContext(
            limits: limits, service: service,
            bodyBytes: BodyRoom(limit: limits.bodyBytesInFlight, floor: limits.bodyBytesOfOwner),
            answerBytes: Budget(limit: limits.answerBytesInFlight), clients: clients, log: log,
            metrics: ServerMetrics(metrics))
        var loops: [EventLoop] = []
        do throws(SystemError) {
            for number in 0..<HostFacts.processors { loops.append(try EventLoop(number: number, context: context)) }
        } catch {
            throw .cannotListen(error)
        }
        let sockets = try listeningSockets(at: addresses)
        for loop in loops { loop.start() }
        let listeners = sockets.map {
            Listener(socket: $0.socket, address: $0.address, peer: $0.peer, loops: loops, context: context)
        }
        for (listener, socket) in zip(listeners, sockets) {
            listener.start()
            let port = socket.socket.localAddress?.port ?? 0
            log.write(
                .info, "http-listening", [("port", .integer(port)), ("unix", .integer(socket.peer == nil ? 0 : 1))])
        }
        return HTTPServer(
            listeners: listeners, loops: loops, port: sockets.first?.socket.localAddress?.port ?? 0)
    }

    private typealias Listening = (socket: Socket, address: SocketAddress, peer: MachineUser?)

    /// Opens all of them or none.
    private static func listeningSockets(at addresses: [ListenAddress]) throws(TransportFailure) -> [Listening] {
        var sockets: [Listening] = []
        do throws(TransportFailure) {
            for address in addresses { sockets.append(try listeningSocket(at: address)) }
        } catch {
            for opened in sockets {
                opened.address.removeFile()
                opened.socket.close()
            }
            throw error
        }
        return sockets
    }

    private static func listeningSocket(at address: ListenAddress) throws(TransportFailure) -> Listening {
        guard let socketAddress = address.socketAddress else { throw .addressUnusable }
        do {
            return (try Socket.listening(at: socketAddress, for: address.peer), socketAddress, address.peer)
        } catch {
            throw .cannotListen(error)
        }
    }

    /// Accepts no more clients, lets running requests end, and closes everything.
    ///
    /// Idle connections close at once, others after their answer; what is left after `grace` seconds is cut off and
    /// its tasks are cancelled. Returns when no connection is open. A further call waits for the end that the first has begun:
    /// what it is given itself changes nothing.
    ///
    /// - Parameters:
    ///   - seconds: the grace.
    ///   - endWaiting: has requests that wait for something answered now; called when nobody can connect any more and every
    ///     connection knows that its answer is the last.
    package func stop(grace seconds: Double, endWaiting: @escaping @Sendable () -> Void = {}) async {
        let end = ending.withLock { ending in
            let end = ending ?? Task { await self.end(within: seconds, endWaiting) }
            ending = end
            return end
        }
        await end.value
    }

    private func end(within seconds: Double, _ endWaiting: @escaping @Sendable () -> Void) async {
        for listener in listeners { await listener.stop() }
        let untold = Countdown(loops.count)
        await withTaskGroup(of: Void.self) { group in
            for loop in loops {
                group.addTask {
                    await loop.stop(within: seconds) { if untold.isLast() { endWaiting() } }
                }
            }
        }
    }

    /// Tells the last of so many.
    private final class Countdown: Sendable {
        private let left: Atomic<Int>

        init(_ count: Int) {
            left = Atomic(count)
        }

        func isLast() -> Bool { left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 }
    }
}
