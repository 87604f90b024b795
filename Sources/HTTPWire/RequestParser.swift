/// Reads requests from bytes as they come, one after the other.
///
/// Give it bytes with `feed`, then ask `next` until it is `nil`. It reads no further than it is asked, so that the next
/// request of a pipeline waits unread until this one is answered. After a problem every `next` gives the same problem.
/// Source: RFC 9112.
package struct RequestParser: Sendable {
    /// What was read.
    package enum Event: Sendable {
        /// A whole head; the body follows as chunks and an `end`, which comes also when there is no body.
        case head(HTTPRequestHead, BodyFraming)
        /// Some bytes of the body, at least one.
        case bodyChunk(ArraySlice<UInt8>)
        /// The request is complete.
        case end
        /// The bytes are not HTTP as we take it: answer and close.
        case malformed(HTTPProblem)
    }

    private enum Step {
        case start(emptyLineSeen: Bool)
        case headers(RequestLine, HeaderSection)
        case body(BodyReader)
        case failed(HTTPProblem)
    }

    private let limits: HTTPWireLimits
    private var buffer = WireBuffer()
    private var step = Step.start(emptyLineSeen: false)

    private static let headBeginning = Array("HEAD ".utf8)

    /// Whether the request that is being read, or was read last, is one for HEAD, as its first line begins.
    ///
    /// Known also of a request that is refused before its head is whole: its answer has no content either.
    /// Source: RFC 9110 §9.3.2.
    package private(set) var isForHead = false

    /// A parser at the beginning of a connection.
    package init(limits: HTTPWireLimits = HTTPWireLimits()) {
        self.limits = limits
    }

    /// Adds bytes behind those not yet read.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        buffer.append(bytes)
    }

    /// Bytes that wait to be read.
    package var bufferedBytes: Int { buffer.count }

    /// Whether no byte of a next request has come.
    package var isBetweenRequests: Bool {
        guard case .start = step else { return false }
        return buffer.isEmpty
    }

    /// Gives back the memory of an empty buffer; for connections that rest.
    package mutating func rest() {
        buffer.releaseIfEmpty()
    }

    /// Gives back memory beside the bytes that wait; for connections that read nothing for a while.
    ///
    /// - Parameter spare: bytes too many for which that is not worth it; some by itself.
    package mutating func compact(sparing spare: Int? = nil) {
        buffer.compact(sparing: spare ?? Limits.spareBytes)
    }

    /// Forgets what waits to be read, for a connection that ends.
    package mutating func discard() {
        buffer.discard()
    }

    /// The next event; `nil` until more bytes come.
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
            case .start(let emptyLineSeen):
                guard try readStart(emptyLineSeen: emptyLineSeen) else { return nil }
            case .headers(let line, var section):
                guard try section.take(from: &buffer, limits: limits) else {
                    step = .headers(line, section)
                    return nil
                }
                return try finishHead(line, section.headers)
            case .body(var body):
                let event = try body.next(from: &buffer, limits: limits)
                step = .body(body)
                switch event {
                case .bytes(let bytes): return .bodyChunk(bytes)
                case .end: return end()
                case nil: return nil
                }
            case .failed(let problem):
                return .malformed(problem)
            }
        }
    }

    // Bytes that cannot begin a method are refused at once: a TLS handshake would otherwise wait for the time limit.
    private mutating func readStart(emptyLineSeen: Bool) throws(HTTPProblem) -> Bool {
        isForHead = buffer.begins(with: Self.headBeginning)
        if let first = buffer.first, !Bytes.isToken(first), first != Bytes.carriageReturn, first != Bytes.lineFeed {
            throw .methodMalformed
        }
        let limit = limits.targetBytes + Limits.methodBytes + " HTTP/1.1 ".utf8.count
        guard let line = try buffer.takeLine(limit: limit, tooLong: .targetTooLong) else { return false }
        if line.isEmpty {
            // One empty line is forgiven: old clients send it behind a body. Source: RFC 9112 §2.2.
            guard !emptyLineSeen else { throw .requestLineMalformed }
            step = .start(emptyLineSeen: true)
        } else {
            let requestLine = try RequestLine(line)
            guard requestLine.target.utf8.count <= limits.targetBytes else { throw .targetTooLong }
            step = .headers(requestLine, HeaderSection(bytesBefore: line.count))
        }
        return true
    }

    private mutating func finishHead(_ line: RequestLine, _ headers: HTTPHeaders) throws(HTTPProblem) -> Event {
        try checkHost(headers, minorVersion: line.minorVersion)
        let framing = try BodyFraming.ofRequest(headers: headers, minorVersion: line.minorVersion)
        let head = try HTTPRequestHead(
            method: line.method, target: line.target, minorVersion: line.minorVersion, headers: headers)
        guard line.minorVersion == 0 || headers.hasOnly(token: "100-continue", in: "expect") else {
            throw .expectationUnknown
        }
        step = .body(BodyReader(framing))
        return .head(head, framing)
    }

    // Source: RFC 9112 §3.2.
    private func checkHost(_ headers: HTTPHeaders, minorVersion: Int) throws(HTTPProblem) {
        let hosts = headers.all("host")
        guard hosts.count <= 1 else { throw .hostRepeated }
        guard let host = hosts.first else {
            guard minorVersion == 0 else { throw .hostMissing }
            return
        }
        guard Authority.isValid(Substring(host).utf8) else { throw .hostMalformed }
    }

    private mutating func end() -> Event {
        step = .start(emptyLineSeen: false)
        return .end
    }
}
