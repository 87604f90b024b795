import HTTPWire
import HostileHTTP
import Testing

@Suite struct ResponseTests {
    @Test(arguments: ResponseCase.wellFormed)
    func `a response reads the same however it is cut`(example: ResponseCase) {
        let reading = ResponseReading(example.text)
        #expect(reading.isComplete)
        #expect(reading.problem == nil)
        expectSameHoweverCut(example)
    }

    @Test(arguments: ResponseCase.malformed)
    func `a response open to doubt is refused, however it is cut`(example: ResponseCase) {
        #expect(ResponseReading(example.text).problem == example.problem)
        expectSameHoweverCut(example)
    }

    private func expectSameHoweverCut(_ example: ResponseCase) {
        let bytes = Array(example.text.utf8)
        for method in ["GET", "HEAD"] {
            #expect(Cuts.firstDifference(bytes, pairsUpTo: 100, from: ResponseReading(method: method)) == nil)
        }
    }

    @Test func `what the server writes the client reads`() {
        var response = HTTPResponse(
            status: 202, headers: HTTPHeaders([("Location", "/v1/messages/1")]), body: Array("receipt".utf8))
        response.closesConnection = true
        let bytes = ResponseWriter.bytes(
            of: response, date: HTTPDate(seconds: 0), keepsAlive: false, isForHead: false)
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                HTTP/1.1 202 Accepted\r
                Date: Thu, 01 Jan 1970 00:00:00 GMT\r
                Connection: close\r
                Location: /v1/messages/1\r
                Content-Length: 7\r
                \r
                receipt
                """)
        let reading = ResponseReading([bytes[...]])
        #expect(reading.body == response.body)
        #expect(reading.isComplete)
        #expect(reading.head?.keepsAlive == false)
    }

    @Test func `HEAD gets the length without the body and 204 neither`() {
        let page = HTTPResponse(status: 200, body: Array("page".utf8))
        let head = ResponseWriter.bytes(of: page, date: HTTPDate(seconds: 0), keepsAlive: true, isForHead: true)
        #expect(String(decoding: head, as: UTF8.self).hasSuffix("Content-Length: 4\r\n\r\n"))
        #expect(ResponseReading([head[...]], method: "HEAD").isComplete)
        let empty = ResponseWriter.bytes(
            of: HTTPResponse(status: 204), date: HTTPDate(seconds: 0), keepsAlive: true, isForHead: false)
        #expect(!String(decoding: empty, as: UTF8.self).contains("Content-Length"))
    }

    @Test func `a header value cannot begin a line of its own`() {
        let response = HTTPResponse(status: 200, headers: HTTPHeaders([("X\r\nA", "1\r\nSet-Cookie: x")]))
        let bytes = ResponseWriter.bytes(of: response, date: HTTPDate(seconds: 0), keepsAlive: true, isForHead: false)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\r\nX??A: 1??Set-Cookie: x\r\n"))
    }

    @Test func `a response without length ends with the connection`() {
        var parser = ResponseParser(method: "GET")
        Array("HTTP/1.1 200 OK\r\n\r\nall".utf8).withUnsafeBytes { parser.feed($0) }
        while parser.next() != nil {}
        let isComplete = parser.inputEnded()
        #expect(isComplete)
        var cut = ResponseParser(method: "GET")
        Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall".utf8).withUnsafeBytes { cut.feed($0) }
        while cut.next() != nil {}
        let isCutComplete = cut.inputEnded()
        #expect(!isCutComplete)
    }

    @Test func `bytes behind a response are seen`() {
        #expect(ResponseReading("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200").left == 12)
    }

    @Test func `what the client writes the server reads`() throws {
        let bytes = try RequestWriter.bytes(
            method: "PUT", target: "/care-plans/1?x=%20", host: "127.0.0.1:80",
            headers: HTTPHeaders([("Content-Type", "application/xml")]), body: Array("<a/>".utf8))
        let reading = RequestReading([bytes[...]])
        #expect(reading.heads.first?.path == "/care-plans/1")
        #expect(reading.heads.first?.query["x"] == " ")
        #expect(reading.heads.first?.headers.first("host") == "127.0.0.1:80")
        #expect(reading.bodies == [Array("<a/>".utf8)])
        #expect(reading.ends == 1)
    }

    @Test func `a request that cannot be written is not`() {
        #expect(throws: HTTPProblem.targetMalformed) {
            try RequestWriter.bytes(method: "GET", target: "/a b", host: "h", headers: HTTPHeaders(), body: [])
        }
        #expect(throws: HTTPProblem.targetMalformed) {
            try RequestWriter.bytes(method: "GET", target: "/\r\nX: 1", host: "h", headers: HTTPHeaders(), body: [])
        }
        #expect(throws: HTTPProblem.methodMalformed) {
            try RequestWriter.bytes(method: "G T", target: "/", host: "h", headers: HTTPHeaders(), body: [])
        }
        #expect(throws: HTTPProblem.hostMalformed) {
            try RequestWriter.bytes(method: "GET", target: "/", host: "h\r\n", headers: HTTPHeaders(), body: [])
        }
    }
}
