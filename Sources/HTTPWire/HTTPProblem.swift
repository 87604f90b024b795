/// What is wrong with the bytes of an HTTP message; the raw value is a stable name for logs and problem texts.
///
/// After any of them the framing is not to be trusted: answer with `status` and close the connection.
package enum HTTPProblem: String, Error, Sendable, CaseIterable {
    // The head as a whole.
    case bareLineFeed = "bare-line-feed"
    case headTooLarge = "head-too-large"
    case headerLineTooLong = "header-line-too-long"
    case tooManyHeaderLines = "too-many-header-lines"

    // The first line.
    case requestLineMalformed = "request-line-malformed"
    case methodMalformed = "method-malformed"
    case methodNotImplemented = "method-not-implemented"
    case targetMalformed = "target-malformed"
    case targetTooLong = "target-too-long"
    case percentEncodingMalformed = "percent-encoding-malformed"
    case versionMalformed = "version-malformed"
    case versionNotSupported = "version-not-supported"
    case statusLineMalformed = "status-line-malformed"

    // Header lines.
    case foldedLine = "folded-line"
    case headerNameMalformed = "header-name-malformed"
    case headerValueMalformed = "header-value-malformed"
    case hostMissing = "host-missing"
    case hostRepeated = "host-repeated"
    case hostMalformed = "host-malformed"
    case expectationUnknown = "expectation-unknown"

    // The framing of the body.
    case contentLengthMalformed = "content-length-malformed"
    case contentLengthRepeated = "content-length-repeated"
    case contentLengthWithTransferEncoding = "content-length-with-transfer-encoding"
    case transferEncodingMalformed = "transfer-encoding-malformed"
    case transferEncodingInOldVersion = "transfer-encoding-in-http-1-0"
    case transferEncodingNotImplemented = "transfer-encoding-not-implemented"
    case chunkSizeMalformed = "chunk-size-malformed"
    case chunkExtensionTooLong = "chunk-extension-too-long"
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
