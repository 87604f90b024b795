internal import LinuxSystem

extension HTTPEndpoint {
    /// Reads `http://HOST:PORT`, with a slash behind it or not, or `unix:/PATH` of at most 107 bytes; anything else is nil.
    ///
    /// An IPv6 address stands in brackets, as in any URL. Source: RFC 3986 §3.2.2.
    package init?(url: String) {
        if let path = url.wholeMatch(of: /unix:(\/.+)/)?.output.1 {
            guard SocketAddress(path: String(path)) != nil else { return nil }
            self = .unix(String(path))
            return
        }
        guard let match = url.wholeMatch(of: /http:\/\/(?:([A-Za-z0-9.\-]+)|\[([0-9A-Fa-f:.]+)\]):([0-9]{1,5})\/?/),
            let host = match.output.1 ?? match.output.2, let port = Int(match.output.3), (1...65535).contains(port)
        else { return nil }
        self = .tcp(host: String(host), port: port)
    }

    /// Whether only programs of this machine are reached.
    package var isLoopback: Bool {
        switch self {
        // A name that begins with 127. can lead anywhere.
        case .tcp(let host, _):
            host == "localhost" || host == "::1" || host.wholeMatch(of: /127(?:\.[0-9]{1,3}){3}/) != nil
        case .unix: true
        }
    }

    /// The endpoint as people write it: `http://127.0.0.1:8480`, `unix:/run/proxy.sock`.
    package var url: String {
        switch self {
        case .tcp: "http://\(hostHeader)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
