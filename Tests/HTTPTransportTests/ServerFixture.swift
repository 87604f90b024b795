import HTTPWire
import LinuxSystem
import Telemetry

@testable import HTTPTransport

/// A server on a free port with a service that answers as the path tells.
///
/// `/echo` answers the body (at most 1,000 bytes), which is of the owner that a header `X-Owner` names, `/text` a text, `/short` one of 10,000 characters, `/kept` 8 MiB with
/// something kept that tells `ended` when it is let go, `/no` 401 before the body, `/later` the same after `seconds`, `/big` 8 MiB, `/shared` the same 8 MiB for all,
/// `/wait` when `release` happens, `/stubborn` the same even when its client is gone, `/thread` whether a handler goes on where
/// it began, `/peer` what is known of the client, anything else 404.
final class ServerFixture: Sendable {
    let server: HTTPServer
    let metrics = MetricsRegistry()
    let started = Signal()
    let release = Signal()
    let cancelled = Signal()
    let ended = Signal()
    /// How many bytes came of each body of an owner that did not become whole.
    let unfinished = UnfinishedBodies()

    init(
        on address: ListenAddress = .tcp(host: "127.0.0.1", port: 0), and second: ListenAddress? = nil,
        descriptors: Int = 1_000,
        _ change: (inout HTTPServerLimits) -> Void = { _ in }
    ) throws {
        // A loaded machine may take long; tests about a limit make it short themselves.
        var limits = HTTPServerLimits()
        limits.headSeconds = 120
        limits.bodySeconds = 120
        limits.idleSeconds = 120
        limits.writeSeconds = 120
        limits.lingerSeconds = 120
        change(&limits)
        let hasUnixSocket = [address, second].contains { $0?.peer != nil }
        let clients = ClientAllowance(
            limit: limits.connections, hasUnixSocket: hasUnixSocket, descriptors: Budget(limit: descriptors))
        let (started, release, cancelled, ended, unfinished) = (started, release, cancelled, ended, unfinished)
        let sharedBody = [UInt8](repeating: 98, count: 8 << 20)
        let service = HTTPService(
            admit: { head, peer in
                switch head.path {
                case "/echo":
                    .readBody(
                        limit: 1_000,
                        of: head.headers.first("x-owner").map { owner in
                            HTTPBodyOwner(owner) { bytes in unfinished.add(bytes) }
                        }
                    ) { HTTPResponse(status: 200, body: $0) }
                case "/text": .answer(HTTPResponse(status: 200, body: Array("text \(head.query["n"] ?? "")".utf8)))
                case "/short":
                    .answer(
                        HTTPResponse(
                            status: 200,
                            body: Array(String(repeating: "x", count: 9_990).utf8) + Array("the end...".utf8)))
                case "/kept":
                    .readBody(limit: 0) { _ in
                        var response = HTTPResponse(status: 200, body: [UInt8](repeating: 97, count: 8 << 20))
                        response.keepsake = Keepsake(Farewell(ended))
                        return response
                    }
                case "/peer": .answer(HTTPResponse(status: 200, body: Array("\(peer) \(peer.isLoopback)".utf8)))
                case "/no": .answer(HTTPResponse(status: 401, body: Array("no".utf8)))
                case "/later":
                    .answerLater(
                        HTTPResponse(status: 401, body: Array("later".utf8)),
                        seconds: head.query["seconds"].flatMap { Double($0) } ?? 0)
                case "/big":
                    .readBody(limit: 0) { _ in
                        HTTPResponse(
                            status: 200, headers: HTTPHeaders([("X-Made", "big")]),
                            body: [UInt8](repeating: 97, count: 8 << 20))
                    }
                case "/owed":
                    .readBody(limit: 0) { _ in
                        var response = HTTPResponse(status: 200, body: [UInt8](repeating: 97, count: 8 << 20))
                        response.isOwed = true
                        return response
                    }
                case "/shared":
                    .readBody(limit: 0) { _ in
                        var response = HTTPResponse(status: 200, body: sharedBody)
                        response.sharesBody = true
                        return response
                    }
                case "/wait":
                    .readBody(limit: 1_000) { _ in
                        started.happen()
                        if await release.waitUnlessCancelled() { cancelled.happen() }
                        return HTTPResponse(status: 200, body: Array("waited".utf8))
                    }
                case "/stubborn":
                    .readBody(limit: 0) { _ in
                        started.happen()
                        await release.wait()
                        ended.happen()
                        return HTTPResponse(status: 200)
                    }
                case "/thread":
                    .readBody(limit: 0) { _ in
                        let thread = CurrentThread.id
                        await Task.detached {}.value
                        return HTTPResponse(
                            status: 200, body: Array((thread == CurrentThread.id ? "same!" : "another!").utf8))
                    }
                default: .answer(HTTPResponse(status: 404))
                }
            },
            refuse: { refusal in
                let withdrawn = refusal.withdrawn?.first("x-made").map { " instead of \($0)" } ?? ""
                return HTTPResponse(
                    status: refusal.status,
                    headers: HTTPHeaders(refusal.status == 503 ? [("Retry-After", "7")] : []),
                    body: Array("\(refusal.reason) \(refusal.requestHead?.path ?? "-")\(withdrawn)".utf8))
            })
        server = try HTTPServer.start(
            on: [address] + (second.map { [$0] } ?? []), limits: limits, clients: clients, service: service,
            log: .silent, metrics: metrics)
    }

    func client() throws -> RawClient { try RawClient(port: server.port) }

    func stop() async { await server.stop(grace: 0) }
}

/// How many bytes came of bodies that did not become whole.
final class UnfinishedBodies: Sendable {
    private let all = Lock<[Int]>([])

    var lengths: [Int] { all.withLock { $0 } }

    func add(_ length: Int) {
        all.withLock { $0.append(length) }
    }
}

/// Tells when it is let go.
private final class Farewell: Sendable {
    private let signal: Signal

    init(_ signal: Signal) {
        self.signal = signal
    }

    deinit {
        signal.happen()
    }
}

/// Runs the body with a server and stops it after.
func withServer(
    _ change: (inout HTTPServerLimits) -> Void = { _ in }, _ body: (ServerFixture) async throws -> Void
) async throws {
    let fixture = try ServerFixture(change)
    do {
        try await body(fixture)
    } catch {
        await fixture.stop()
        throw error
    }
    await fixture.stop()
}
