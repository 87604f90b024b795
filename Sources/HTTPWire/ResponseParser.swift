/// Reads the response to one request from bytes as they come; make a new one for each exchange.
///
/// As strict as `RequestParser`: a response whose framing is open to doubt is refused. Interim responses (1xx) are
/// skipped. Source: RFC 9112.
package struct ResponseParser: Sendable {
    /// What was read.
    package enum Event: Sendable {
        /// A whole head; the body follows as chunks and an `end`, which comes also when there is no body.
        case head(HTTPResponseHead, BodyFraming)
        /// Some bytes of the body, at least one.
        case bodyChunk(ArraySlice<UInt8>)
        /// The response is complete.
        case end
        /// The bytes are not HTTP as we take it: close the connection.
        case malformed(HTTPProblem)
    }

    private enum Step {
        case start
        case headers(status: Int, minorVersion: Int, HeaderSection)
        case body(BodyReader)
        case done
        case failed(HTTPProblem)
    }

    private let limits: HTTPWireLimits
    private let method: String
    private var buffer = WireBuffer()
    private var step = Step.start
    private var interimResponses = 0

    /// A parser for the response to a request of that method; `HEAD` has no body in its response.
    package init(method: String, limits: HTTPWireLimits = HTTPWireLimits()) {
        self.method = method
        self.limits = limits
    }

    /// Adds bytes behind those not yet read.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        buffer.append(bytes)
    }

    /// Bytes that came after the response's end; a connection that has some must not be used again.
    package var bufferedBytes: Int { buffer.count }

    /// Tells that the server closed the connection; whether the response is complete thereby.
    package mutating func inputEnded() -> Bool {
        switch step {
        case .done: return true
        case .start, .headers, .failed: return false
        case .body(let body):
            if body.endsWithConnection { step = .done }
            return body.endsWithConnection
        }
    }

    /// The next event; `nil` until more bytes come, and after the end.
    package mutating func next() -> Event? {
        do {
            return try read()
        } catch {
            step = .failed(error)
            return .malformed(error)
        }
    }

    private mutating func read() throws(HTTPProblem) -> Event? {
        while true {
            switch step {
            case .start:
                guard let line = try buffer.takeLine(limit: limits.targetBytes, tooLong: .statusLineMalformed) else {
                    return nil
                }
                let (status, minorVersion) = try Self.statusLine(line)
                step = .headers(status: status, minorVersion: minorVersion, HeaderSection(bytesBefore: line.count))
            case .headers(let status, let minorVersion, var section):
                guard try section.take(from: &buffer, limits: limits) else {
                    step = .headers(status: status, minorVersion: minorVersion, section)
                    return nil
                }
                if let event = try finishHead(status, minorVersion, section.headers) { return event }
            case .body(var body):
                let event = try body.next(from: &buffer, limits: limits)
                step = .body(body)
                switch event {
                case .bytes(let bytes): return .bodyChunk(bytes)
                case .end: return end()
                case nil: return nil
                }
            case .done:
                return nil
            case .failed(let problem):
                return .malformed(problem)
            }
        }
    }

    // 101 is refused: no protocol is ever asked to be switched to. A server that never comes to its answer is too.
    private mutating func finishHead(
        _ status: Int, _ minorVersion: Int, _ headers: HTTPHeaders
    ) throws(HTTPProblem) -> Event? {
        guard status >= 200 else {
            interimResponses += 1
            guard status != 101, interimResponses <= Limits.interimResponses else { throw .statusLineMalformed }
            step = .start
            return nil
        }
        let framing = try BodyFraming.ofResponse(
            status: status, headers: headers, minorVersion: minorVersion, method: method)
        step = .body(BodyReader(framing))
        return .head(HTTPResponseHead(status: status, minorVersion: minorVersion, headers: headers), framing)
    }

    // Source: RFC 9112 §4. The reason phrase may be missing, with or without the space before it.
    private static func statusLine(_ line: ArraySlice<UInt8>) throws(HTTPProblem) -> (status: Int, minor: Int) {
        let minor = try HTTPVersion.minor(in: line.prefix(8))
        let rest = line.dropFirst(8)
        let digits = rest.dropFirst().prefix(3)
        let reason = rest.dropFirst(4)
        guard rest.first == Bytes.space, digits.count == 3, digits.allSatisfy(Bytes.isDigit),
            reason.isEmpty || reason.first == Bytes.space, reason.allSatisfy(Bytes.isHeaderValue)
        else { throw .statusLineMalformed }
        let status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (100...599).contains(status) else { throw .statusLineMalformed }
        return (status, minor)
    }

    private mutating func end() -> Event {
        step = .done
        return .end
    }
}
