/// A body in chunks, while it comes.
///
/// Source: RFC 9112 §7.1.
struct ChunkedBody {
    private enum Step {
        case size
        case data(remaining: Int)
        case dataEnd
        case trailers(HeaderSection)
    }

    private var step = Step.size
    private var extensionBytes = 0

    /// The next event; `nil` until more bytes come.
    ///
    /// Trailers are checked and dropped.
    mutating func next(from buffer: inout WireBuffer, limits: HTTPWireLimits) throws(HTTPProblem) -> BodyReader.Event? {
        while true {
            switch step {
            case .size:
                guard
                    let line = try buffer.takeLine(limit: Limits.chunkLineBytes, tooLong: .chunkExtensionTooLong)
                else { return nil }
                let size = try size(in: line)
                step = size == 0 ? .trailers(HeaderSection()) : .data(remaining: size)
            case .data(let remaining):
                guard !buffer.isEmpty else { return nil }
                let bytes = buffer.take(atMost: remaining)
                step = bytes.count == remaining ? .dataEnd : .data(remaining: remaining - bytes.count)
                return .bytes(bytes)
            case .dataEnd:
                guard let first = buffer.first else { return nil }
                guard first == Bytes.carriageReturn else { throw .chunkEndMalformed }
                guard buffer.count >= 2 else { return nil }
                guard buffer.take(atMost: 2).last == Bytes.lineFeed else { throw .chunkEndMalformed }
                step = .size
            case .trailers(var section):
                guard try section.take(from: &buffer, limits: limits) else {
                    step = .trailers(section)
                    return nil
                }
                return .end
            }
        }
    }

    private mutating func size(in line: ArraySlice<UInt8>) throws(HTTPProblem) -> Int {
        var size = 0
        var digits = 0
        var rest = line
        while let digit = rest.first.flatMap(Bytes.hexadecimal) {
            rest.removeFirst()
            digits += 1
            guard digits <= Limits.chunkSizeDigits else { throw .chunkSizeMalformed }
            size = size << 4 | Int(digit)
        }
        // White space may stand before an extension, and nowhere else. Source: RFC 9112 §7.1.1.
        let afterBlanks = rest.first { !Bytes.isBlank($0) }
        guard digits > 0, rest.isEmpty || afterBlanks == UInt8(ascii: ";"), rest.allSatisfy(Bytes.isHeaderValue) else {
            throw .chunkSizeMalformed
        }
        extensionBytes += rest.count
        guard extensionBytes <= Limits.chunkExtensionBytes else { throw .chunkExtensionTooLong }
        return size
    }
}
