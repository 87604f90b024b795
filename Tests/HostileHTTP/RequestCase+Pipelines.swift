import HTTPWire

extension RequestCase {
    /// Several requests in one go, and bodies that are longer or shorter than they say.
    ///
    /// Source: RFC 9112 §9.3, §9.6, §11.2.
    static let pipelines: [RequestCase] = [
        served(
            "three requests", next("/a") + post("Content-Length: 5", "hello") + next("/c"), "GET /a 0", "POST / 5",
            "GET /c 0"),
        served(
            "an empty line between requests", post("Content-Length: 1", "a") + "\r\n" + next("/b"), "POST / 1",
            "GET /b 0"),
        served(
            "a request behind chunks", chunked("1\r\na\r\n0\r\n\r\n") + next("/b"), "POST / 1", "GET /b 0"),
        served(
            "a request in a body", post("Content-Length: \(next("/b").utf8.count)", next("/b")) + next("/c"),
            "POST / \(next("/b").utf8.count)", "GET /c 0"),
        served(
            "a smuggled request that is a body by its length", post("Content-Length: 6", "0\r\n\r\nX") + next("/b"),
            "POST / 6", "GET /b 0"),
        served(
            "garbage behind close", next("/a", "Connection: close\r\n") + "\u{0}\u{1}garbage", "GET /a 0", end: .closed),
        served(
            "a request behind close", next("/a", "Connection: close\r\n") + next("/b"), "GET /a 0", end: .closed),
        served(
            "close within a list", next("/a", "Connection: x, Close ,y\r\n") + next("/b"), "GET /a 0", end: .closed),
        served(
            "close in a second line", next("/a", "Connection: keep-alive\r\nConnection: close\r\n") + next("/b"),
            "GET /a 0", end: .closed),
        served("an old client", "GET /a HTTP/1.0\r\n\r\n" + next("/b"), "GET /a 0", end: .closed),
        served(
            "an old client that stays", "GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + next("/b"), "GET /a 0",
            "GET /b 0"),
        served(
            "an upgrade is not taken", next("/a", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"),
            "GET /a 0"),
        served("an empty line behind a request", next("/a") + "\r\n", "GET /a 0"),
        served("half a request behind a whole one", next("/a") + "GET /b HT", "GET /a 0", end: .unfinished),
        refused("garbage behind a request", next("/a") + "\u{0}", .methodMalformed, after: ["GET /a 0"]),
        refused(
            "a body without length is the next request", "POST /a HTTP/1.1\r\nHost: a\r\n\r\nhello world\r\n",
            .requestLineMalformed, after: ["POST /a 0"]),
        refused(
            "a body longer than its length", post("Content-Length: 5", "hello, GET /b HTTP/1.1\r\n"),
            .methodMalformed, after: ["POST / 5"]),
        RequestCase(
            trap: "a body shorter than its length", bytes: Array(post("Content-Length: 6", "hello").utf8), served: [],
            end: .unfinished),
        RequestCase(
            trap: "a body that takes the next request in", bytes: Array(post("Content-Length: 999", next("/b")).utf8),
            served: [], end: .unfinished),
        refused(
            "two empty lines between requests", next("/a") + "\r\n\r\n" + next("/b"), .requestLineMalformed,
            after: ["GET /a 0"]),
        refused(
            "a smuggled request behind two lengths",
            post("Content-Length: 5\r\nContent-Length: 0", "hello" + next("/b")), .contentLengthRepeated),
        refused(
            "a smuggled request behind length and chunks",
            post("Content-Length: 4\r\nTransfer-Encoding: chunked", "5c\r\n" + next("/b") + "0\r\n\r\n"),
            .contentLengthWithTransferEncoding),
        refused(
            "a smuggled request behind chunks and length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 6", "0\r\n\r\n" + next("/b")),
            .contentLengthWithTransferEncoding),
        refused(
            "a smuggled request behind a disguised coding",
            post("Transfer-Encoding: xchunked", "0\r\n\r\n" + next("/b")), .transferEncodingNotImplemented),
        refused(
            "a smuggled request in an extension that ends with LF",
            chunked("2;\nxx\r\n4c\r\n0\r\n\r\n" + next("/b")), .bareLineFeed),
        refused(
            "an unknown method behind a request", next("/a") + "BREW /b HTTP/1.1\r\n\r\n", .methodNotImplemented,
            after: ["GET /a 0"]),
    ]

    private static func next(_ path: String, _ lines: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n"
    }
}
