/// Writes requests as bytes.
///
/// Source: RFC 9112 §3.
package enum RequestWriter {
    /// Head and body in one piece.
    ///
    /// - Parameters:
    ///   - method: a method's name: `PUT`.
    ///   - target: the origin form, already percent-encoded: `/care-plans/1`.
    ///   - host: what stands in `Host`.
    ///   - headers: without `Host`, `Content-Length`, `Transfer-Encoding` and `Connection`, which are the writer's.
    ///   - body: sent with its length.
    /// - Returns: the bytes to send.
    /// - Throws: `HTTPProblem` when method, target or host could not stand in a request; nothing is written then.
    package static func bytes(
        method: String, target: String, host: String, headers: HTTPHeaders, body: [UInt8]
    ) throws(HTTPProblem) -> [UInt8] {
        guard !method.isEmpty, method.utf8.allSatisfy(Bytes.isToken) else { throw .methodMalformed }
        guard target.utf8.first == UInt8(ascii: "/"), target.utf8.allSatisfy(Bytes.isTarget) else {
            throw .targetMalformed
        }
        guard Authority.isValid(Substring(host).utf8) else { throw .hostMalformed }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + target.utf8.count + headers.lines.count * 64 + body.count)
        bytes.append(contentsOf: "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n".utf8)
        HeaderText.append(headers, to: &bytes)
        // A method that expects a body says also that there is none. Source: RFC 9110 §8.6.
        if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) {
            bytes.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        bytes.append(contentsOf: body)
        return bytes
    }
}
