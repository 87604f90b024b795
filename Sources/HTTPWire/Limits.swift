/// The bounds that the reading of HTTP keeps, whoever sends.
package struct HTTPWireLimits: Sendable {
    /// Bytes of the request target, or of the reason phrase of a response.
    package var targetBytes = 8_192
    /// Bytes of one header line without its line end.
    package var headerLineBytes = 8_192
    /// Number of header lines, and again of trailer lines.
    package var headerLines = 100
    /// Bytes of the whole head, and again of the trailer section.
    package var headBytes = 32_768

    /// The bounds of ordinary clients.
    package init() {}
}

/// The bounds of this room that nobody needs to change.
enum Limits {
    /// Bytes of memory beside what waits to be read that are not worth giving back.
    static let spareBytes = 1_024
    /// Bytes that are allowed for a method beside the target in the first line.
    static let methodBytes = 32
    /// Header lines that there is room for at once; most heads have fewer.
    static let headerLinesAtFirst = 8
    /// Digits of a Content-Length, so that it always fits into 64 bits.
    static let contentLengthDigits = 18
    /// Digits of a chunk's size, so that it always fits into 64 bits.
    static let chunkSizeDigits = 15
    /// Bytes of a chunk's size line with its extensions.
    static let chunkLineBytes = 256
    /// Bytes of chunk extensions in one body; nobody needs them, and without a bound they are work for nothing.
    static let chunkExtensionBytes = 4_096
    /// Bytes of a response's body that are copied behind its head; a longer one is sent as it is.
    static let bodyBytesBehindHead = 16_384
    /// Interim responses (1xx) before the response itself.
    static let interimResponses = 16
    /// Media ranges of an Accept header that are looked at.
    static let acceptRanges = 64
}
