/// The head of a request, checked: everything in it is allowed by RFC 9112.
package struct HTTPRequestHead: Sendable, Hashable {
    /// As sent: methods are case-sensitive.
    package let method: String
    /// As sent: `/v1/messages?x=1`, `*`, or an absolute URI.
    package let target: String
    /// The path of the target, still percent-encoded; begins with `/`, or is `*`.
    package let path: String
    /// The query of the target, decoded.
    package let query: HTTPQuery
    /// The x of HTTP/1.x.
    package let minorVersion: Int
    /// The header lines as they came.
    package let headers: HTTPHeaders

    /// A head from its parts.
    ///
    /// - Throws: `HTTPProblem` when the target is not one of origin form, absolute form or `*` for OPTIONS, or its
    ///   percent-encoding is broken.
    package init(
        method: String, target: String, minorVersion: Int = 1, headers: HTTPHeaders = HTTPHeaders()
    ) throws(HTTPProblem) {
        let (path, query) = try Self.split(target, method: method)
        self.method = method
        self.target = target
        self.path = path
        self.query = query
        self.minorVersion = minorVersion
        self.headers = headers
    }

    /// The segments of the path after its first slash, each percent-decoded: `/a/b%2Fc` has `a` and `b/c`.
    package var pathSegments: [String] {
        path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { PercentEncoding.decoded(Substring($0)) ?? String(Substring($0)) }
    }

    /// Whether the client wants to send more requests on this connection.
    ///
    /// Source: RFC 9112 §9.3.
    package var wantsKeepAlive: Bool {
        if headers.contains(token: "close", in: "connection") { return false }
        return minorVersion >= 1 || headers.contains(token: "keep-alive", in: "connection")
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    ///
    /// Source: RFC 9110 §10.1.1.
    package var expectsContinue: Bool {
        minorVersion >= 1 && headers.contains(token: "100-continue", in: "expect")
    }

    private static func split(_ target: String, method: String) throws(HTTPProblem) -> (String, HTTPQuery) {
        if target == "*" {
            guard method == "OPTIONS" else { throw .targetMalformed }
            return ("*", HTTPQuery())
        }
        let local = target.utf8.first == UInt8(ascii: "/") ? target[...] : try localPart(ofAbsolute: target)
        guard local.utf8.allSatisfy(Bytes.isTarget) else { throw .targetMalformed }
        let question = local.utf8.firstIndex(of: UInt8(ascii: "?")) ?? local.endIndex
        let path = local[..<question]
        guard path.utf8.contains(Bytes.percent) || question < local.endIndex else { return (String(path), HTTPQuery()) }
        for segment in path.split(separator: "/") where PercentEncoding.decoded(segment) == nil {
            throw .percentEncodingMalformed
        }
        guard question < local.endIndex else { return (String(path), HTTPQuery()) }
        guard let query = HTTPQuery(local[local.index(after: question)...]) else { throw .percentEncodingMalformed }
        return (String(path), query)
    }

    // Source: RFC 9112 §3.2.2: a server must accept the absolute form, though only proxies are sent it.
    private static func localPart(ofAbsolute target: String) throws(HTTPProblem) -> Substring {
        let scheme = target.prefix(8).lowercased()
        let length = scheme.hasPrefix("http://") ? 7 : scheme == "https://" ? 8 : 0
        guard length > 0 else { throw .targetMalformed }
        let rest = target.dropFirst(length)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard Authority.isOfURI(authority.utf8) else { throw .targetMalformed }
        let local = rest[authority.endIndex...]
        return local.utf8.first == UInt8(ascii: "/") ? local : "/" + local
    }
}
