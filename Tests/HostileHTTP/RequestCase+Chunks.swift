import HTTPWire

extension RequestCase {
    /// Bodies in chunks: sizes, extensions, ends and trailers.
    ///
    /// Source: RFC 9112 §7.1; RFC 9110 §5.6.3, §6.5.
    static let chunks: [RequestCase] = chunkSizes + chunkExtensions + chunkEnds + trailers

    private static let chunkSizes: [RequestCase] = [
        refused("no size", chunked("\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a letter that is no digit", chunked("g\r\n"), .chunkSizeMalformed),
        refused("0x before a size", chunked("0x5\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a plus before a size", chunked("+5\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a negative size", chunked("-1\r\n"), .chunkSizeMalformed),
        refused("a blank before a size", chunked(" 5\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a tab before a size", chunked("\t5\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a blank behind a size", chunked("5 \r\nhello\r\n"), .chunkSizeMalformed),
        refused("two words as a size", chunked("5 0\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a size with a separator", chunked("1_0\r\n"), .chunkSizeMalformed),
        refused("a size with a point", chunked("5.0\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a size with an h", chunked("5h\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a size behind a NUL", chunked("\u{0}5\r\nhello\r\n"), .chunkSizeMalformed),
        refused("digits of another script", chunked("٥\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a size of 68 bits", chunked("FFFFFFFFFFFFFFFFF\r\n"), .chunkSizeMalformed),
        refused("a size of 2 to the 63rd", chunked("8000000000000000\r\n"), .chunkSizeMalformed),
        refused("a size of 2 to the 64th and 5", chunked("10000000000000005\r\nhello\r\n"), .chunkSizeMalformed),
        refused("zeros without end", chunked(String(repeating: "0", count: 200) + "5\r\n"), .chunkSizeMalformed),
        refused("a bare LF behind a size", chunked("5\nhello\r\n"), .bareLineFeed),
        refused("a bare CR behind a size", chunked("5\rhello\r\n"), .chunkSizeMalformed),
        refused("a size that does not end", chunked(String(repeating: "1", count: 300)), .chunkExtensionTooLong),
        RequestCase(
            trap: "a chunk that nobody takes",
            bytes: Array(chunked("FFFFFFFFFFFFFFF\r\n" + String(repeating: "a", count: 1_001)).utf8), served: [],
            end: .tooLarge),
        served("small and capital digits", chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"), "POST / 20"),
        served("zeros before a size", chunked("0005\r\nhello\r\n000\r\n\r\n"), "POST / 5"),
    ]

    private static let chunkExtensions: [RequestCase] = [
        refused("a NUL in an extension", chunked("5;\u{0}\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a bare CR in an extension", chunked("5;a\rb\r\nhello\r\n"), .chunkSizeMalformed),
        refused("a bare LF in an extension", chunked("5;a\nb\r\nhello\r\n"), .bareLineFeed),
        refused("a bare LF in a quoted extension", chunked("5;a=\"\n\"\r\nhello\r\n"), .bareLineFeed),
        refused(
            "an extension that is too long", chunked("5;" + String(repeating: "x", count: 300) + "\r\n"),
            .chunkExtensionTooLong),
        refused(
            "an extension that does not end", chunked("5;" + String(repeating: "x", count: 9_000)),
            .chunkExtensionTooLong),
        refused(
            "too many extensions",
            chunked(String(repeating: "1;" + String(repeating: "x", count: 99) + "\r\na\r\n", count: 60)),
            .chunkExtensionTooLong),
        served("an extension", chunked("5;a=b\r\nhello\r\n0;last\r\n\r\n"), "POST / 5"),
        served("blanks before an extension", chunked("5 \t; a = b\r\nhello\r\n0\r\n\r\n"), "POST / 5"),
        served("a line end in words in an extension", chunked("5;a=\"\\r\\n0\"\r\nhello\r\n0\r\n\r\n"), "POST / 5"),
    ]

    private static let chunkEnds: [RequestCase] = [
        refused("a chunk longer than its size", chunked("5\r\nhelloX\r\n0\r\n\r\n"), .chunkEndMalformed),
        refused("a chunk shorter than its size", chunked("6\r\nhello\r\n0\r\n\r\n"), .chunkEndMalformed),
        refused("a CR alone behind a chunk", chunked("5\r\nhello\rX"), .chunkEndMalformed),
        refused("a LF alone behind a chunk", chunked("5\r\nhello\n0\r\n\r\n"), .chunkEndMalformed),
        refused("nothing behind a chunk", chunked("5\r\nhello0\r\n\r\n"), .chunkEndMalformed),
        RequestCase(
            trap: "a last chunk that does not come", bytes: Array(chunked("5\r\nhello\r\n").utf8), served: [],
            end: .unfinished),
        RequestCase(
            trap: "a last line that does not come", bytes: Array(chunked("5\r\nhello\r\n0\r\n").utf8), served: [],
            end: .unfinished),
        served("a body of nothing", chunked("0\r\n\r\n"), "POST / 0"),
        served(
            "a request as a chunk", chunked("1F\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\nabc\r\n0\r\n\r\n"), "POST / 31"),
    ]

    private static let trailers: [RequestCase] = [
        refused("a blank before the colon of a trailer", chunked("0\r\nX : 1\r\n\r\n"), .headerNameMalformed),
        refused("a trailer without name", chunked("0\r\n: 1\r\n\r\n"), .headerNameMalformed),
        refused("a trailer without colon", chunked("0\r\nX\r\n\r\n"), .headerNameMalformed),
        refused("a folded trailer", chunked("0\r\nX: 1\r\n 2\r\n\r\n"), .foldedLine),
        refused("a fold first in the trailers", chunked("0\r\n X: 1\r\n\r\n"), .foldedLine),
        refused("a NUL in a trailer", chunked("0\r\nX: \u{0}\r\n\r\n"), .headerValueMalformed),
        refused("a bare LF in the trailers", chunked("0\r\n\n"), .bareLineFeed),
        refused("a bare LF behind a trailer", chunked("0\r\nX: 1\n\r\n"), .bareLineFeed),
        refused("a request as a trailer", chunked("0\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"), .headerNameMalformed),
        refused(
            "too many trailers", chunked("0\r\n" + String(repeating: "X: 1\r\n", count: 101)), .tooManyHeaderLines),
        refused(
            "too many bytes of trailers",
            chunked("0\r\n" + String(repeating: "X: " + String(repeating: "x", count: 8_000) + "\r\n", count: 5)),
            .headTooLarge),
        served("trailers are dropped", chunked("1\r\na\r\n0\r\nX: 1\r\nDigest: 2\r\n\r\n"), "POST / 1"),
        served(
            "a length and a coding as trailers are dropped",
            chunked("1\r\na\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\nHost: b\r\n\r\n"), "POST / 1"),
    ]
}
