/// The header lines of a head, or the trailer lines of a chunked body, while they come.
struct HeaderSection {
    private(set) var headers = HTTPHeaders()
    private var lineCount = 0
    private var byteCount: Int

    /// A section before which so many bytes of the same head were read.
    init(bytesBefore: Int = 0) {
        byteCount = bytesBefore
    }

    /// Takes the lines that are complete.
    ///
    /// - Returns: whether the empty line that ends the section has come.
    mutating func take(from buffer: inout WireBuffer, limits: HTTPWireLimits) throws(HTTPProblem) -> Bool {
        while let line = try buffer.takeLine(limit: limits.headerLineBytes, tooLong: .headerLineTooLong) {
            if line.isEmpty { return true }
            lineCount += 1
            byteCount += line.count + 2
            guard lineCount <= limits.headerLines else { throw .tooManyHeaderLines }
            guard byteCount <= limits.headBytes else { throw .headTooLarge }
            try append(line)
        }
        return false
    }

    // Source: RFC 9112 §5.1 (no space before the colon) and §5.2 (a folded line is refused).
    private mutating func append(_ line: ArraySlice<UInt8>) throws(HTTPProblem) {
        guard let first = line.first, !Bytes.isBlank(first) else { throw .foldedLine }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .headerNameMalformed }
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(Bytes.isToken) else { throw .headerNameMalformed }
        let value = Bytes.trimmed(line[(colon + 1)...])
        guard value.allSatisfy(Bytes.isHeaderValue) else { throw .headerValueMalformed }
        headers.append(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
}
