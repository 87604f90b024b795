internal import Dispatch
internal import Glibc
internal import LinuxSystem

/// A connection that sends exactly the bytes it is told and tells exactly what comes, on a thread of its own.
package final class RawConnection: Sendable {
    private let socket: Socket
    private let queue = DispatchQueue(label: "raw connection")

    /// Connects to a port of this machine.
    package init(port: Int) throws {
        guard let address = SocketAddress(number: "127.0.0.1", port: port) else {
            throw SystemError(call: "address", code: EINVAL)
        }
        socket = try Socket.connecting(to: address)
    }

    deinit { socket.close() }

    /// Sends all of the text, or as much as the server takes before it closes.
    package func send(_ text: String) async {
        let bytes = Array(text.utf8)
        await onQueue {
            var sent = 0
            while sent < bytes.count, self.wait(POLLOUT, Self.longest),
                let count = try? self.socket.send(bytes, from: sent)
            {
                sent += count
            }
        }
    }

    /// Everything up to and with the first occurrence of a text, or to the end, or what came within 20 seconds, times the
    /// tests' patience.
    package func receive(through end: String) async -> String {
        await onQueue {
            var text = ""
            while !text.contains(end), let bytes = self.next(within: Self.longest) {
                text += String(decoding: bytes, as: UTF8.self)
            }
            return text
        }
    }

    /// What comes within so many milliseconds; nil when not a byte does.
    package func receive(withinMilliseconds milliseconds: Int) async -> String? {
        await onQueue { self.next(within: Int32(milliseconds)).map { String(decoding: $0, as: UTF8.self) } }
    }

    private static let longest = Int32(20_000 * Patience.factor)

    /// Says that nothing more comes.
    package func finishSending() { socket.finishSending() }

    private func next(within milliseconds: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while wait(POLLIN, milliseconds) {
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

    private func wait(_ event: Int32, _ milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: socket.descriptor, events: Int16(event), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
