import Testing

@testable import HTTPWire

/// Requests that two readers could understand differently, or that are no requests: each with the one answer.
@Suite struct MalformedRequestTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n"
    private static let post = "POST / HTTP/1.1\r\nHost: a\r\n"
    private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static let table: [(String, HTTPProblem)] = [
        // Lines.
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed),
        ("GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
        ("GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        ("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", .methodMalformed),
        ("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .versionMalformed),
        // The first line.
        ("GET\r\n\r\n", .requestLineMalformed),
        ("GET /\r\n\r\n", .requestLineMalformed),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .requestLineMalformed),
        ("GET / x HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .methodMalformed),
        ("\tGET / HTTP/1.1\r\n", .methodMalformed),
        ("G\u{0}T / HTTP/1.1\r\n", .methodMalformed),
        ("G(T / HTTP/1.1\r\n", .methodMalformed),
        ("GET\t/ HTTP/1.1\r\n", .requestLineMalformed),
        ("\u{16}\u{3}\u{1}", .methodMalformed),
        ("{\"a\": 1}", .methodMalformed),
        (String(repeating: "A", count: 33) + " / HTTP/1.1\r\n", .methodMalformed),
        ("get / HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
        ("FOO / HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
        ("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
        // The target.
        ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET http://u@h/x HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET /a\"b HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET /å HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", .targetMalformed),
        ("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /%0D%0A HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /%C3 HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /%C0%AF HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /?a=% HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        ("GET /?%FF=1 HTTP/1.1\r\nHost: a\r\n\r\n", .percentEncodingMalformed),
        // The version.
        ("GET / HTTP/1\r\nHost: a\r\n\r\n", .versionMalformed),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", .versionMalformed),
        ("GET / HTTP/1.10\r\nHost: a\r\n\r\n", .versionMalformed),
        ("GET / HTTP/1,1\r\nHost: a\r\n\r\n", .versionMalformed),
        ("GET / HTTP/x.1\r\nHost: a\r\n\r\n", .versionMalformed),
        ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .versionNotSupported),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .versionNotSupported),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .versionNotSupported),
        // Header lines.
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedLine),
        (get + "X: 1\r\n 2\r\n\r\n", .foldedLine),
        (get + "X: 1\r\n\t2\r\n\r\n", .foldedLine),
        (get + "X : 1\r\n\r\n", .headerNameMalformed),
        (get + "X\t: 1\r\n\r\n", .headerNameMalformed),
        (get + ": 1\r\n\r\n", .headerNameMalformed),
        (get + "X\r\n\r\n", .headerNameMalformed),
        (get + "X y: 1\r\n\r\n", .headerNameMalformed),
        (get + "Xå: 1\r\n\r\n", .headerNameMalformed),
        (get + "X\u{0}: 1\r\n\r\n", .headerNameMalformed),
        (get + "X: a\u{0}b\r\n\r\n", .headerValueMalformed),
        (get + "X: a\rb\r\n\r\n", .headerValueMalformed),
        (get + "X: a\u{7F}\r\n\r\n", .headerValueMalformed),
        (get + "X: \u{B}1\r\n\r\n", .headerValueMalformed),
        ("GET / HTTP/1.1\r\n\r\n", .hostMissing),
        (get + "Host: a\r\n\r\n", .hostRepeated),
        ("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", .hostRepeated),
        ("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .hostMalformed),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .hostMalformed),
        ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .hostMalformed),
        (post + "Expect: 200-ok\r\n\r\n", .expectationUnknown),
        (post + "Expect: 100-continue\r\nExpect: x\r\n\r\n", .expectationUnknown),
        // The framing.
        (post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", .contentLengthRepeated),
        (post + "Content-Length: 5\r\ncontent-length: 6\r\n\r\nhello", .contentLengthRepeated),
        (post + "Content-Length: 5, 5\r\n\r\nhello", .contentLengthMalformed),
        (post + "Content-Length: +5\r\n\r\nhello", .contentLengthMalformed),
        (post + "Content-Length: -1\r\n\r\n", .contentLengthMalformed),
        (post + "Content-Length: 0x5\r\n\r\nhello", .contentLengthMalformed),
        (post + "Content-Length: 5 0\r\n\r\nhello", .contentLengthMalformed),
        (post + "Content-Length:\r\n\r\n", .contentLengthMalformed),
        (post + "Content-Length: 1e3\r\n\r\n", .contentLengthMalformed),
        (post + "Content-Length: ٥\r\n\r\n", .contentLengthMalformed),
        (post + "Content-Length: 99999999999999999999\r\n\r\n", .contentLengthMalformed),
        (post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", .contentLengthWithTransferEncoding),
        (post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", .contentLengthWithTransferEncoding),
        (post + "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n", .contentLengthWithTransferEncoding),
        (post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: chunked, chunked\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: chunked, gzip\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: chunked;q=1\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: \"chunked\"\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding:\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: ,chunked\r\n\r\n", .transferEncodingMalformed),
        (post + "Transfer-Encoding: \u{B}chunked\r\n\r\n", .headerValueMalformed),
        (post + "Transfer-Encoding: gzip, chunked\r\n\r\n", .transferEncodingNotImplemented),
        (post + "Transfer-Encoding: xchunked\r\n\r\n", .transferEncodingNotImplemented),
        (post + "Transfer-Encoding: identity\r\n\r\n", .transferEncodingNotImplemented),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInOldVersion),
        // Chunks.
        (chunked + "\r\n", .chunkSizeMalformed),
        (chunked + "x\r\n", .chunkSizeMalformed),
        (chunked + "0x5\r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "+5\r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "-1\r\n", .chunkSizeMalformed),
        (chunked + " 5\r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "5 \r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "5 ;x\r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "5\nhello\r\n", .bareLineFeed),
        (chunked + "5;\u{0}\r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "5;a\rb\r\nhello\r\n", .chunkSizeMalformed),
        (chunked + "FFFFFFFFFFFFFFFFF\r\n", .chunkSizeMalformed),
        (chunked + "8000000000000000\r\n", .chunkSizeMalformed),
        (chunked + "5;" + String(repeating: "x", count: 300) + "\r\n", .chunkExtensionTooLong),
        (chunked + "5\r\nhelloX", .chunkEndMalformed),
        (chunked + "5\r\nhello\rX", .chunkEndMalformed),
        (chunked + "5\r\nhello\n", .chunkEndMalformed),
        (chunked + "0\r\nX : 1\r\n\r\n", .headerNameMalformed),
        (chunked + "0\r\n X: 1\r\n\r\n", .foldedLine),
        (chunked + "0\r\n\n", .bareLineFeed),
    ]

    @Test(arguments: table)
    func `a malformed request is refused with its reason, however it is cut`(text: String, problem: HTTPProblem) {
        #expect(RequestReading(text).problem == problem)
        #expect(RequestReading.firstDifference(text) == nil)
    }

    @Test func `nothing after a malformed request is read`() {
        let smuggled = Self.post + "Content-Length: 5\r\nContent-Length: 0\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(RequestReading(smuggled).heads.isEmpty)
    }

    @Test func `many small chunk extensions are refused too`() {
        let text = Self.chunked + String(repeating: "1;" + String(repeating: "x", count: 99) + "\r\na\r\n", count: 60)
        #expect(RequestReading(text).problem == .chunkExtensionTooLong)
    }

    @Test func `random bytes never do more than be refused`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededBytes(state: seed)
        let alphabet = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\nTransfer-Encoding:chunked5;0\u{0}\u{7F}".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int(random.next() % 120)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))]
            }
            let whole = RequestReading([bytes[...]])
            let cut = bytes.isEmpty ? 0 : Int(random.next() % UInt64(bytes.count))
            #expect(RequestReading([bytes[..<cut], bytes[cut...]]) == whole, "seed \(seed)")
        }
    }

    @Test func `each reason has a status of refusal and a name of its own`() {
        for problem in HTTPProblem.allCases { #expect((400...505).contains(problem.status)) }
        #expect(HTTPProblem.headTooLarge.status == 431)
        #expect(HTTPProblem.targetTooLong.status == 414)
        #expect(HTTPProblem.versionNotSupported.status == 505)
        #expect(HTTPProblem.transferEncodingNotImplemented.status == 501)
        #expect(HTTPProblem.methodNotImplemented.status == 501)
        #expect(HTTPProblem.expectationUnknown.status == 417)
        #expect(HTTPProblem.contentLengthRepeated.status == 400)
    }
}

/// SplitMix64: numbers that depend on nothing but their seed.
struct SeededBytes {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
