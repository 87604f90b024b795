import Dispatch
import Glibc
import HTTPWire
import LinuxSystem
import Testing

@testable import HTTPTransport

/// How a client finds the addresses of a name, with a resolver that answers as the test wants.
@Suite struct ResolvingTests {
    private func client(
        _ host: String = "name.invalid", port: Int = 1, connectSeconds: Double = 3,
        resolve: @escaping ClientLoop.Resolver
    ) -> HTTPClient {
        var limits = HTTPClientLimits()
        limits.connectSeconds = connectSeconds
        let loop = ClientLoop(endpoint: .tcp(host: host, port: port), limits: limits, resolve: resolve)
        return HTTPClient(loop: loop, host: host)
    }

    @Test func `the deadline holds while the resolver waits`() async throws {
        let isOver = DispatchSemaphore(value: 0)
        defer { isOver.signal() }
        let client = client { _, _ in
            _ = isOver.wait(timeout: .now() + 120)
            return []
        }
        await #expect(throws: TransportFailure.timedOut(requestSent: false)) {
            try await client.send(method: "GET", target: "/", within: 0.05)
        }
    }

    @Test func `cancelling holds while the resolver waits`() async throws {
        let isOver = DispatchSemaphore(value: 0)
        defer { isOver.signal() }
        let asked = Signal()
        let client = client { _, _ in
            asked.happen()
            _ = isOver.wait(timeout: .now() + 120)
            return []
        }
        let task = Task { try await client.send(method: "GET", target: "/", within: 120) }
        await asked.wait()
        task.cancel()
        await #expect(throws: TransportFailure.cancelled(requestSent: false)) { try await task.value }
    }

    @Test func `a number needs no resolver`() async throws {
        try await withServer { fixture in
            let client = client("127.0.0.1", port: fixture.server.port) { _, _ in
                Issue.record("asked")
                return []
            }
            let response = try await client.send(method: "GET", target: "/text", within: 120)
            #expect(response.status == 200)
        }
    }

    @Test func `a name without address is told`() async throws {
        await #expect(throws: TransportFailure.addressUnusable) {
            try await client { _, _ in [] }.send(method: "GET", target: "/", within: 120)
        }
    }

    @Test func `an address that does not answer is left for the next one`() async throws {
        let silent = try SilentAddress()
        try await withServer { fixture in
            let serving = try #require(SocketAddress(number: "127.0.0.1", port: fixture.server.port))
            let client = client(connectSeconds: 0.05) { _, _ in [silent.address, serving] }
            let response = try await client.send(method: "GET", target: "/text", within: 120)
            #expect(response.status == 200)
        }
    }

    @Test func `the last address has all the time that is left`() async throws {
        let silent = try SilentAddress()
        let client = client(connectSeconds: 0.05) { _, _ in [silent.address, silent.address] }
        await #expect(throws: TransportFailure.timedOut(requestSent: false)) {
            try await client.send(method: "GET", target: "/", within: 0.5)
        }
    }
}

/// An address that listens and takes no connection, since its backlog is full.
private final class SilentAddress: Sendable {
    let address: SocketAddress
    private let listener: Socket
    private let waiting: [Socket]

    init() throws {
        listener = try Socket.listening(at: try #require(SocketAddress(number: "127.0.0.1", port: 0)))
        _ = Glibc.listen(listener.descriptor, 0)
        let address = try #require(listener.localAddress)
        waiting = try (0..<4).map { _ in try Socket.connecting(to: address) }
        self.address = address
    }

    deinit {
        for socket in waiting { socket.close() }
        listener.close()
    }
}
