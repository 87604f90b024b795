/// What is wrong with the bytes of an HTTP message; the raw value is a stable name for logs and problem texts.
///
/// After any of them the framing is not to be trusted: answer with `status` and close the connection.
package enum HTTPProblem: String, Error, Sendable, CaseIterable {
    // The head as a whole.
    /// A line ends with LF alone.
    case bareLineFeed = "bare-line-feed"
    /// The head, or the trailer section, has more bytes than `HTTPWireLimits.headBytes`.
    case headTooLarge = "head-too-large"
    /// A header line has more bytes than `HTTPWireLimits.headerLineBytes`.
    case headerLineTooLong = "header-line-too-long"
    /// There are more header lines than `HTTPWireLimits.headerLines`.
    case tooManyHeaderLines = "too-many-header-lines"

    // The first line.
    /// The first line is not three words with single spaces.
    case requestLineMalformed = "request-line-malformed"
    /// The method is no token.
    case methodMalformed = "method-malformed"
    /// The method is none that is known here.
    case methodNotImplemented = "method-not-implemented"
    /// The target has a character or a form that it may not have.
    case targetMalformed = "target-malformed"
    /// The target has more bytes than `HTTPWireLimits.targetBytes`.
    case targetTooLong = "target-too-long"
    /// An escape in the target is broken, or hides a control character.
    case percentEncodingMalformed = "percent-encoding-malformed"
    /// The version is not written as `HTTP/1.1` is.
    case versionMalformed = "version-malformed"
    /// The version is not 1.x.
    case versionNotSupported = "version-not-supported"
    /// The first line of a response is none, or its status is none that may come.
    case statusLineMalformed = "status-line-malformed"

    // Header lines.
    /// A header line goes on in a line that begins with white space.
    case foldedLine = "folded-line"
    /// A header line has no name, or its name is no token.
    case headerNameMalformed = "header-name-malformed"
    /// A header's value holds a control character.
    case headerValueMalformed = "header-value-malformed"
    /// A request of HTTP/1.1 does not say which host it is for.
    case hostMissing = "host-missing"
    /// There is more than one `Host` line.
    case hostRepeated = "host-repeated"
    /// `Host` has a character that no host has.
    case hostMalformed = "host-malformed"
    /// `Expect` says something else than `100-continue`.
    case expectationUnknown = "expectation-unknown"

    // The framing of the body.
    /// `Content-Length` is no number, or has too many digits.
    case contentLengthMalformed = "content-length-malformed"
    /// There is more than one `Content-Length` line.
    case contentLengthRepeated = "content-length-repeated"
    /// Length and transfer coding are both given, so that two readers may differ.
    case contentLengthWithTransferEncoding = "content-length-with-transfer-encoding"
    /// The transfer codings are no list, or `chunked` is not the last.
    case transferEncodingMalformed = "transfer-encoding-malformed"
    /// HTTP/1.0 has no transfer codings.
    case transferEncodingInOldVersion = "transfer-encoding-in-http-1-0"
    /// There is another transfer coding than `chunked`.
    case transferEncodingNotImplemented = "transfer-encoding-not-implemented"
    /// A chunk's size is no number in hexadecimal digits, or has too many.
    case chunkSizeMalformed = "chunk-size-malformed"
    /// The extensions of chunks have more bytes than anyone needs.
    case chunkExtensionTooLong = "chunk-extension-too-long"
    /// No CR LF stands behind a chunk.
    case chunkEndMalformed = "chunk-end-malformed"

    /// The status to answer with.
    ///
    /// Source: RFC 9110 §15, RFC 9112 §3, §6; RFC 6585 §5 for 431.
    package var status: Int {
        switch self {
        case .targetTooLong: 414
        case .expectationUnknown: 417
        case .headTooLarge, .headerLineTooLong, .tooManyHeaderLines: 431
        case .methodNotImplemented, .transferEncodingNotImplemented: 501
        case .versionNotSupported: 505
        case .bareLineFeed, .requestLineMalformed, .methodMalformed, .targetMalformed, .percentEncodingMalformed,
            .versionMalformed, .statusLineMalformed, .foldedLine, .headerNameMalformed, .headerValueMalformed,
            .hostMissing, .hostRepeated, .hostMalformed, .contentLengthMalformed, .contentLengthRepeated,
            .contentLengthWithTransferEncoding, .transferEncodingMalformed, .transferEncodingInOldVersion,
            .chunkSizeMalformed, .chunkExtensionTooLong, .chunkEndMalformed:
            400
        }
    }
}
