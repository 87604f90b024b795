internal import Dispatch
internal import HTTPWire
internal import LinuxSystem

/// The serial queue of one client and the connections it keeps open.
///
/// `@unchecked Sendable`: all that changes is touched on `queue` only.
final class ClientLoop: @unchecked Sendable {
    let queue = DispatchQueue(label: "vaxel.http.client")
    let limits: HTTPClientLimits
    /// Where sockets are read into; what is needed longer is copied before the next read.
    let buffer: UnsafeMutableRawBufferPointer
    private let endpoint: HTTPEndpoint
    private let resolve: Resolver
    // The resolver waits for its servers, which the exchanges of this client must not.
    private let resolverQueue = DispatchQueue(label: "vaxel.http.resolver")
    private var waitingForAddresses: [([SocketAddress]) -> Void] = []
    private var idle: [ClientConnection] = []
    private var isEnding = false

    /// The addresses of a host's name with that port, asked for where waiting harms nobody.
    typealias Resolver = @Sendable (_ host: String, _ port: Int) -> [SocketAddress]

    init(
        endpoint: HTTPEndpoint, limits: HTTPClientLimits,
        resolve: @escaping Resolver = { SocketAddress.resolving(host: $0, port: $1) }
    ) {
        self.endpoint = endpoint
        self.limits = limits
        self.resolve = resolve
        buffer = .allocate(byteCount: Limits.readBytes, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Finds where to connect, in order: at once for a number or a path, later, on `queue`, for a name.
    func findAddresses(_ use: @escaping ([SocketAddress]) -> Void) {
        switch endpoint {
        case .unix(let path): use(SocketAddress(path: path).map { [$0] } ?? [])
        case .tcp(let host, let port):
            if let address = SocketAddress(number: host, port: port) { return use([address]) }
            waitingForAddresses.append(use)
            // One question at a time; who comes meanwhile takes the same answer.
            guard waitingForAddresses.count == 1 else { return }
            resolverQueue.async {
                let addresses = self.resolve(host, port)
                self.queue.async { self.found(addresses) }
            }
        }
    }

    private func found(_ addresses: [SocketAddress]) {
        let waiting = waitingForAddresses
        waitingForAddresses = []
        for use in waiting { use(addresses) }
    }

    /// The connection that rested shortest: the least likely to be closed by the server.
    func takeIdleConnection() -> ClientConnection? {
        while let connection = idle.popLast() {
            guard connection.isStale else { return connection }
            connection.close()
        }
        return nil
    }

    /// Keeps a connection for the next exchange, unless there are enough.
    func keep(_ connection: ClientConnection) {
        connection.rest()
        guard !isEnding, idle.count < limits.idleConnections else { return connection.close() }
        idle.append(connection)
    }

    /// Forgets a connection that has closed.
    func forget(_ connection: ClientConnection) {
        idle.removeAll { $0 === connection }
    }

    /// Closes all connections that rest, and keeps none from now on.
    func end() {
        isEnding = true
        for connection in idle { connection.close() }
    }
}
