/// Writes responses as bytes.
///
/// Source: RFC 9112 §4.
package enum ResponseWriter {
    /// The interim response that asks a waiting client for its body.
    ///
    /// Source: RFC 9110 §15.2.1.
    package static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Head and body, in one piece unless the body is so long that copying it would cost more than sending it apart.
    ///
    /// - Parameters:
    ///   - response: what to say; bytes that may not stand in a header are written as `?`.
    ///   - date: the moment of the response.
    ///   - keepsAlive: whether the connection stays open; said in `Connection`.
    ///   - isForHead: whether the request was HEAD: the length is told, the body is left out.
    /// - Returns: the bytes to send: first `front`, then `rest`.
    package static func pieces(
        of response: HTTPResponse, date: HTTPDate, keepsAlive: Bool, isForHead: Bool
    ) -> (front: [UInt8], rest: [UInt8]) {
        let mayHaveBody = response.status >= 200 && response.status != 204 && response.status != 304
        var bytes: [UInt8] = []
        let isApart = response.body.count > Limits.bodyBytesBehindHead
        bytes.reserveCapacity(
            256 + response.headers.lines.count * 64 + (isForHead || isApart ? 0 : response.body.count))
        bytes.append(contentsOf: "HTTP/1.1 \(response.status) \(ReasonPhrase.of(response.status))\r\nDate: ".utf8)
        bytes.append(contentsOf: date.text.utf8)
        bytes.append(contentsOf: keepsAlive ? "\r\nConnection: keep-alive\r\n".utf8 : "\r\nConnection: close\r\n".utf8)
        HeaderText.append(response.headers, to: &bytes)
        if mayHaveBody {
            bytes.append(contentsOf: "Content-Length: ".utf8)
            bytes.append(contentsOf: String(response.body.count).utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        guard mayHaveBody, !isForHead else { return (bytes, []) }
        if isApart { return (bytes, response.body) }
        bytes.append(contentsOf: response.body)
        return (bytes, [])
    }

    /// The same in one piece, however long.
    package static func bytes(of response: HTTPResponse, date: HTTPDate, keepsAlive: Bool, isForHead: Bool) -> [UInt8] {
        let (front, rest) = pieces(of: response, date: date, keepsAlive: keepsAlive, isForHead: isForHead)
        return rest.isEmpty ? front : front + rest
    }
}
