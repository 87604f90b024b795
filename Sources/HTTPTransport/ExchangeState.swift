internal import HTTPWire
internal import LinuxSystem

/// One request and its response as a client sees them, without socket and clock.
struct ExchangeState {
    /// What happens to an exchange, beside bytes that come.
    enum Event {
        /// No connection could be made.
        case connectFailed(SystemError)
        /// Some of the request went out.
        case sentSome
        /// The server sends no more.
        case inputEnded
        /// The connection broke off: what the server had sent need not all have come.
        case inputFailed
        case deadlinePassed
        case cancelled
    }

    /// What the shell has to do next.
    enum Action {
        /// Nothing, until something happens.
        case wait
        /// The exchange is over; whether the connection may serve another one.
        case finish(Result<HTTPResponse, TransportFailure>, isReusable: Bool)
        /// The connection had been closed before it was used: begin again on a new one.
        case retry
    }

    private let method: String
    private let limits: HTTPClientLimits
    private var parser: ResponseParser
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private var requestSent = false
    private var responseBegun = false
    private var isOnUsedConnection: Bool

    /// An exchange.
    ///
    /// - Parameters:
    ///   - method: the request's.
    ///   - limits: what the response may not exceed.
    ///   - isOnUsedConnection: whether the connection has served before, so that the server may just have closed it.
    init(method: String, limits: HTTPClientLimits, isOnUsedConnection: Bool) {
        self.method = method
        self.limits = limits
        self.isOnUsedConnection = isOnUsedConnection
        parser = ResponseParser(method: method, limits: limits.wire)
    }

    /// Takes bytes that came.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> Action {
        responseBegun = true
        parser.feed(bytes)
        while let event = parser.next() {
            switch event {
            case .head(let head, let framing):
                self.head = head
                if case .length(let length) = framing, length > limits.responseBytes { return fail(.responseTooLarge) }
            case .bodyChunk(let chunk):
                guard body.count + chunk.count <= limits.responseBytes else { return fail(.responseTooLarge) }
                body.append(contentsOf: chunk)
            case .end:
                return finish(isReusable: parser.bufferedBytes == 0)
            case .malformed(let problem):
                return fail(.responseMalformed(problem))
            }
        }
        return .wait
    }

    /// Takes any other event.
    mutating func apply(_ event: Event) -> Action {
        switch event {
        case .connectFailed(let error): return fail(.cannotConnect(error))
        case .sentSome:
            requestSent = true
            return .wait
        case .inputEnded:
            return parser.inputEnded() ? finish(isReusable: false) : lost()
        case .inputFailed: return lost()
        case .deadlinePassed: return fail(.timedOut(requestSent: requestSent))
        case .cancelled: return fail(.cancelled(requestSent: requestSent))
        }
    }

    // A request that may have arrived is repeated only if twice is the same as once. Source: RFC 9110 §9.2.2.
    private var mayRepeat: Bool {
        let isIdempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(method)
        return isOnUsedConnection && !responseBegun && (isIdempotent || !requestSent)
    }

    private func finish(isReusable: Bool) -> Action {
        guard let head else { return fail(.connectionLost(requestSent: requestSent)) }
        var response = HTTPResponse(status: head.status, headers: head.headers, body: body)
        response.closesConnection = !head.keepsAlive
        return .finish(.success(response), isReusable: isReusable && head.keepsAlive)
    }

    private func lost() -> Action {
        mayRepeat ? .retry : fail(.connectionLost(requestSent: requestSent))
    }

    private func fail(_ failure: TransportFailure) -> Action {
        .finish(.failure(failure), isReusable: false)
    }
}
