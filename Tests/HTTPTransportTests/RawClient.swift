import Dispatch
import Glibc
import LinuxSystem

/// A client that sends exactly the bytes it is told and waits for bytes on a thread of its own.
final class RawClient: Sendable {
    private let socket: Socket
    private let queue = DispatchQueue(label: "raw client")

    init(port: Int) throws {
        let address = SocketAddress(number: "127.0.0.1", port: port)
        guard let address else { throw SystemError(call: "address", code: EINVAL) }
        socket = try Socket.connecting(to: address)
    }

    init(path: String) throws {
        guard let address = SocketAddress(path: path) else { throw SystemError(call: "address", code: EINVAL) }
        socket = try Socket.connecting(to: address)
    }

    deinit {
        socket.close()
    }

    /// Sends all of the text.
    func send(_ text: String) async {
        await send(Array(text.utf8))
    }

    /// Sends all of the bytes, or as many as the server takes before it closes.
    func send(_ bytes: [UInt8]) async {
        await withCheckedContinuation { continuation in
            queue.async {
                var sent = 0
                while sent < bytes.count, self.wait(POLLOUT), let count = try? self.socket.send(bytes, from: sent) {
                    sent += count
                }
                continuation.resume()
            }
        }
    }

    /// Everything up to and with the first occurrence of the text, or to the end.
    func receive(through end: String) async -> String {
        await receive { $0.contains(end) }
    }

    /// Everything until the server closes.
    func receiveToEnd() async -> String {
        await receive { _ in false }
    }

    /// So many bytes, or fewer if the server closes.
    func receive(count: Int) async -> Int {
        await withCheckedContinuation { continuation in
            queue.async {
                var total = 0
                while total < count, let bytes = self.next() { total += bytes.count }
                continuation.resume(returning: total)
            }
        }
    }

    /// Says that nothing more comes.
    func finishSending() {
        socket.finishSending()
    }

    /// Whether the server has broken off, or not taken the connection, and not only said that nothing more comes.
    var isReset: Bool {
        var entry = pollfd(fd: socket.descriptor, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR) != 0
    }

    private func receive(until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        await withCheckedContinuation { continuation in
            queue.async {
                var text = ""
                while !isEnough(text), let bytes = self.next() { text += String(decoding: bytes, as: UTF8.self) }
                continuation.resume(returning: text)
            }
        }
    }

    private func next() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while wait(POLLIN) {
            guard let received = try? buffer.withUnsafeMutableBytes({ try socket.receive(into: $0) }) else {
                return nil
            }
            switch received {
            case .bytes(let count): return Array(buffer.prefix(count))
            case .end: return nil
            case .nothing: continue
            }
        }
        return nil
    }

    // A test that waits longer than two minutes has failed, however loaded the machine is.
    private func wait(_ event: Int32) -> Bool {
        var entry = pollfd(fd: socket.descriptor, events: Int16(event), revents: 0)
        return poll(&entry, 1, 120_000) > 0
    }
}
