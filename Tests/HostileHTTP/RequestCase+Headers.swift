import HTTPWire

extension RequestCase {
    /// Names and values of header lines, their number and their size, and `Expect`.
    ///
    /// Source: RFC 9112 §5; RFC 9110 §5.1, §5.5, §10.1.1; RFC 6585 §5.
    static let headers: [RequestCase] = folds + names + values + sizes + expectations

    private static let folds: [RequestCase] = [
        refused("a fold before the first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedLine),
        refused("a fold by a tab before the first header", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", .foldedLine),
        refused("a fold by a space", get("X: 1\r\n 2"), .foldedLine),
        refused("a fold by a tab", get("X: 1\r\n\t2"), .foldedLine),
        refused("a fold of blanks alone", get("X: 1\r\n "), .foldedLine),
        refused("a folded length", post("Content-Length: \r\n 5", "hello"), .foldedLine),
        refused("a folded coding", post("Transfer-Encoding:\r\n chunked", "0\r\n\r\n"), .foldedLine),
        refused("a header hidden in a fold", get("X: 1\r\n Content-Length: 5"), .foldedLine),
    ]

    private static let names: [RequestCase] = [
        refused("a space before the colon", get("X : 1"), .headerNameMalformed),
        refused("a tab before the colon", get("X\t: 1"), .headerNameMalformed),
        refused("a space before the colon of a length", post("Content-Length : 5", "hello"), .headerNameMalformed),
        refused("a space before the colon of a coding", post("Transfer-Encoding : chunked"), .headerNameMalformed),
        refused("no name", get(": 1"), .headerNameMalformed),
        refused("a colon alone", get(":"), .headerNameMalformed),
        refused("no colon", get("X"), .headerNameMalformed),
        refused("two words", get("X y: 1"), .headerNameMalformed),
        refused("8-bit letters in a name", get("Xå: 1"), .headerNameMalformed),
        refused("NUL in a name", get("X\u{0}: 1"), .headerNameMalformed),
        refused("NUL before a name", get("\u{0}Content-Length: 5"), .headerNameMalformed),
        refused("a vertical tab in a name", post("Content-Length\u{B}: 5", "hello"), .headerNameMalformed),
        refused("a bare CR before a name", get("\rContent-Length: 5"), .headerNameMalformed),
        refused("a bare CR for a line end", get("X: 1\rContent-Length: 5"), .headerValueMalformed),
        refused("brackets in a name", get("X[]: 1"), .headerNameMalformed),
        refused("a slash in a name", get("X/Y: 1"), .headerNameMalformed),
        refused("a quoted name", get("\"X\": 1"), .headerNameMalformed),
        refused("a second request in the head", get("GET /b HTTP/1.1"), .headerNameMalformed),
        served("an underscore makes another name", get("Content_Length: 5"), "GET / 0"),
        served("a name in any letters", post("cOnTeNt-LeNgTh: 5", "hello"), "POST / 5"),
    ]

    private static let values: [RequestCase] = [
        refused("NUL in a value", get("X: a\u{0}b"), .headerValueMalformed),
        refused("NUL at the end of a value", get("X: a\u{0}"), .headerValueMalformed),
        refused("a bare CR in a value", get("X: a\rb"), .headerValueMalformed),
        refused("a bare CR at the end of a value", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", .headerValueMalformed),
        refused("DEL in a value", get("X: a\u{7F}"), .headerValueMalformed),
        refused("a vertical tab in a value", get("X: \u{B}1"), .headerValueMalformed),
        refused("a backspace in a value", get("X: \u{8}1"), .headerValueMalformed),
        refused("an escape of a terminal in a value", get("User-Agent: \u{1B}]0;x"), .headerValueMalformed),
        served("an empty value", get("X:"), "GET / 0"),
        served("blanks around a value", post("Content-Length: \t 5 \t ", "hello"), "POST / 5"),
        served("no blank before a value", post("Content-Length:5", "hello"), "POST / 5"),
        served("8-bit letters in a value", get("User-Agent: räksmörgås"), "GET / 0"),
        served("a colon first in a value", get("X::"), "GET / 0"),
    ]

    private static let sizes: [RequestCase] = [
        refused("a line too long", get("X: " + String(repeating: "x", count: 8_190)), .headerLineTooLong),
        refused("a line that does not end", get("X: " + String(repeating: "x", count: 30_000)), .headerLineTooLong),
        refused("a name too long", get(String(repeating: "x", count: 9_000) + ": 1"), .headerLineTooLong),
        refused(
            "too many lines", get((0..<100).map { "X\($0): 1" }.joined(separator: "\r\n")), .tooManyHeaderLines),
        refused(
            "too many bytes",
            get((0..<5).map { _ in "X: " + String(repeating: "x", count: 8_000) }.joined(separator: "\r\n")),
            .headTooLarge),
        served("as many lines as may be", get((0..<99).map { "X\($0): 1" }.joined(separator: "\r\n")), "GET / 0"),
        served("a line as long as may be", get("X: " + String(repeating: "x", count: 8_189)), "GET / 0"),
    ]

    private static let expectations: [RequestCase] = [
        refused("an unknown expectation", post("Expect: 200-ok"), .expectationUnknown),
        refused(
            "an unknown expectation in a second line", post("Expect: 100-continue\r\nExpect: x"), .expectationUnknown),
        refused("an unknown expectation in a list", post("Expect: 100-continue, x"), .expectationUnknown),
        refused("an expectation with a parameter", post("Expect: 100-continue;x=1"), .expectationUnknown),
        served("an expectation twice", get("Expect: 100-continue, 100-continue"), "GET / 0"),
        served("an empty expectation", get("Expect:"), "GET / 0"),
        served("an expectation without body", get("Expect: 100-continue"), "GET / 0"),
        served(
            "an expectation of an old client", "POST / HTTP/1.0\r\nExpect: x\r\nContent-Length: 1\r\n\r\na", "POST / 1",
            end: .closed),
    ]
}
