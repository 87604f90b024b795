import HTTPWire
import HostileHTTP
import Testing

@Suite struct RequestParserTests {
    private static let wellFormed = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET /livez?x=1&y=%C3%A5 HTTP/1.1\r\nhost:a:8080\r\nAccept: */*\r\n\r\n",
        "GET http://example.test/path?q HTTP/1.1\r\nHost: example.test\r\n\r\n",
        "GET http://example.test HTTP/1.1\r\nHost: example.test\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:80\r\nX-Empty:\r\nX-Blank: \t \r\n\r\n",
        "POST /m HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /m HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        "POST /m HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n00A;x=\"y\"\r\n 0123\r\n\r\na\r\n0\r\nT: v\r\n\r\n",
        "POST /m HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /n HTTP/1.1\r\nHost: b\r\n\r\nPUT /o HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "DELETE /a%2Fb/%C3%A5 HTTP/1.1\r\nHost: a\r\nUser-Agent: räksmörgås\r\n\r\n",
    ]

    @Test(arguments: wellFormed)
    func `a well-formed request reads the same however it is cut`(text: String) {
        let reading = RequestReading(text)
        #expect(reading.problem == nil)
        #expect(reading.ends == reading.heads.count)
        #expect(reading.ends > 0)
        #expect(Cuts.firstDifference(Array(text.utf8), pairsUpTo: 100, from: RequestReading()) == nil)
    }

    @Test func `a head is taken apart`() throws {
        let reading = RequestReading(
            "POST /v1/a%2Fb/c?wait=20&unit=SE1-%C3%85&flag HTTP/1.1\r\nHost: h\r\nX: 1\r\nx:  2\t\r\nContent-Length: 2\r\n\r\nok"
        )
        let head = try #require(reading.heads.first)
        #expect(head.method == "POST")
        #expect(head.target == "/v1/a%2Fb/c?wait=20&unit=SE1-%C3%85&flag")
        #expect(head.path == "/v1/a%2Fb/c")
        #expect(head.pathSegments == ["v1", "a/b", "c"])
        #expect(head.query["wait"] == "20")
        #expect(head.query["unit"] == "SE1-Å")
        #expect(head.query["flag"] == "")
        #expect(head.query["other"] == nil)
        #expect(head.query.names == ["wait", "unit", "flag"])
        #expect(head.headers.all("X") == ["1", "2"])
        #expect(head.minorVersion == 1)
        #expect(reading.framings == [.length(2)])
        #expect(reading.bodies == [Array("ok".utf8)])
    }

    @Test func `an absolute target gives its path and query`() throws {
        let head = try #require(RequestReading("GET http://h:1/p?a=b HTTP/1.1\r\nHost: h\r\n\r\n").heads.first)
        #expect(head.path == "/p")
        #expect(head.query["a"] == "b")
        let bare = try #require(RequestReading("GET http://h?a=b HTTP/1.1\r\nHost: h\r\n\r\n").heads.first)
        #expect(bare.path == "/")
        #expect(bare.query["a"] == "b")
    }

    @Test func `chunks are joined and trailers dropped`() throws {
        let reading = RequestReading(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;e\r\nde\r\n0\r\nTrailer: x\r\n\r\n"
        )
        #expect(reading.bodies == [Array("abcde".utf8)])
        #expect(reading.framings == [.chunked])
        #expect(try #require(reading.heads.first).headers.first("trailer") == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1\r\nHost: a", true), ("HTTP/1.1\r\nHost: a\r\nConnection: close", false),
        ("HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE", false), ("HTTP/1.0", false),
        ("HTTP/1.0\r\nConnection: Keep-Alive", true), ("HTTP/1.9\r\nHost: a", true),
    ])
    func `the client says whether it goes on`(end: String, goesOn: Bool) throws {
        #expect(try #require(RequestReading("GET / \(end)\r\n\r\n").heads.first).wantsKeepAlive == goesOn)
    }

    @Test func `100-continue is an expectation of HTTP 1-1 only`() throws {
        let new = RequestReading("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n")
        #expect(try #require(new.heads.first).expectsContinue)
        let old = RequestReading("PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
        #expect(try #require(old.heads.first).expectsContinue == false)
    }

    @Test func `the next request waits unread until it is asked for`() {
        var parser = RequestParser()
        Array("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            .withUnsafeBytes { parser.feed($0) }
        #expect(parser.isBetweenRequests == false)
        _ = parser.next()
        _ = parser.next()
        #expect(parser.bufferedBytes == 28)
        _ = parser.next()
        _ = parser.next()
        #expect(parser.isBetweenRequests)
    }

    @Test(arguments: [
        // Refused behind the head, in it, at its first line, and before that line's end; and not refused yet.
        ("HEAD / HTTP/1.1\r\n\r\n", HTTPProblem.hostMissing),
        ("HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", .expectationUnknown),
        ("HEAD / HTTP/1.1\r\nX: " + String(repeating: "x", count: 9_000), .headerLineTooLong),
        ("\r\nHEAD / HTTP/2.0\r\n", .versionNotSupported),
        ("HEAD /" + String(repeating: "x", count: 9_000), .targetTooLong),
        ("HEAD / HTTP/1.1\r\nHost: a\r\n", nil),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /b HT", nil),
    ])
    func `a request for HEAD is known for one though its head is not whole`(text: String, problem: HTTPProblem?) {
        let reading = RequestReading(text)
        #expect(reading.problem == problem)
        #expect(reading.isForHead)
        #expect(Cuts.firstDifference(Array(text.utf8), pairsUpTo: 50, from: RequestReading()) == nil)
    }

    @Test(arguments: [
        "HEAD", "HEADER / HTTP/1.1\r\n", "head / HTTP/1.1\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT",
    ])
    func `what does not begin as HEAD is no request for it`(text: String) {
        #expect(!RequestReading(text).isForHead)
    }

    @Test func `limits are kept at their last byte`() {
        var limits = HTTPWireLimits()
        limits.targetBytes = 10
        limits.headerLineBytes = 10
        limits.headerLines = 2
        limits.headBytes = 40
        func problem(_ text: String) -> HTTPProblem? { RequestReading(text, limits: limits).problem }
        #expect(problem("GET /2345678901 HTTP/1.1\r\n") == .targetTooLong)
        #expect(problem("GET /234567890 HTTP/1.1\r\nHost: a\r\n\r\n") == nil)
        #expect(problem("GET / HTTP/1.1\r\nHost: 7890\r\n\r\n") == nil)
        #expect(problem("GET / HTTP/1.1\r\nHost: 78901\r\n\r\n") == .headerLineTooLong)
        #expect(problem("GET / HTTP/1.1\r\nHost: 678901234") == .headerLineTooLong)
        #expect(problem("GET / HTTP/1.1\r\nHost: a\r\nB: 1\r\nC: 1\r\n") == .tooManyHeaderLines)
        #expect(problem("GET /23456789 HTTP/1.1\r\nHost: 6789\r\nB: 678901\r\n") == .headTooLarge)
        #expect(problem("GET /" + String(repeating: "a", count: 100)) == .targetTooLong)
    }
}
