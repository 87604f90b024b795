import HTTPWire

extension RequestCase {
    /// The forms of the target, its characters and its escapes.
    ///
    /// Source: RFC 9112 §3.2; RFC 9110 §4.2; RFC 3986 §2.1, §3.
    static let targets: [RequestCase] = forms + characters + escapes

    private static func get(target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n" }

    private static let forms: [RequestCase] = [
        refused("a target without slash", get(target: "a"), .targetMalformed),
        refused("authority form without CONNECT", get(target: "a:80"), .targetMalformed),
        refused("asterisk form without OPTIONS", get(target: "*"), .targetMalformed),
        refused("an asterisk with more", "OPTIONS *a HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        refused("a query alone", get(target: "?a=b"), .targetMalformed),
        refused("another scheme", get(target: "ftp://a/"), .targetMalformed),
        refused("a scheme without authority", get(target: "http:/x"), .targetMalformed),
        refused("a scheme alone", get(target: "http://"), .targetMalformed),
        refused("an empty authority", get(target: "http:///x"), .targetMalformed),
        refused("a port without host", get(target: "http://:80/x"), .targetMalformed),
        refused("a user in the authority", get(target: "http://u@h/x"), .targetMalformed),
        refused("a port that is none", get(target: "http://h:x/"), .targetMalformed),
        refused("two ports", get(target: "http://h:1:2/"), .targetMalformed),
        refused("a bracket that does not end", get(target: "http://[::1/"), .targetMalformed),
        refused("a name in brackets", get(target: "http://[name]/"), .targetMalformed),
        refused("a scheme within the path's place", get(target: "javascript:alert(1)"), .targetMalformed),
        served("absolute form", get(target: "http://example.test/path?q"), "GET /path 0"),
        served("absolute form of another host than Host", get(target: "http://b/path"), "GET /path 0"),
        served("absolute form with a number of IPv6", get(target: "http://[::1]:80/path"), "GET /path 0"),
        served("absolute form in capitals", get(target: "HTTPS://A/path"), "GET /path 0"),
        served("absolute form without path", get(target: "http://a?q"), "GET / 0"),
        served("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * 0"),
        served("two slashes are a path and no authority", get(target: "//b/path"), "GET //b/path 0"),
        served("dots are not walked", get(target: "/a/../b"), "GET /a/../b 0"),
        served("a scheme within the query", get(target: "/?u=http://b/"), "GET / 0"),
    ]

    private static let characters: [RequestCase] = [
        refused("a fragment", get(target: "/a#b"), .targetMalformed),
        refused("a quote", get(target: "/a\"b"), .targetMalformed),
        refused("a backslash", get(target: "/a\\b"), .targetMalformed),
        refused("angle brackets", get(target: "/<script>"), .targetMalformed),
        refused("braces", get(target: "/${jndi:x}"), .targetMalformed),
        refused("a bar", get(target: "/a|b"), .targetMalformed),
        refused("a caret", get(target: "/a^b"), .targetMalformed),
        refused("a backquote", get(target: "/a`b"), .targetMalformed),
        refused("brackets in the path", get(target: "/a[1]"), .targetMalformed),
        refused("brackets in the path of absolute form", get(target: "http://a/[1]"), .targetMalformed),
        refused("8-bit letters", get(target: "/å"), .targetMalformed),
        refused("NUL", get(target: "/\u{0}"), .targetMalformed),
        refused("DEL", get(target: "/\u{7F}"), .targetMalformed),
        refused("an escape of a terminal", get(target: "/\u{1B}[2J"), .targetMalformed),
        refused("a byte order mark", get(target: "\u{FEFF}/"), .targetMalformed),
        refused("a target one byte too long", get(target: "/" + String(repeating: "a", count: 8_192)), .targetTooLong),
        refused("a target that does not end", "GET /" + String(repeating: "a", count: 20_000), .targetTooLong),
        served(
            "a target as long as may be", get(target: "/?" + String(repeating: "a", count: 8_190)), "GET / 0"),
    ]

    private static let escapes: [RequestCase] = [
        refused("half an escape", get(target: "/%4"), .percentEncodingMalformed),
        refused("a percent sign alone", get(target: "/%"), .percentEncodingMalformed),
        refused("an escape cut by a slash", get(target: "/%2/f"), .percentEncodingMalformed),
        refused("letters that are no digits", get(target: "/%zz"), .percentEncodingMalformed),
        refused("an escape of IIS", get(target: "/%u0041"), .percentEncodingMalformed),
        refused("a sign in an escape", get(target: "/%+1"), .percentEncodingMalformed),
        refused("an escaped NUL", get(target: "/a%00.html"), .percentEncodingMalformed),
        refused("an escaped line end", get(target: "/%0D%0AX:%201"), .percentEncodingMalformed),
        refused("an escaped tab", get(target: "/%09"), .percentEncodingMalformed),
        refused("an escaped DEL", get(target: "/%7F"), .percentEncodingMalformed),
        refused("half a letter of UTF-8", get(target: "/%C3"), .percentEncodingMalformed),
        refused("an overlong slash", get(target: "/%C0%AF"), .percentEncodingMalformed),
        refused("an escaped surrogate", get(target: "/%ED%A0%80"), .percentEncodingMalformed),
        refused("a letter of Latin-1", get(target: "/%E5"), .percentEncodingMalformed),
        refused("half an escape in the query", get(target: "/?a=%"), .percentEncodingMalformed),
        refused("bytes that are no UTF-8 in a name", get(target: "/?%FF=1"), .percentEncodingMalformed),
        refused("an escaped line end in the query", get(target: "/?a=%0a"), .percentEncodingMalformed),
        refused("a broken escape in absolute form", get(target: "http://a/%zz"), .percentEncodingMalformed),
        served("an escaped slash stays in its segment", get(target: "/a%2Fb"), "GET /a%2Fb 0"),
        served("escaped dots are not walked", get(target: "/%2e%2e/b"), "GET /%2e%2e/b 0"),
        served("an escape is undone once", get(target: "/%252e"), "GET /%252e 0"),
    ]
}
