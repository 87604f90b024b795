internal import HTTPTransport
internal import HTTPWire
internal import Telemetry

/// A gateway of cardboard: every path, or path with query, has one answer in JSON, any other is 404.
package final class FixedGateway: Sendable {
    private let server: HTTPServer

    /// Listens on a free port of this machine.
    package init(_ answers: [String: String]) throws {
        server = try HTTPServer.start(
            on: .tcp(host: "127.0.0.1", port: 0),
            service: HTTPService(
                admit: { head, _ in
                    let path = "/" + head.pathSegments.joined(separator: "/")
                    guard let text = answers[head.target] ?? answers[path] else {
                        return .answer(HTTPResponse(status: 404))
                    }
                    return .answer(
                        HTTPResponse(
                            status: 200, headers: HTTPHeaders([("Content-Type", "application/json")]),
                            body: Array(text.utf8)))
                },
                refuse: { HTTPResponse(status: $0.status) }), log: .silent)
    }

    /// Where it listens.
    package var port: Int { server.port }

    /// Takes no more connections.
    package func stop() async { await server.stop(grace: 0) }
}
