import Foundation
import LinuxSystem

/// A closed loop: each connection sends its next request when the answer to the one before has come.
struct LoadRun {
    static let usage = """
        usage: LoadGenerator http|stomp PORT CONNECTIONS SECONDS BODYFILE TARGET [HEADER…]
        BODYFILE "-" is a GET. The first 00000000-0000-0000-0000-000000000000 in it is replaced by a fresh UUID each time,
        the first case-of-its-own-case-of-its-own by fresh letters.

        """

    /// One connection and what stands in its buffers.
    private final class Client {
        let socket: Socket
        var received: [UInt8] = []
        var sending: [UInt8] = []
        var sent = 0
        var start: UInt64 = 0

        init(_ socket: Socket) {
            self.socket = socket
        }
    }

    private enum Failure: Error {
        case closed(after: Int)
        case silent(after: Int)
    }

    private let talk: Talk
    private let port: Int
    private let connections: Int
    private let seconds: Double

    init?(_ arguments: [String]) {
        guard arguments.count >= 6, let port = Int(arguments[1]), let connections = Int(arguments[2]),
            let seconds = Double(arguments[3]),
            let body = arguments[4] == "-" ? Data() : try? Data(contentsOf: URL(fileURLWithPath: arguments[4]))
        else { return nil }
        let headers = Array(arguments[6...])
        switch arguments[0] {
        case "http": talk = .http(target: arguments[5], headers: headers, body: Array(body))
        case "stomp": talk = .stomp(destination: arguments[5], headers: headers, body: Array(body))
        default: return nil
        }
        self.port = port
        self.connections = connections
        self.seconds = seconds
    }

    /// Runs for its time, and until the last answers have come.
    func measured() throws -> Figures {
        let poller = try Poller()
        let clients = try opened(poller)
        let request = talk.request
        var figures = Figures()
        let start = now
        let end = start + UInt64(seconds * 1e9)
        var running = 0
        for client in clients {
            try send(request, on: client)
            running += 1
        }
        while running > 0 {
            let events = try poller.wait(milliseconds: 20_000)
            if events.isEmpty { throw Failure.silent(after: figures.latencies.count) }
            for event in events {
                let client = clients[Int(event.token)]
                guard try receive(on: client, after: figures.latencies.count) else { continue }
                guard take(from: client, &figures) else { continue }
                if now < end { try send(request, on: client) } else { running -= 1 }
            }
        }
        figures.nanoseconds = now - start
        for client in clients { client.socket.close() }
        return figures
    }

    private var now: UInt64 { SystemClock.system.bootNanoseconds() }

    private func opened(_ poller: Poller) throws -> [Client] {
        guard let address = SocketAddress(number: "127.0.0.1", port: port) else { return [] }
        let clients = try (0..<connections).map { _ in Client(try Socket.connecting(to: address)) }
        for (number, client) in clients.enumerated() {
            try poller.add(client.socket, UInt64(number), for: .reading)
            client.sending = talk.greeting
            client.sent = 0
            try flush(client)
        }
        guard !talk.greeting.isEmpty else { return clients }
        var greeted = 0
        while greeted < clients.count {
            let events = try poller.wait(milliseconds: 20_000)
            if events.isEmpty { throw Failure.silent(after: 0) }
            for event in events {
                let client = clients[Int(event.token)]
                guard try receive(on: client, after: 0), case .other(let length) = talk.answer(in: client.received[...])
                else { continue }
                client.received.removeFirst(length)
                greeted += 1
            }
        }
        return clients
    }

    private func send(_ request: Request, on client: Client) throws {
        client.sending = request.fresh()
        client.sent = 0
        client.start = now
        try flush(client)
    }

    // Requests are small beside the kernel's buffers; what does not fit is tried again at once.
    private func flush(_ client: Client) throws {
        while client.sent < client.sending.count {
            client.sent += try client.socket.send(client.sending, from: client.sent)
        }
    }

    private func receive(on client: Client, after count: Int) throws -> Bool {
        try withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
            switch try client.socket.receive(into: buffer) {
            case .nothing: return false
            case .end: throw Failure.closed(after: count)
            case .bytes(let count):
                client.received.append(contentsOf: buffer[..<count])
                return true
            }
        }
    }

    /// Whether the answer to the client's request was there.
    private func take(from client: Client, _ figures: inout Figures) -> Bool {
        while true {
            switch talk.answer(in: client.received[...]) {
            case .incomplete:
                return false
            case .other(let length):
                client.received.removeFirst(length)
            case .confirmed(let length):
                client.received.removeFirst(length)
                figures.latencies.append(now - client.start)
                return true
            case .refused(let length):
                if figures.failed == 0 { figures.firstFailure = String(decoding: client.received, as: UTF8.self) }
                figures.failed += 1
                client.received.removeFirst(length)
                figures.latencies.append(now - client.start)
                return true
            }
        }
    }
}
