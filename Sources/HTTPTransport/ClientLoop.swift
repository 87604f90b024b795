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
    private var idle: [ClientConnection] = []
    private var isEnding = false

    init(endpoint: HTTPEndpoint, limits: HTTPClientLimits) {
        self.endpoint = endpoint
        self.limits = limits
        buffer = .allocate(byteCount: Limits.readBytes, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Where to connect, in order; asks the resolver if the endpoint is a name.
    func addresses() -> [SocketAddress] {
        switch endpoint {
        case .tcp(let host, let port): SocketAddress.resolving(host: host, port: port)
        case .unix(let path): SocketAddress(path: path).map { [$0] } ?? []
        }
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
