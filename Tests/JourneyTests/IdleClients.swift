import Glibc
import LinuxSystem

/// Many connections to one port that do nothing, at the cost of a descriptor each on this side.
final class IdleClients {
    /// What a client does before it rests.
    enum Habit: String, CaseIterable {
        case neverUsed = "never used"
        case afterOneRequest = "idle after one request"
    }

    private static let request = Array("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    private var sockets: [Socket] = []
    private let address: SocketAddress

    init(port: Int) throws {
        guard let address = SocketAddress(number: "127.0.0.1", port: port) else {
            throw SystemError(call: "address", code: EINVAL)
        }
        self.address = address
    }

    deinit {
        for socket in sockets { socket.close() }
    }

    /// Opens so many connections more, one after the other.
    func open(_ count: Int, _ habit: Habit) throws {
        for _ in 0..<count {
            let socket = try Socket.connecting(to: address)
            sockets.append(socket)
            try Self.wait(for: POLLOUT, socket)
            if habit == .afterOneRequest { try Self.ask(socket) }
        }
    }

    /// Returns when the server has taken all connections that were opened before.
    ///
    /// It takes them in order and hands them to its loops in turn, so that an answer from each loop says so.
    func awaitAccepted() throws {
        for _ in 0..<HostFacts.processors {
            let socket = try Socket.connecting(to: address)
            defer { socket.close() }
            try Self.wait(for: POLLOUT, socket)
            try Self.ask(socket)
        }
    }

    private static func ask(_ socket: Socket) throws {
        _ = try socket.send(request)
        var answer = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        // Head and body of so short an answer come together.
        while !answer.contains("\r\n\r\n") {
            try wait(for: POLLIN, socket)
            guard case .bytes(let count) = try buffer.withUnsafeMutableBytes({ try socket.receive(into: $0) }) else {
                throw SystemError(call: "recv", code: ECONNRESET)
            }
            answer += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }

    private static func wait(for event: Int32, _ socket: Socket) throws {
        var entry = pollfd(fd: socket.descriptor, events: Int16(event), revents: 0)
        guard poll(&entry, 1, 20_000) == 1 else { throw SystemError(call: "poll", code: ETIMEDOUT) }
    }
}
