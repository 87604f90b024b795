internal import LinuxSystem

/// Where a server listens.
package enum ListenAddress: Sendable, Hashable {
    /// An IP address in numbers, or `localhost` for 127.0.0.1; port 0 lets the kernel choose.
    case tcp(host: String, port: Int)
    /// A Unix socket at that path of at most 107 bytes. A dead socket there is replaced.
    case unix(String)

    /// `nil` if the address cannot be one.
    var socketAddress: SocketAddress? {
        switch self {
        case .tcp(let host, let port): SocketAddress(number: host == "localhost" ? "127.0.0.1" : host, port: port)
        case .unix(let path): SocketAddress(path: path)
        }
    }
}
