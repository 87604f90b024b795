/// The head of a response that a client read.
package struct HTTPResponseHead: Sendable, Hashable {
    /// 200 to 599; interim responses are never seen.
    package let status: Int
    /// The x of HTTP/1.x.
    package let minorVersion: Int
    /// The header lines as they came.
    package let headers: HTTPHeaders

    /// Whether the server keeps the connection open.
    ///
    /// Source: RFC 9112 §9.3.
    package var keepsAlive: Bool {
        if headers.contains(token: "close", in: "connection") { return false }
        return minorVersion >= 1 || headers.contains(token: "keep-alive", in: "connection")
    }
}
