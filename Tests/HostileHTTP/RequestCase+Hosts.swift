import HTTPWire

extension RequestCase {
    /// `Host`: missing, repeated, or none that a host has.
    ///
    /// Source: RFC 9112 §3.2; RFC 9110 §7.2; RFC 3986 §3.2.2.
    static let hosts: [RequestCase] = refusedHosts + servedHosts

    private static func get(host: String) -> String { "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n" }

    private static let refusedHosts: [RequestCase] = [
        refused("no Host", "GET / HTTP/1.1\r\n\r\n", .hostMissing),
        refused("no Host with absolute form", "GET http://a/ HTTP/1.1\r\n\r\n", .hostMissing),
        refused("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", .hostRepeated),
        refused("the same Host twice", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", .hostRepeated),
        refused("two Hosts of an old client", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", .hostRepeated),
        refused("two Hosts in one", get(host: "a, b"), .hostMalformed),
        refused("two Hosts by a comma alone", get(host: "a,b"), .hostMalformed),
        refused("a path in Host", get(host: "a/b"), .hostMalformed),
        refused("a user in Host", get(host: "u@a"), .hostMalformed),
        refused("a scheme in Host", get(host: "http://a"), .hostMalformed),
        refused("a query in Host", get(host: "a?b"), .hostMalformed),
        refused("a space in Host", get(host: "a b"), .hostMalformed),
        refused("a quote in Host", get(host: "\"a\""), .hostMalformed),
        refused("a backslash in Host", get(host: "a\\b"), .hostMalformed),
        refused("8-bit letters in Host", get(host: "å.se"), .hostMalformed),
        refused("a port that is no number", get(host: "a:b"), .hostMalformed),
        refused("a negative port", get(host: "a:-1"), .hostMalformed),
        refused("two ports", get(host: "a:1:2"), .hostMalformed),
        refused("a number of IPv6 without brackets", get(host: "::1"), .hostMalformed),
        refused("a bracket that does not end", get(host: "[::1"), .hostMalformed),
        refused("a bracket that does not begin", get(host: "::1]"), .hostMalformed),
        refused("a name behind brackets", get(host: "[::1]a"), .hostMalformed),
        refused("a name in brackets", get(host: "[name]"), .hostMalformed),
        refused("empty brackets", get(host: "[]"), .hostMalformed),
        refused("brackets in a name", get(host: "a[1]"), .hostMalformed),
        refused("a broken escape in Host", get(host: "%zz"), .hostMalformed),
        refused("half an escape in Host", get(host: "a%4"), .hostMalformed),
    ]

    private static let servedHosts: [RequestCase] = [
        served("an empty Host", get(host: ""), "GET / 0"),
        served("a Host with a port", get(host: "example.test:8080"), "GET / 0"),
        served("a Host with an empty port", get(host: "a:"), "GET / 0"),
        served("a number of IPv6", get(host: "[::1]:80"), "GET / 0"),
        served("a number of IPv4", get(host: "127.0.0.1"), "GET / 0"),
        served("an escape in Host", get(host: "%61"), "GET / 0"),
        served("no Host from an old client", "GET / HTTP/1.0\r\n\r\n", "GET / 0", end: .closed),
    ]
}
