package import HTTPWire

/// Bytes that a client sends on a fresh connection, and what a server by RFC 9110 and 9112 makes of them.
///
/// One table for two judges: the parser by itself, and a server behind a socket.
package struct RequestCase: Sendable, CustomStringConvertible {
    /// What is left of the connection when all the bytes have been read.
    package enum End: Sendable, Hashable {
        /// It waits for the next request.
        case open
        /// It waits for the rest of this request, and nothing is answered when none comes.
        case unfinished
        /// It was closed after the last answer, since the client said so; whatever came behind is not read.
        case closed
        /// The protocol refuses what came, and closes.
        case refused(HTTPProblem)
        /// The body is longer than the service takes: 413, and closed.
        case tooLarge
    }

    /// The trap, in a few words.
    package let trap: String
    /// What is sent.
    package let bytes: [UInt8]
    /// The requests that are served, in order, as `METHOD /path 5`, with the number of bytes of the body.
    package let served: [String]
    /// What becomes of the connection.
    package let end: End

    package var description: String { trap }

    /// The status of the refusal; nil when nothing is refused.
    package var refusal: Int? {
        switch end {
        case .open, .unfinished, .closed: nil
        case .refused(let problem): problem.status
        case .tooLarge: 413
        }
    }

    /// Every case of the table.
    package static let all = firstLines + targets + headers + hosts + framings + chunks + pipelines

    /// Bytes of a body that the service takes; one more is too large.
    package static let bodyLimit = 1_000

    /// Bytes that are refused.
    static func refused(
        _ trap: String, _ text: String, _ problem: HTTPProblem, after served: [String] = []
    ) -> RequestCase {
        RequestCase(trap: trap, bytes: Array(text.utf8), served: served, end: .refused(problem))
    }

    /// Bytes that are served, however odd.
    static func served(_ trap: String, _ text: String, _ served: String..., end: End = .open) -> RequestCase {
        RequestCase(trap: trap, bytes: Array(text.utf8), served: served, end: end)
    }

    /// A request that asks for `/`, with these lines after its `Host`.
    static func get(_ lines: String) -> String { "GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n" }

    /// A request that posts to `/`, with these lines after its `Host`, and what comes after the head.
    static func post(_ lines: String, _ rest: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n\(rest)"
    }

    /// A request whose body comes in chunks as they are written here.
    static func chunked(_ chunks: String) -> String { post("Transfer-Encoding: chunked", chunks) }
}
