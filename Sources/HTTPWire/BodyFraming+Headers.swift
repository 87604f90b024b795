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

    private static func requireChunked(_ values: [String]) throws(HTTPProblem) {
        guard values.count == 1, let value = values.first else { throw .transferEncodingMalformed }
        guard value.lowercased() != "chunked" else { return }
        let codings = value.split(separator: ",", omittingEmptySubsequences: false).map { Bytes.trimmed($0.utf8) }
        let areTokens = codings.allSatisfy { !$0.isEmpty && $0.allSatisfy(Bytes.isToken) }
        let chunked = codings.filter { Substring($0).lowercased() == "chunked" }
        guard areTokens, chunked.count <= 1 else { throw .transferEncodingMalformed }
        if chunked.count == 1, let last = codings.last, Substring(last).lowercased() != "chunked" {
            throw .transferEncodingMalformed
        }
        throw .transferEncodingNotImplemented
    }
}
