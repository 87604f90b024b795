package import LinuxSystem

/// Where a server listens.
package enum ListenAddress: Sendable, Hashable {
    /// An IP address in numbers, or `localhost` for 127.0.0.1; port 0 lets the kernel choose.
    case tcp(host: String, port: Int)
    /// A Unix socket at that path of at most 107 bytes, for that user alone.
    ///
    /// A dead socket there is replaced. A client of any other user is cut off before a byte of it is read.
    case unix(String, for: MachineUser)

    /// `nil` if the address cannot be one.
    var socketAddress: SocketAddress? {
        switch self {
        case .tcp(let host, let port): SocketAddress(number: host == "localhost" ? "127.0.0.1" : host, port: port)
        case .unix(let path, _): SocketAddress(path: path)
        }
    }

    /// Who alone may connect to a Unix socket; nil for an IP address, where anybody may.
    var peer: MachineUser? {
        switch self {
        case .tcp: nil
        case .unix(_, let peer): peer
        }
    }
}
