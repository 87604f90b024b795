import Dispatch
import Glibc
import HTTPTransport
import HTTPWire
import LinuxSystem
import Testing

/// Responses whose server ends the connection, or breaks it off.
@Suite struct CutResponseTests {
    private static let unmeasured = "HTTP/1.1 200 OK\r\n\r\nhalf"
    private static let measured = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf"

    /// Asks a server that gives that answer to one request and then ends the connection or breaks it off.
    private func ask(_ answer: String, body: [UInt8] = [], breaksOff: Bool) async throws -> HTTPResponse {
        let address = try #require(SocketAddress(number: "127.0.0.1", port: 0))
        let listener = try Socket.listening(at: address)
        defer { listener.close() }
        let port = try #require(listener.localAddress?.port)
        DispatchQueue(label: "raw server").async { Self.serveOne(of: listener, answer, breaksOff) }
        return try await HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: port)).send(
            method: "PUT", target: "/", body: body, within: 120)
    }

    private static func serveOne(of listener: Socket, _ answer: String, _ breaksOff: Bool) {
        guard awaitInput(of: listener), case .socket(let client)? = try? listener.accept() else { return }
        var request = [UInt8](repeating: 0, count: 4_096)
        // A short request is read whole: what is left unread would break the connection off by itself.
        _ = awaitInput(of: client)
        _ = try? request.withUnsafeMutableBytes { try client.receive(into: $0) }
        _ = try? client.send(Array(answer.utf8))
        if breaksOff {
            var atOnce = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client.descriptor, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
        }
        client.close()
    }

    private static func awaitInput(of socket: Socket) -> Bool {
        var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 120_000) > 0
    }

    @Test func `a response without length is whole when its connection ends, and lost when it breaks off`() async throws
    {
        #expect(try await ask(Self.unmeasured, breaksOff: false).body == Array("half".utf8))
        await #expect(throws: TransportFailure.connectionLost(requestSent: true)) {
            try await ask(Self.unmeasured, breaksOff: true)
        }
    }

    @Test func `a response without length is lost when its connection breaks off while the request goes out`()
        async throws
    {
        for _ in 0..<10 {
            await #expect(throws: TransportFailure.connectionLost(requestSent: true)) {
                try await ask(Self.unmeasured, body: [UInt8](repeating: 97, count: 32 << 20), breaksOff: true)
            }
        }
    }

    @Test(arguments: [false, true])
    func `a response with its length is whole however its connection ends`(breaksOff: Bool) async throws {
        #expect(try await ask(Self.measured, breaksOff: breaksOff).body == Array("half".utf8))
    }
}
