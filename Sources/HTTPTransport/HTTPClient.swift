internal import Dispatch
package import HTTPWire

/// An HTTP/1.1 client of one server: one deadline per exchange, bounded sizes, no redirects, no cookies, no proxy from
/// the environment.
///
/// Copies share their connections. Up to `HTTPClientLimits.idleConnections` stay open between exchanges.
package struct HTTPClient: Sendable {
    // Closes the connections when the last copy of the client is gone.
    private final class Owner: Sendable {
        let loop: ClientLoop

        init(_ loop: ClientLoop) {
            self.loop = loop
        }

        deinit {
            loop.queue.async { [loop] in loop.end() }
        }
    }

    private let owner: Owner
    private let host: String

    /// A client; connects when it first has something to send.
    package init(endpoint: HTTPEndpoint, limits: HTTPClientLimits = HTTPClientLimits()) {
        self.init(loop: ClientLoop(endpoint: endpoint, limits: limits), host: endpoint.hostHeader)
    }

    /// A client on a loop that is given.
    init(loop: ClientLoop, host: String) {
        owner = Owner(loop)
        self.host = host
    }

    /// Sends a request and waits for its whole response, whatever its status.
    ///
    /// A connection that the server had closed meanwhile is replaced once, if no byte of a response came and the
    /// request is idempotent or none of it was sent.
    ///
    /// - Parameters:
    ///   - method: a method's name: `PUT`.
    ///   - target: path and query, percent-encoded.
    ///   - headers: without `Host`, `Content-Length` and `Connection`.
    ///   - body: sent with its length.
    ///   - seconds: from now to the response's last byte.
    /// - Returns: the response; its headers hold all that came.
    /// - Throws: `TransportFailure`, which tells whether the server may have seen the request.
    package func send(
        method: String, target: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
        within seconds: Double
    ) async throws(TransportFailure) -> HTTPResponse {
        let request: [UInt8]
        do {
            request = try RequestWriter.bytes(method: method, target: target, host: host, headers: headers, body: body)
        } catch {
            throw .requestUnwritable(error)
        }
        let loop = owner.loop
        let exchange = Exchange(loop: loop, method: method, request: request, seconds: seconds)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.queue.async { exchange.start(continuation) }
            }
        } onCancel: {
            loop.queue.async { exchange.cancel() }
        }
        return try result.get()
    }
}
