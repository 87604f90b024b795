package import HTTPWire

/// Bytes that a server answers with, and what a client by RFC 9112 makes of them.
package struct ResponseCase: Sendable, CustomStringConvertible {
    /// What is odd about it, in a few words.
    package let trap: String
    /// What comes.
    package let text: String
    /// Why it is refused; nil when it is read.
    package let problem: HTTPProblem?

    package var description: String { trap }

    private init(_ trap: String, _ text: String, _ problem: HTTPProblem? = nil) {
        self.trap = trap
        self.text = text
        self.problem = problem
    }

    /// Responses that are read to their end.
    package static let wellFormed = [
        ResponseCase("a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
        ResponseCase("no content", "HTTP/1.1 204 \r\n\r\n"),
        ResponseCase("no reason phrase", "HTTP/1.0 404\r\nContent-Length: 0\r\n\r\n"),
        ResponseCase("a reason phrase of 8-bit letters", "HTTP/1.1 404 Saknas här\r\nContent-Length: 0\r\n\r\n"),
        ResponseCase("not modified with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"),
        ResponseCase(
            "an interim response and chunks",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
        ),
        ResponseCase("bytes behind the end", "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200"),
        ResponseCase(
            "trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n0\r\nX: 1\r\n\r\nmore"),
    ]

    /// Responses whose end or meaning is open to doubt.
    package static let malformed = [
        ResponseCase("two digits", "HTTP/1.1 20 OK\r\n\r\n", .statusLineMalformed),
        ResponseCase("four digits", "HTTP/1.1 2000 OK\r\n\r\n", .statusLineMalformed),
        ResponseCase("no space", "HTTP/1.1 200OK\r\n\r\n", .statusLineMalformed),
        ResponseCase("two spaces", "HTTP/1.1  200 OK\r\n\r\n", .statusLineMalformed),
        ResponseCase("a sign", "HTTP/1.1 +20 OK\r\n\r\n", .statusLineMalformed),
        ResponseCase("a status beyond all", "HTTP/1.1 999 X\r\n\r\n", .statusLineMalformed),
        ResponseCase("a status of nothing", "HTTP/1.1 000 X\r\n\r\n", .statusLineMalformed),
        ResponseCase("another protocol", "HTTP/1.1 101 Switching\r\n\r\n", .statusLineMalformed),
        ResponseCase("a control character", "HTTP/1.1 200 \u{1}\r\n\r\n", .statusLineMalformed),
        ResponseCase("shoutcast", "ICY 200 OK\r\n\r\n", .versionMalformed),
        ResponseCase("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", .versionNotSupported),
        ResponseCase("a page alone", "<html>\r\n", .versionMalformed),
        ResponseCase("an empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", .versionMalformed),
        ResponseCase("bare LFs", "HTTP/1.1 200 OK\n\n", .bareLineFeed),
        ResponseCase("a fold", "HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\n\r\n", .foldedLine),
        ResponseCase("a blank before the colon", "HTTP/1.1 200 OK\r\nX : 1\r\n\r\n", .headerNameMalformed),
        ResponseCase("NUL in a value", "HTTP/1.1 200 OK\r\nX: \u{0}\r\n\r\n", .headerValueMalformed),
        ResponseCase(
            "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .contentLengthRepeated),
        ResponseCase(
            "length and coding", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            .contentLengthWithTransferEncoding),
        ResponseCase(
            "an unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            .transferEncodingNotImplemented),
        ResponseCase(
            "chunks of an old server", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .transferEncodingInOldVersion),
        ResponseCase(
            "a size that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", .chunkSizeMalformed),
        ResponseCase(
            "interim responses without end", String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 17),
            .statusLineMalformed),
        ResponseCase(
            "a reason phrase without end", "HTTP/1.1 200 " + String(repeating: "x", count: 9_000), .statusLineMalformed),
    ]
}
