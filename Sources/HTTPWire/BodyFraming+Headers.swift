extension BodyFraming {
    /// The framing of a request's body, refusing whatever two readers could understand differently.
    ///
    /// Source: RFC 9112 §6.1, §6.3.
    static func ofRequest(headers: HTTPHeaders, minorVersion: Int) throws(HTTPProblem) -> BodyFraming {
        let codings = headers.all("transfer-encoding")
        guard !codings.isEmpty else { return try ofLength(headers) ?? .none }
        guard headers.first("content-length") == nil else { throw .contentLengthWithTransferEncoding }
        guard minorVersion >= 1 else { throw .transferEncodingInOldVersion }
        try requireChunked(codings)
        return .chunked
    }

    /// The framing of the body that answers a request of that method.
    ///
    /// Source: RFC 9112 §6.3.
    static func ofResponse(
        status: Int, headers: HTTPHeaders, minorVersion: Int, method: String
    ) throws(HTTPProblem) -> BodyFraming {
        if method == "HEAD" || status < 200 || status == 204 || status == 304 { return .none }
        let codings = headers.all("transfer-encoding")
        guard !codings.isEmpty else {
            guard headers.first("content-length") != nil else { return .untilClose }
            return try ofLength(headers) ?? .none
        }
        guard headers.first("content-length") == nil else { throw .contentLengthWithTransferEncoding }
        guard minorVersion >= 1 else { throw .transferEncodingInOldVersion }
        try requireChunked(codings)
        return .chunked
    }

    private static func ofLength(_ headers: HTTPHeaders) throws(HTTPProblem) -> BodyFraming? {
        let lengths = headers.all("content-length")
        guard let text = lengths.first?.utf8 else { return nil }
        guard lengths.count == 1 else { throw .contentLengthRepeated }
        guard !text.isEmpty, text.count <= Limits.contentLengthDigits, text.allSatisfy(Bytes.isDigit) else {
            throw .contentLengthMalformed
        }
        let length = text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return length == 0 ? BodyFraming.none : .length(length)
    }

    // Several lines are one list. Source: RFC 9110 §5.3. Empty elements are refused, though a list may have them:
    // nobody writes them but to be read in two ways.
    private static func requireChunked(_ values: [String]) throws(HTTPProblem) {
        let codings = values.flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Bytes.trimmed($0) }
        }
        guard codings.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Bytes.isToken) }) else {
            throw .transferEncodingMalformed
        }
        let areChunked = codings.map { Bytes.isSameText($0, "chunked".utf8) }
        guard areChunked != [true] else { return }
        guard !areChunked.dropLast().contains(true) else { throw .transferEncodingMalformed }
        throw .transferEncodingNotImplemented
    }
}
