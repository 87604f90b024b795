import Dispatch
import HTTPWire
import LinuxSystem
import Telemetry
import Testing

@testable import HTTPTransport

/// The rounds of a loop, and what is told of them.
@Suite struct RoundTests {
    @Test func `those who are ready at once are a round, and who comes alone is none`() async throws {
        let (told, held) = (Told(), Turns())
        let release = DispatchSemaphore(value: 0)
        let service = HTTPService(
            admit: { head, _ in
                told.note(head.path)
                if head.path == "/hold" {
                    held.happen()
                    release.wait()
                }
                return .answer(HTTPResponse(status: 200))
            },
            refuse: { HTTPResponse(status: $0.status) },
            rounds: HTTPRounds(begin: { told.note("begin") }, end: { told.note("end") }))
        let (listener, port) = try listener(service)
        listener.start()
        let clients = try (0..<3).map { _ in try RawClient(port: port) }
        for client in clients { await ask("/alone", client) }
        #expect(told.all == ["/alone", "/alone", "/alone"])
        // What was sent over loopback has mostly arrived when the sending returns; where it has not, there is another try.
        var round: [String] = []
        for _ in 0..<20 where !round.contains("begin") {
            let before = told.all.count
            let held = held.next()
            async let answer: Void = ask("/hold", clients[0])
            await held.wait()
            for client in clients[1...] { await client.send(Self.request("/ready")) }
            release.signal()
            for client in clients[1...] { _ = await client.receive(through: "\r\n\r\n") }
            await answer
            await ask("/alone", clients[0])
            round = Array(told.all.dropFirst(before))
        }
        #expect(round == ["/hold", "begin", "/ready", "/ready", "end", "/alone"])
        #expect(told.threads == 1)
        await listener.stop()
    }

    private func listener(_ service: HTTPService) throws -> (Listener, port: Int) {
        let address = try #require(SocketAddress(number: "127.0.0.1", port: 0))
        let socket = try Socket.listening(at: address)
        // A loaded machine may take long.
        var limits = HTTPServerLimits()
        limits.headSeconds = 600
        limits.idleSeconds = 600
        let context = ServerContext(
            limits: limits, service: service, bodyBytes: BodyRoom(limit: 0, floor: 0),
            answerBytes: Budget(limit: 0),
            clients: ClientAllowance(limit: 10, descriptors: Budget(limit: 1_000)), log: .silent,
            metrics: ServerMetrics(MetricsRegistry()))
        let loop = try EventLoop(number: 0, context: context)
        loop.start()
        let listener = Listener(socket: socket, address: address, peer: nil, loops: [loop], context: context)
        return (listener, try #require(socket.localAddress).port)
    }

    private static func request(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n" }

    private func ask(_ path: String, _ client: RawClient) async {
        await client.send(Self.request(path))
        _ = await client.receive(through: "\r\n\r\n")
    }

    /// Something that happens again and again, each time awaited before it does.
    private final class Turns: Sendable {
        private let signal = Lock(Signal())

        func next() -> Signal {
            signal.withLock { signal in
                signal = Signal()
                return signal
            }
        }

        func happen() {
            signal.withLock { $0 }.happen()
        }
    }

    /// What was told, in its order, and on how many threads.
    private final class Told: Sendable {
        private let notes = Lock<(texts: [String], threads: Set<UInt>)>(([], []))

        func note(_ text: String) {
            notes.withLock { notes in
                notes.texts.append(text)
                notes.threads.insert(CurrentThread.id)
            }
        }

        var all: [String] { notes.withLock { $0.texts } }
        var threads: Int { notes.withLock { $0.threads.count } }
    }
}
