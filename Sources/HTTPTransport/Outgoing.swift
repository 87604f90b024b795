internal import HTTPWire
internal import LinuxSystem

/// An answer on its way out: its head, and a long body as it was made, which other answers may share.
struct Outgoing {
    /// The head, with a short body behind it.
    let front: [UInt8]
    private let rest: [UInt8]
    private(set) var sentBytes = 0

    /// Nothing to send.
    init() {
        self.init(front: [], rest: [])
    }

    /// Bytes in this order.
    init(front: [UInt8], rest: [UInt8] = []) {
        self.front = front
        self.rest = rest
    }

    var count: Int { front.count + rest.count }

    var isEmpty: Bool { count == 0 }

    var isSent: Bool { sentBytes == count }

    /// The bytes that follow on what has not been sent of these.
    func followed(by next: Outgoing) -> Outgoing {
        Outgoing(front: (front + rest).dropFirst(sentBytes) + next.front, rest: next.rest)
    }

    /// Writes what the socket takes.
    ///
    /// - Throws: `SystemError` when the connection has failed.
    mutating func send(to socket: Socket) throws(SystemError) {
        while !isSent {
            let count =
                sentBytes < front.count
                ? try socket.send(front, from: sentBytes, more: !rest.isEmpty)
                : try socket.send(rest, from: sentBytes - front.count)
            guard count > 0 else { return }
            sentBytes += count
        }
    }
}
