import HTTPWire

extension RequestCase {
    /// `Content-Length` and `Transfer-Encoding`: whatever two readers could understand differently.
    ///
    /// Source: RFC 9112 §6, §11.2; RFC 9110 §8.6.
    static let framings: [RequestCase] = lengths + codings

    private static let lengths: [RequestCase] = [
        refused(
            "the same length twice", post("Content-Length: 5\r\nContent-Length: 5", "hello"), .contentLengthRepeated),
        refused("two lengths", post("Content-Length: 5\r\ncontent-length: 6", "hello"), .contentLengthRepeated),
        refused(
            "a length and none", post("Content-Length: 0\r\nContent-Length:", "GET /b HTTP/1.1\r\n\r\n"),
            .contentLengthRepeated),
        refused("the same length twice in one line", post("Content-Length: 5, 5", "hello"), .contentLengthMalformed),
        refused("two lengths in one line", post("Content-Length: 5,6", "hello"), .contentLengthMalformed),
        refused("a length with a comma behind it", post("Content-Length: 5,", "hello"), .contentLengthMalformed),
        refused("a length with a plus", post("Content-Length: +5", "hello"), .contentLengthMalformed),
        refused("a negative length", post("Content-Length: -1"), .contentLengthMalformed),
        refused("a length of minus nothing", post("Content-Length: -0"), .contentLengthMalformed),
        refused("a hexadecimal length", post("Content-Length: 0x5", "hello"), .contentLengthMalformed),
        refused("a length in letters", post("Content-Length: five"), .contentLengthMalformed),
        refused("two words as a length", post("Content-Length: 5 0", "hello"), .contentLengthMalformed),
        refused("an empty length", post("Content-Length:"), .contentLengthMalformed),
        refused("a length with an exponent", post("Content-Length: 1e3"), .contentLengthMalformed),
        refused("a length with a point", post("Content-Length: 5.0", "hello"), .contentLengthMalformed),
        refused("a length with a separator", post("Content-Length: 1_0"), .contentLengthMalformed),
        refused("a quoted length", post("Content-Length: \"5\"", "hello"), .contentLengthMalformed),
        refused("a length with a parameter", post("Content-Length: 5;a=b", "hello"), .contentLengthMalformed),
        refused("digits of another script", post("Content-Length: ٥"), .contentLengthMalformed),
        refused("a length behind a NUL", post("Content-Length: \u{0}5", "hello"), .headerValueMalformed),
        refused("a length beyond 64 bits", post("Content-Length: 99999999999999999999"), .contentLengthMalformed),
        refused(
            "a length of 2 to the 64th and 5", post("Content-Length: 18446744073709551621"), .contentLengthMalformed),
        refused(
            "a length of a thousand digits", post("Content-Length: " + String(repeating: "1", count: 1_000)),
            .contentLengthMalformed),
        RequestCase(
            trap: "a length that nobody takes", bytes: Array(post("Content-Length: 999999999999999999").utf8),
            served: [], end: .tooLarge),
        RequestCase(
            trap: "a length one byte beyond what is taken", bytes: Array(post("Content-Length: 1001").utf8),
            served: [], end: .tooLarge),
        served("zeros before a length", post("Content-Length: 0005", "hello"), "POST / 5"),
        served("a length of nothing", post("Content-Length: 0"), "POST / 0"),
        served("a body for GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "GET / 5"),
    ]

    private static let codings: [RequestCase] = [
        refused(
            "length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            .contentLengthWithTransferEncoding),
        refused(
            "coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
            .contentLengthWithTransferEncoding),
        refused(
            "length and an unknown coding", post("Transfer-Encoding: identity\r\nContent-Length: 5", "hello"),
            .contentLengthWithTransferEncoding),
        refused(
            "length and a hidden coding", post("Content-Length: 5\r\nTransfer-Encoding: xchunked", "hello"),
            .contentLengthWithTransferEncoding),
        refused(
            "a bad length and a coding", post("Content-Length: x\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            .contentLengthWithTransferEncoding),
        refused(
            "two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), .transferEncodingMalformed),
        refused(
            "an unknown coding behind chunked", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x"),
            .transferEncodingMalformed),
        refused("chunked twice in a list", post("Transfer-Encoding: chunked, chunked"), .transferEncodingMalformed),
        refused("chunked before another", post("Transfer-Encoding: chunked, gzip"), .transferEncodingMalformed),
        refused("chunked before identity", post("Transfer-Encoding: chunked, identity"), .transferEncodingMalformed),
        refused("chunked with a parameter", post("Transfer-Encoding: chunked;q=1"), .transferEncodingMalformed),
        refused("chunked in quotes", post("Transfer-Encoding: \"chunked\""), .transferEncodingMalformed),
        refused("an empty coding", post("Transfer-Encoding:"), .transferEncodingMalformed),
        refused("an empty coding before chunked", post("Transfer-Encoding: ,chunked"), .transferEncodingMalformed),
        refused("two words as a coding", post("Transfer-Encoding: chunked x"), .transferEncodingMalformed),
        refused("a vertical tab before chunked", post("Transfer-Encoding: \u{B}chunked"), .headerValueMalformed),
        refused("a bare CR behind chunked", post("Transfer-Encoding: chunked\rX: y"), .headerValueMalformed),
        refused("a coding before chunked", post("Transfer-Encoding: gzip, chunked"), .transferEncodingNotImplemented),
        refused(
            "a coding before chunked in a line of its own",
            post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"),
            .transferEncodingNotImplemented),
        refused("a word that ends with chunked", post("Transfer-Encoding: xchunked"), .transferEncodingNotImplemented),
        refused(
            "a word that begins with chunked", post("Transfer-Encoding: chunked-x"), .transferEncodingNotImplemented),
        refused("identity", post("Transfer-Encoding: identity"), .transferEncodingNotImplemented),
        refused("gzip alone", post("Transfer-Encoding: gzip"), .transferEncodingNotImplemented),
        refused("the Kelvin sign as a letter", post("Transfer-Encoding: chun\u{212A}ed"), .transferEncodingMalformed),
        refused(
            "chunks of an old client", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .transferEncodingInOldVersion),
        refused(
            "length and chunks of an old client",
            "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .contentLengthWithTransferEncoding),
        served("chunked in any letters", post("Transfer-Encoding: CHUNKED", "1\r\na\r\n0\r\n\r\n"), "POST / 1"),
        served("an underscore makes another name", post("Transfer_Encoding: chunked"), "POST / 0"),
        served("codings that may be answered with", get("TE: trailers, chunked"), "GET / 0"),
    ]
}
