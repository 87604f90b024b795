import Testing

@testable import HTTPWire

@Suite struct HeaderValueTests {
    private static let offers = [
        MediaType("application", "json"), MediaType("application", "xml"), MediaType("text", "xml"),
    ]

    @Test(
        arguments: [
            ([], 0), ([""], 0), (["*/*"], 0), (["application/xml"], 1), (["application/*;q=0.5, text/xml"], 2),
            (["application/json;q=0.1,application/xml;q=0.2"], 1), (["application/json;q=0, */*"], 1),
            (["text/html, */*;q=0.1"], 0), (["application/json;q=0.001", "text/xml;q=0.002"], 2),
            (["APPLICATION/XML ; q=1.0"], 1), (["text/plain"], nil), (["application/json;q=0"], nil),
            (["*/*;q=0"], nil), (["application/xml;version=2"], nil), (["nonsense, application/xml"], 1),
            (["nonsense"], 0),
            (["text/\"x, application/xml"], 0), (["application/json;q=2, text/xml;q=0.3"], 2),
            (["text/html;level=\"a,b\", application/xml"], 1),
        ] as [([String], Int?)])
    func `the client gets what it likes best`(accept: [String], index: Int?) {
        #expect(AcceptHeader(accept).prefers(among: Self.offers) == index)
    }

    @Test func `the more specific range decides`() {
        let offers = [MediaType("text", "html"), MediaType("text", "plain")]
        #expect(AcceptHeader(["text/*;q=0.9, text/html;q=0.2"]).prefers(among: offers) == 1)
        #expect(AcceptHeader(["*/*"]).prefers(among: []) == nil)
    }

    @Test func `a media type is read with its parameters`() throws {
        let type = try #require(MediaType("Application/XML; Charset=\"ISO-8859-1\" ;x=1;"))
        #expect(type.essence == "application/xml")
        #expect(type.charset == "iso-8859-1")
        #expect(type.parameter("x") == "1")
        #expect(MediaType("text/plain;a=\"b\\\"c\"")?.parameter("a") == "b\"c")
    }

    @Test(arguments: [
        "", "text", "text/", "/xml", "text/xml x", "text/xml;a", "text/xml;a=", "text/xml;a=\"b", "a b/c",
    ])
    func `what is no media type is none`(text: String) {
        // A parameter name alone stands for nothing, a name with nothing behind its sign neither.
        #expect(MediaType(text) == nil)
    }

    @Test func `headers keep order and duplicates and ignore case`() {
        var headers = HTTPHeaders([("A", "1"), ("b", "2")])
        headers.append("a", "3")
        #expect(headers.first("a") == "1")
        #expect(headers.all("A") == ["1", "3"])
        #expect(headers.first("c") == nil)
        #expect(headers.lines.map(\.name) == ["A", "b", "a"])
    }

    @Test func `a token is found in a list`() {
        let headers = HTTPHeaders([("Connection", "keep-alive , Upgrade"), ("connection", "close")])
        #expect(headers.contains(token: "upgrade", in: "connection"))
        #expect(headers.contains(token: "CLOSE", in: "connection"))
        #expect(!headers.contains(token: "keep", in: "connection"))
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_795_335_300, "Sun, 22 Nov 2026 08:15:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (-5, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ] as [(Int64, String)])
    func `a date is written as HTTP wants it`(seconds: Int64, text: String) {
        #expect(HTTPDate(seconds: seconds).text == text)
    }

    @Test func `percent-encoding goes both ways`() {
        #expect(PercentEncoding.encoded("a/b å+~") == "a%2Fb%20%C3%A5%2B~")
        #expect(PercentEncoding.decoded("a%2Fb%20%C3%A5%2B~") == "a/b å+~")
        #expect(PercentEncoding.decoded("+") == "+")
        #expect(HTTPQuery("from=2026-11-22T08:15:00+01:00")?["from"] == "2026-11-22T08:15:00+01:00")
        #expect(HTTPQuery("a=1&&a=2&=3")?.names == ["a", "a", ""])
    }
}
