/// Where a client connects.
package enum HTTPEndpoint: Sendable, Hashable {
    /// An IP address in numbers, or a name that the system resolves.
    case tcp(host: String, port: Int)
    /// A Unix socket, such as that of a TLS proxy on this machine.
    case unix(String)

    /// What stands in `Host`.
    ///
    /// Source: RFC 9112 §3.2.
    var hostHeader: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix: "localhost"
        }
    }
}
