import HTTPWire

extension RequestCase {
    private static let host = "Host: a\r\n\r\n"

    /// Line ends, method and version.
    ///
    /// Source: RFC 9112 §2.2, §2.3, §3; RFC 9110 §9.1, §15.6.
    static let firstLines: [RequestCase] = lineEnds + shapes + methods + versions

    private static let lineEnds: [RequestCase] = [
        refused("bare LF behind the first line", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed),
        refused("bare LF behind a header line", "GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
        refused("bare LF for the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        refused("bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n", .bareLineFeed),
        refused("bare LF first", "\nGET / HTTP/1.1\r\n" + host, .bareLineFeed),
        refused("LF CR instead of CR LF", "GET / HTTP/1.1\n\rHost: a\n\r\n\r", .bareLineFeed),
        refused(
            "bare LF behind a line that is too long", "GET /" + String(repeating: "a", count: 9_000) + "\n",
            .targetTooLong),
        refused("bare CR first", "\rGET / HTTP/1.1\r\n" + host, .methodMalformed),
        refused("bare CR before the line end", "GET / HTTP/1.1\r\r\n" + host, .versionMalformed),
        refused("bare CR in the target", "GET /\ra HTTP/1.1\r\n" + host, .targetMalformed),
        refused("bare CR for all line ends", "GET / HTTP/1.1\rHost: a\r\r\r\n", .requestLineMalformed),
        refused("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n" + host, .requestLineMalformed),
        served("one empty line first", "\r\nGET / HTTP/1.1\r\n" + host, "GET / 0"),
    ]

    private static let shapes: [RequestCase] = [
        refused("one word", "GET\r\n\r\n", .requestLineMalformed),
        refused("HTTP/0.9", "GET /\r\n\r\n", .requestLineMalformed),
        refused("no target", "GET HTTP/1.1\r\n" + host, .requestLineMalformed),
        refused("an empty target", "GET  HTTP/1.1\r\n" + host, .targetMalformed),
        refused("two spaces", "GET  / HTTP/1.1\r\n" + host, .requestLineMalformed),
        refused("two spaces before the version", "GET /  HTTP/1.1\r\n" + host, .requestLineMalformed),
        refused("a space behind the version", "GET / HTTP/1.1 \r\n" + host, .requestLineMalformed),
        refused("a tab behind the version", "GET / HTTP/1.1\t\r\n" + host, .versionMalformed),
        refused("four words", "GET / x HTTP/1.1\r\n" + host, .requestLineMalformed),
        refused("a space first", " GET / HTTP/1.1\r\n" + host, .methodMalformed),
        refused("a tab first", "\tGET / HTTP/1.1\r\n", .methodMalformed),
        refused("a tab behind the method", "GET\t/ HTTP/1.1\r\n", .requestLineMalformed),
        refused("a tab behind the target", "GET /\tHTTP/1.1\r\n", .requestLineMalformed),
        refused("a form feed as white space", "GET\u{C}/ HTTP/1.1\r\n", .requestLineMalformed),
        refused("a response", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .methodMalformed),
        refused("a header line first", "Host: a\r\nGET / HTTP/1.1\r\n\r\n", .requestLineMalformed),
    ]

    private static let methods: [RequestCase] = [
        refused("NUL in the method", "G\u{0}T / HTTP/1.1\r\n", .methodMalformed),
        refused("a separator in the method", "G(T / HTTP/1.1\r\n", .methodMalformed),
        refused("8-bit letters in the method", "GÄT / HTTP/1.1\r\n", .methodMalformed),
        RequestCase(
            trap: "a byte order mark first", bytes: [0xEF, 0xBB, 0xBF] + Array("GET / HTTP/1.1\r\n".utf8), served: [],
            end: .refused(.methodMalformed)),
        RequestCase(
            trap: "a TLS handshake", bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01], served: [],
            end: .refused(.methodMalformed)),
        RequestCase(
            trap: "an SSH greeting with NULs", bytes: [0x00, 0x00, 0x01, 0x5C], served: [],
            end: .refused(.methodMalformed)),
        refused("a body without a head", "{\"a\": 1}", .methodMalformed),
        refused("XML without a head", "<message/>", .methodMalformed),
        refused("the PROXY protocol", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", .requestLineMalformed),
        refused("a method in small letters", "get / HTTP/1.1\r\n" + host, .methodNotImplemented),
        refused("a method of nobody", "FOO / HTTP/1.1\r\n" + host, .methodNotImplemented),
        refused(
            "a method longer than any", String(repeating: "A", count: 33) + " / HTTP/1.1\r\n" + host,
            .methodNotImplemented),
        refused("WebDAV", "PROPFIND / HTTP/1.1\r\n" + host, .methodNotImplemented),
        refused("CONNECT with an authority", "CONNECT a:80 HTTP/1.1\r\n" + host, .methodNotImplemented),
        refused("CONNECT with a path", "CONNECT /a HTTP/1.1\r\n" + host, .methodNotImplemented),
        served("TRACE is known, and the doors refuse it", "TRACE / HTTP/1.1\r\n" + host, "TRACE / 0"),
    ]

    private static let versions: [RequestCase] = [
        refused("no minor version", "GET / HTTP/1\r\n" + host, .versionMalformed),
        refused("a version in small letters", "GET / http/1.1\r\n" + host, .versionMalformed),
        refused("two digits", "GET / HTTP/1.10\r\n" + host, .versionMalformed),
        refused("a leading zero", "GET / HTTP/01.1\r\n" + host, .versionMalformed),
        refused("a comma", "GET / HTTP/1,1\r\n" + host, .versionMalformed),
        refused("letters", "GET / HTTP/x.1\r\n" + host, .versionMalformed),
        refused("a sign", "GET / HTTP/+1.1\r\n" + host, .versionMalformed),
        refused("another protocol", "GET / RTSP/1.0\r\n" + host, .versionMalformed),
        refused("NUL behind the version", "GET / HTTP/1.1\u{0}\r\n" + host, .versionMalformed),
        refused("digits of another script", "GET / HTTP/1.١\r\n" + host, .versionMalformed),
        refused("HTTP/0.9 by name", "GET / HTTP/0.9\r\n" + host, .versionNotSupported),
        refused("HTTP/2.0", "GET / HTTP/2.0\r\n" + host, .versionNotSupported),
        refused("the greeting of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .versionNotSupported),
        refused("HTTP/9.9", "GET / HTTP/9.9\r\n" + host, .versionNotSupported),
        served("a higher minor version", "GET / HTTP/1.2\r\n" + host, "GET / 0"),
    ]
}
